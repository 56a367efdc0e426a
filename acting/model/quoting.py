"""Text from the world as data in a prompt: nothing in it can end the data or look like a heading.

Labels, captions, told facts and signs may have been written by anybody. They are put on lines that
begin with a bar, between marks made of angle brackets; no such bracket, nothing that folds to one,
and no character that hides others is left in them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_BAR = "| "
_CUT = "..."
_INSTEAD = {"Ps": "(", "Pe": ")", "Pi": "'", "Pf": "'", "Zs": " ", "Zl": " ", "Zp": " ", "Cc": " "}
_MARKS = {"`": "'", "|": "/", "<": "(", ">": ")"}
MOST_LETTERS = 300  # of a line


def plain_line(text: str, most_letters: int = MOST_LETTERS) -> str:
    """A text as one line of ordinary characters, cut if it is too long.

    Compatible forms are folded (full-width letters, ligatures), control and format characters,
    private and unassigned ones dropped, all white space is one space, brackets other than round
    ones become round, and back-ticks and bars become harmless.
    """
    folded = unicodedata.normalize("NFKC", text[: 4 * most_letters])
    kept = "".join(map(_harmless, folded))
    line = " ".join(kept.split())
    return line if len(line) <= most_letters else line[: most_letters - len(_CUT)] + _CUT


def data_block(name: str, lines: Iterable[str]) -> str:
    """Lines from the world between marks.

    Args:
        name: Of the block, as `at-hand`; ours, not from the world.
        lines: One fact each.
    """
    inside = [f"{_BAR}{plain_line(line)}" for line in lines]
    return "\n".join([f"<data {name}>", *(inside or [f"{_BAR}nothing"]), f"</data {name}>"])


def _harmless(letter: str) -> str:
    first = unicodedata.normalize("NFKD", letter)[0]  # not less than: a bracket and a stroke
    kind = unicodedata.category(letter)
    if first in _MARKS:
        return _MARKS[first]
    return _INSTEAD.get(kind, "" if kind[0] == "C" else letter)
