"""JSON from elsewhere: bounded, without repeated names or numbers that are none."""

from __future__ import annotations

import json
from typing import Any

from whereseen.memory.errors import WhereseenError


class NotJson(WhereseenError):
    """A text that is not one JSON value."""


def strict_json(text: str, *, most_letters: int) -> Any:
    """One JSON value, and nothing around it but white space.

    Args:
        text: Of unknown origin.
        most_letters: Longer texts are not looked at.

    Raises:
        NotJson: if it is too long, malformed, nested too deeply, has a name twice in an object, or
            NaN or an infinity.
    """
    if len(text) > most_letters:
        raise NotJson(
            "the text is too long", got=f"{len(text)} letters, {most_letters} are allowed"
        )
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError as error:
        raise NotJson("the JSON is nested too deeply") from error
    except ValueError as error:
        raise NotJson("this is no JSON", got=str(error)[:200]) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object has a name twice")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")
