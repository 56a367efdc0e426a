"""Requests and replies, recorded and replayed."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from whereseen.acting.model.chat import ChatRequest, Message
from whereseen.acting.model.config import ModelConfig
from whereseen.acting.model.endpoint import Endpoint
from whereseen.acting.model.errors import EndpointRefused, ModelError, NotRecorded
from whereseen.acting.model.transcript import Recorder, Replay
from whereseen.memory.errors import InvalidConfig

KEY = "sk-very-secret-1234"


def ask(text: str) -> ChatRequest:
    return ChatRequest("tiny", (Message("user", text),), {"seed": 0})


def recorder(stub: Any, file: Path) -> Recorder:
    config = ModelConfig(base_url=stub.url, key_variable="K", retries=0)
    return Recorder(Endpoint(config, {"K": KEY}), file)


def test_a_replay_says_what_was_said(stub: Any, made: Any, tmp_path: Path) -> None:
    sends, completion = made
    file = tmp_path / "said.jsonl"
    stub.answers = [
        sends(200, completion("one\u2028line")),
        sends(200, completion("two")),
        sends(401, f"bad key {KEY}".encode()),
    ]
    model = recorder(stub, file)
    assert [model.reply(ask("a")), model.reply(ask("a"))] == ["one\u2028line", "two"]
    with pytest.raises(EndpointRefused):
        model.reply(ask("b"))
    again = Replay(file)
    assert [again.reply(ask("a")) for _ in range(3)] == ["one\u2028line", "two", "two"]
    with pytest.raises(ModelError, match="status 401"):
        again.reply(ask("b"))
    with pytest.raises(NotRecorded, match="no such request"):
        again.reply(ask("c"))
    assert KEY not in file.read_text()
    assert "sk-very" not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert rows[0]["request"] == ask("a").to_json()
    assert len(rows) == 3


def test_links_are_not_written_through(stub: Any, tmp_path: Path) -> None:
    stub.says("hi")
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("mine")
    link.symlink_to(target)
    with pytest.raises(InvalidConfig, match="cannot be written"):
        recorder(stub, link).reply(ask("a"))
    assert target.read_text() == "mine"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "no",
        "[]",
        "{}",
        '{"digest": 1, "reply": ""}',
        '{"digest": "a", "reply": 1}',
        '{"digest": "a", "error": 1}',
        '{"digest": "a", "error": []}',
    ],
)
def test_damaged_transcripts(tmp_path: Path, line: str) -> None:
    file = tmp_path / "said.jsonl"
    file.write_text('{"digest": "a", "reply": "b"}\n' + line + "\n")
    with pytest.raises(InvalidConfig, match="line 2"):
        Replay(file)


def test_no_transcript(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfig, match="cannot be read"):
        Replay(tmp_path / "none")


def test_options_are_part_of_what_is_asked() -> None:
    assert ask("a").digest == ask("a").digest
    assert ask("a").digest != ChatRequest("tiny", ask("a").messages, {"seed": 1}).digest
