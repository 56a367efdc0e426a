"""`whereseen do --planner`: what is asked for wrongly is refused before anything is started."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from whereseen.acting_commands import _model
from whereseen.cli import app


@pytest.mark.parametrize(
    "asked", [["--planner", "gpt"], ["--llm-model", "tiny"], ["--replay", "said.jsonl"]]
)
def test_wrong_usage(asked: list[str]) -> None:
    assert CliRunner().invoke(app, ["do", "tidy up", *asked]).exit_code == 2


def test_which_model_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHERESEEN_LLM_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("WHERESEEN_LLM_MODEL", "named")
    given = {"base_url": None, "model": "tiny", "record": Path("said.jsonl"), "replay": None}
    made = _model("llm", **given)
    assert made is not None
    assert (made.base_url, made.model) == ("http://127.0.0.1:1/v1", "tiny")
    assert made.record == Path("said.jsonl")
    assert _model("deterministic", base_url=None) is None
