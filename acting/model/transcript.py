"""Requests and replies as JSON lines: written while a model is asked, and read in its place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from json import dumps
from pathlib import Path
from typing import Any

from whereseen.acting.model.chat import ChatModel, ChatRequest
from whereseen.acting.model.errors import ModelError, NotRecorded
from whereseen.acting.strict_json import NotJson, strict_json
from whereseen.memory.errors import InvalidConfig

_LONGEST_LINE = 1 << 24


class Recorder:
    """Passes requests on, and appends each with its reply or error to a file.

    Args:
        model: Who answers.
        file: Is made readable for its owner only; links are not followed.
    """

    def __init__(self, model: ChatModel, file: Path) -> None:
        self._model = model
        self._file = file

    def reply(self, request: ChatRequest) -> str:
        """As `ChatModel.reply`.

        Raises:
            ModelError: if the model has no reply; that is recorded too.
            InvalidConfig: if the file cannot be written.
        """
        try:
            text = self._model.reply(request)
        except ModelError as error:
            self._append(request, {"error": [type(error).__name__, str(error)]})
            raise
        self._append(request, {"reply": text})
        return text

    def _append(self, request: ChatRequest, ended: dict[str, Any]) -> None:
        row = {"digest": request.digest, "request": request.to_json()} | ended
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        try:
            with os.fdopen(os.open(self._file, flags, 0o600), "w", encoding="utf-8") as file:
                file.write(dumps(row) + "\n")
        except OSError as error:
            raise InvalidConfig(
                "the transcript cannot be written", got=str(error), remedy="Name another file"
            ) from error


class Replay:
    """Answers as a transcript does: to equal requests with its replies, one after the other.

    Args:
        file: Made by `Recorder`.

    Raises:
        InvalidConfig: if it cannot be read, or a line is none of a transcript.
    """

    def __init__(self, file: Path) -> None:
        self._replies: dict[str, list[dict[str, Any]]] = {}
        for row in _rows(file):
            self._replies.setdefault(row["digest"], []).append(row)

    def reply(self, request: ChatRequest) -> str:
        """The recorded reply; the last of equal requests for all after it.

        Raises:
            NotRecorded: if there is no such request.
            ModelError: if that is what was recorded.
        """
        rows = self._replies.get(request.digest, [])
        if not rows:
            raise NotRecorded(
                "the transcript has no such request",
                got=request.digest[:12],
                remedy="Record it again: prompt, memory or options have changed",
            )
        row = rows.pop(0) if len(rows) > 1 else rows[0]
        if "error" in row:
            raise ModelError("no reply was recorded", got=str(row["error"][1]))
        return str(row["reply"])


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidConfig("the transcript cannot be read", got=str(error)) from error
    for number, line in enumerate(lines, start=1):
        try:
            row = strict_json(line, most_letters=_LONGEST_LINE)
            if not isinstance(row["digest"], str) or not isinstance(row.get("reply", ""), str):
                raise TypeError("digest and reply are texts")
            if "reply" not in row:
                str(row["error"][1])
        except (NotJson, LookupError, TypeError, AttributeError) as error:
            raise InvalidConfig(
                "a line of the transcript is damaged", got=f"{file}, line {number}"
            ) from error
        yield row
