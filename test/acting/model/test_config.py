"""Endpoints that are refused before anything is sent."""

from __future__ import annotations

from typing import Any

import pytest

from whereseen.acting.model.config import ModelConfig, is_loopback
from whereseen.memory.errors import InvalidConfig


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/v1",
        "http://localhost:11434/v1",
        "http://[::1]:8000/v1/",
        "https://api.example.org/v1",
    ],
)
def test_usable_addresses(url: str) -> None:
    assert ModelConfig(base_url=url).address.hostname


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"base_url": "http://api.example.org/v1"}, "plain text to another machine"),
        ({"base_url": "http://127.0.0.1.example.org/v1"}, "plain text to another machine"),
        ({"base_url": "http://localhost.example.org/v1"}, "plain text to another machine"),
        ({"base_url": "http://user:pass@127.0.0.1/v1"}, "more than a host"),
        ({"base_url": "https://h/v1?key=abc"}, "more than a host"),
        ({"base_url": "file:///etc/passwd"}, "needs an address"),
        ({"base_url": "127.0.0.1:8080"}, "needs an address"),
        ({"base_url": "http://127.0.0.1:port/v1"}, "no address"),
        ({"base_url": "http://[::1/v1"}, "no address"),
        ({"base_url": "https://h/ä/v1"}, "no request can have"),
        ({"base_url": "https://h/a b/v1"}, "no request can have"),
        ({"base_url": "https://münchen.example/v1"}, "no request can have"),
        ({"base_url": f"https://{'a' * 64}.example/v1"}, "no request can have"),
        ({"base_url": "https://h..example/v1"}, "no request can have"),
        ({"key_variable": "sk-abc-123"}, "name of an environment variable"),
        ({"model": ""}, "no usable name"),
        ({"model": "a\nb"}, "no usable name"),
        ({"temperature": 3.0}, "temperature is out of range"),
        ({"timeout_s": float("nan")}, "timeout_s is out of range"),
        ({"retries": -1}, "retries is out of range"),
        ({"experiences": 4}, "experiences is out of range"),
        ({"reply_format": "xml"}, "no such format"),
    ],
)
def test_what_is_refused(options: dict[str, Any], what: str) -> None:
    with pytest.raises(InvalidConfig, match=what) as caught:
        ModelConfig(**options)
    for secret in ("pass@", "abc"):
        assert secret not in str(caught.value)


def test_plain_http_elsewhere_if_told() -> None:
    assert ModelConfig(base_url="http://10.0.0.7/v1", allow_plain_http=True).model == "default"


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("127.8.8.8", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("1.2.3.4", False),
        ("localhost", True),
        ("local", False),
    ],
)
def test_loopback(host: str, is_here: bool) -> None:
    assert is_loopback(host) is is_here


def test_an_environment_names_what_is_not_given() -> None:
    named = {"WHERESEEN_LLM_URL": "http://localhost:1/v1", "WHERESEEN_LLM_KEY": "secret"}
    made = ModelConfig.from_environment(named, model="tiny", seed=None, timeout_s=None)
    assert (made.base_url, made.model, made.seed) == ("http://localhost:1/v1", "tiny", 0)
    assert made.key_variable == "WHERESEEN_LLM_KEY"
    assert "secret" not in repr(made)
    assert ModelConfig.from_environment({}) == ModelConfig()
    given = ModelConfig.from_environment(named, base_url="http://localhost:2/v1")
    assert given.base_url == "http://localhost:2/v1"
