"""Which of several, and in which order."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle.recollection import NotAnswered
from whereseen.memory.language import Asked, Order, Rank, RankBy

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[_T]):
    """One that may be meant.

    Attributes:
        name: What is answered.
        key: Which of several of that name it is.
        at_ns: When it happened, or began.
        duration_s: How long it took, or lasted.
        position_m: Where, None if that is not known.
        what: What it is known from.
    """

    name: str
    key: int
    at_ns: int
    duration_s: float
    position_m: Metres3 | None
    what: _T


def chosen(
    found: Iterable[Candidate[_T]],
    asked: Asked,
    origin_m: Callable[[], Metres3],
    *,
    is_visit: bool = False,
) -> list[Candidate[_T]]:
    """Those that a question means, one for each thing, in the order that is asked for.

    Args:
        found: All, oldest first.
        asked: Says which, and in which order.
        origin_m: From where distances count; may raise NotAnswered.
        is_visit: Whether going back to a place counts anew.

    Raises:
        NotAnswered: if they are to be ordered by what is not known.
    """
    rank = asked.rank
    candidates = list(found)
    if asked.order is not None:
        return _in_order(_distinct(candidates, is_visit=is_visit), asked.order)
    if rank is None:
        return _distinct(candidates)
    if rank.by is RankBy.TIME:
        is_last = rank.nth < 0
        return _nth(_distinct(candidates, is_last=is_last, is_visit=is_visit), rank)
    if rank.by is RankBy.COUNT:
        return _by_count(candidates, rank)
    if rank.by is RankBy.DURATION:
        return _by_duration(candidates, rank)
    if rank.by is RankBy.DISTANCE:
        origin = origin_m()
        placed = [each for each in _distinct(candidates) if each.position_m is not None]
        placed.sort(key=lambda each: math.dist(each.position_m or origin, origin))
        return _nth(placed, rank)
    raise NotAnswered("sizes are not compared", got=rank.by.value, remedy="Ask by time or distance")


def nth_of(found: Sequence[_T], rank: Rank | None) -> list[_T]:
    """The first or the last few of what is in order; all where no rank is said."""
    if rank is None:
        return list(found)
    start = rank.nth - 1 if rank.nth > 0 else len(found) + rank.nth
    low = start if rank.nth > 0 else start - rank.count + 1
    return list(found[max(low, 0) : max(low + rank.count, 0)])


def _nth(found: list[Candidate[_T]], rank: Rank) -> list[Candidate[_T]]:
    return nth_of(found, rank)


def _distinct(
    found: list[Candidate[_T]], *, is_last: bool = False, is_visit: bool = False
) -> list[Candidate[_T]]:
    """Each thing once, at its first or at its last time; of visits, those in a row as one."""
    if is_visit:
        pairs = zip([None, *found], found, strict=False)
        return [b for a, b in pairs if a is None or a.name != b.name]
    seen: dict[tuple[str, int], Candidate[_T]] = {}
    for each in reversed(found) if is_last else found:
        seen.setdefault((each.name, each.key), each)
    kept = list(seen.values())
    return kept[::-1] if is_last else kept


def _in_order(found: list[Candidate[_T]], order: Order) -> list[Candidate[_T]]:
    if not order.nths:
        return found[::-1] if order.is_reversed else found
    at = [nth - 1 if nth > 0 else len(found) + nth for nth in order.nths]
    return [found[each] for each in at if 0 <= each < len(found)]


def _by_count(found: list[Candidate[_T]], rank: Rank) -> list[Candidate[_T]]:
    """By how often each was there; all of those that were so as often."""
    counts = Counter((each.name, each.key) for each in found)
    ordered = sorted(_distinct(found), key=lambda each: counts[each.name, each.key])
    wanted = {counts[each.name, each.key] for each in _nth(ordered, rank)}
    return [each for each in ordered if counts[each.name, each.key] in wanted]


def _by_duration(found: list[Candidate[_T]], rank: Rank) -> list[Candidate[_T]]:
    """By all the time that each took together."""
    sums: dict[tuple[str, int], float] = {}
    for each in found:
        sums[each.name, each.key] = sums.get((each.name, each.key), 0.0) + each.duration_s
    return _nth(sorted(_distinct(found), key=lambda each: sums[each.name, each.key]), rank)
