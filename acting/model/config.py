"""Which model at which endpoint, and the bounds on talking to it."""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from whereseen.memory.errors import InvalidConfig

FORMATS = ("schema", "object", "text")
_VARIABLES = {"base_url": "WHERESEEN_LLM_URL", "model": "WHERESEEN_LLM_MODEL"}
_KEY = "WHERESEEN_LLM_KEY"
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelConfig:
    """A model behind an OpenAI-compatible endpoint; no secrets are in it.

    Attributes:
        base_url: Up to and without `/chat/completions`: `http://127.0.0.1:8080/v1`.
        model: As the endpoint names it.
        key_variable: Name of the environment variable that holds the key; empty for none.
        temperature: 0 for the likeliest words.
        seed: For endpoints that take one; None sends none.
        timeout_s: For a whole reply, from connecting to its last byte.
        retries: Of requests that may work later: no connection, too slow, 429, 5xx.
        backoff_s: Before the first retry; twice as long before each next.
        most_reply_bytes: Of a reply; a larger one is refused unread.
        most_reply_tokens: Asked of the model.
        reply_format: How the endpoint is asked for JSON: by `schema`, as any `object`, or not at
            all (`text`), for endpoints that know neither.
        budget_tokens: Of what the long-term memory adds to the prompt.
        short_term: How many lines of what is at hand are in the prompt.
        experiences: How many experiences are in the prompt.
        allow_plain_http: Whether keys and prompts may go over plain HTTP to another machine.
        record: JSON-lines file to which requests and replies are appended; None for none.
        replay: Such a file to take replies from instead of an endpoint; None to ask.

    Raises:
        InvalidConfig: naming what is wrong.
    """

    base_url: str = "http://127.0.0.1:8080/v1"
    model: str = "default"
    key_variable: str = ""
    temperature: float = 0.0
    seed: int | None = 0
    timeout_s: float = 60.0
    retries: int = 2
    backoff_s: float = 1.0
    most_reply_bytes: int = 1 << 18
    most_reply_tokens: int = 2000
    reply_format: str = "schema"
    budget_tokens: int = 1500
    short_term: int = 8
    experiences: int = 3
    allow_plain_http: bool = False
    record: Path | None = None
    replay: Path | None = None

    def __post_init__(self) -> None:
        _require_numbers(self)
        if not self.model or len(self.model) > 200 or not self.model.isprintable():
            raise InvalidConfig("the model has no usable name", got=repr(self.model)[:80])
        if self.key_variable and _VARIABLE.fullmatch(self.key_variable) is None:
            # Not shown: it may be the key itself.
            raise InvalidConfig(
                "the key is given by the name of an environment variable",
                remedy="Put the key into OPENAI_API_KEY, say, and give that name",
            )
        if self.reply_format not in FORMATS:
            raise InvalidConfig(
                "there is no such format of replies",
                got=self.reply_format,
                remedy=f"Use one of: {', '.join(FORMATS)}",
            )
        _require_address(self)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], **options: Any) -> ModelConfig:
        """The model that an environment names, for what is not given.

        Args:
            environment: WHERESEEN_LLM_URL and WHERESEEN_LLM_MODEL; the key stays in
                WHERESEEN_LLM_KEY.
            options: Fields that are given; those that are None are not.

        Raises:
            InvalidConfig: naming what is wrong.
        """
        given = {name: value for name, value in options.items() if value is not None}
        for name, variable in _VARIABLES.items():
            if environment.get(variable):
                given.setdefault(name, environment[variable])
        if environment.get(_KEY):
            given.setdefault("key_variable", _KEY)
        return cls(**given)

    @property
    def address(self) -> SplitResult:
        """Parts of the base URL."""
        return urlsplit(self.base_url)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its name or number alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _require_numbers(config: ModelConfig) -> None:
    bounds = {
        "temperature": (0.0, 2.0),
        "timeout_s": (0.01, 3600.0),
        "retries": (0, 10),
        "backoff_s": (0.0, 600.0),
        "most_reply_bytes": (1024, 1 << 24),
        "most_reply_tokens": (16, 1 << 17),
        "budget_tokens": (50, 1 << 20),
        "short_term": (0, 1000),
        "experiences": (0, 3),
    }
    for name, (least, most) in bounds.items():
        value = getattr(config, name)
        if not (math.isfinite(value) and least <= value <= most):
            raise InvalidConfig(
                f"{name} is out of range", got=str(value), remedy=f"Use {least} to {most}"
            )


def _is_sendable(url: str, host: str) -> bool:
    is_plain = url.isascii() and url.isprintable() and " " not in url
    return is_plain and all(0 < len(each) < 64 for each in host.rstrip(".").split("."))


def _require_address(config: ModelConfig) -> None:
    try:
        parts = config.address
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise InvalidConfig("this is no address", got=str(error)) from error
    if parts.scheme not in ("http", "https") or not host:
        raise InvalidConfig(
            "the endpoint needs an address",
            got=repr(parts.scheme),
            remedy="Give it as https://host/v1 or http://127.0.0.1:8080/v1",
        )
    if not _is_sendable(config.base_url, host):
        raise InvalidConfig(
            "the address has letters or spaces that no request can have",
            got=repr(config.base_url)[:80],
            remedy="Write other letters as %.. in a path, and as xn--.. in a name",
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise InvalidConfig(
            "the address holds more than a host, a port and a path",
            remedy="Give a key by the name of an environment variable",
        )
    if parts.scheme == "http" and not (is_loopback(host) or config.allow_plain_http):
        raise InvalidConfig(
            "prompts would go in plain text to another machine",
            got=host,
            remedy="Use https, or allow plain HTTP",
        )
