"""Which experiences are like a task: by its words, by their meaning, by how things stood."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from whereseen.acting.experience.experience import Experience
from whereseen.memory.frames import Float32

MOST = 5
_WORD = re.compile(r"[^\W\d_]+")
_LITTLE = frozenset(
    ("a", "an", "the", "in", "on", "to", "of", "and", "then", "me", "my", "it", "its", "please",
     "with", "from", "into", "at")
)  # fmt: skip
_LEAST = 0.2  # what is less like a task teaches nothing about it
_OF_TASK = 0.8  # of the likeness; the rest is how things stood
_SUCCESS = 0.05  # what was done counts a little more than what was not


def words_in(text: str) -> frozenset[str]:
    """Words that say something, in small letters and without a plural s."""
    found = (word.casefold() for word in _WORD.findall(text))
    return frozenset(_singular(word) for word in found if word not in _LITTLE)


def ranked(
    experiences: Collection[Experience],
    task: str,
    state: Sequence[str],
    *,
    encode: Callable[[str], Float32] | None = None,
    most: int = MOST,
) -> tuple[Experience, ...]:
    """Those that are like a task, the most alike first, of equals the newest.

    Args:
        experiences: Of which.
        task: The instruction.
        state: How things stand, in lines.
        encode: Puts a text into a unit vector; None to compare words alone.
        most: At most so many.
    """
    vector = None if encode is None else encode(task)
    asked, stands = words_in(task), frozenset(state)
    scored = []
    for each in experiences:
        said = _overlap(asked, words_in(each.task))
        if vector is not None and encode is not None:
            said = max(said, float(vector @ encode(each.task)))
        if said >= _LEAST:
            stood = _overlap(stands, frozenset(each.state))
            score = _OF_TASK * said + (1.0 - _OF_TASK) * stood + _SUCCESS * each.is_success
            scored.append((score, each.stamp_ns, each))
    scored.sort(key=lambda it: (-it[0], -it[1]))
    return tuple(each for _, _, each in scored[:most])


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard index; nothing is like nothing."""
    return len(one & other) / len(one | other) if one | other else 0.0


def _singular(word: str) -> str:
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word
