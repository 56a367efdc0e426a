"""Recognises superlatives, ordinals and orders."""

from __future__ import annotations

from whereseen.memory.language.asked import Order, Rank, RankBy
from whereseen.memory.language.numbers import number_at, ordinal_at
from whereseen.memory.language.words import Cursor

_ADJECTIVES = {
    "first": (RankBy.TIME, 1),
    "earliest": (RankBy.TIME, 1),
    "oldest": (RankBy.TIME, 1),
    "very first": (RankBy.TIME, 1),
    "initial": (RankBy.TIME, 1),
    "last": (RankBy.TIME, -1),
    "very last": (RankBy.TIME, -1),
    "final": (RankBy.TIME, -1),
    "latest": (RankBy.TIME, -1),
    "newest": (RankBy.TIME, -1),
    "most recent": (RankBy.TIME, -1),
    "nearest": (RankBy.DISTANCE, 1),
    "closest": (RankBy.DISTANCE, 1),
    "farthest": (RankBy.DISTANCE, -1),
    "furthest": (RankBy.DISTANCE, -1),
    "most distant": (RankBy.DISTANCE, -1),
    "biggest": (RankBy.SIZE, -1),
    "largest": (RankBy.SIZE, -1),
    "smallest": (RankBy.SIZE, 1),
    "tallest": (RankBy.SIZE, -1),
    "heaviest": (RankBy.SIZE, -1),
    "lightest": (RankBy.SIZE, 1),
}
_ADVERBS = {
    "most recently": (RankBy.TIME, -1),
    "last of all": (RankBy.TIME, -1),
    "the last time": (RankBy.TIME, -1),
    "the first time": (RankBy.TIME, 1),
    "for the first time": (RankBy.TIME, 1),
    "for the last time": (RankBy.TIME, -1),
    "first of all": (RankBy.TIME, 1),
    "the longest time": (RankBy.DURATION, -1),
    "the longest": (RankBy.DURATION, -1),
    "longest": (RankBy.DURATION, -1),
    "the shortest time": (RankBy.DURATION, 1),
    "the shortest": (RankBy.DURATION, 1),
    "shortest": (RankBy.DURATION, 1),
    "the most time": (RankBy.DURATION, -1),
    "most time": (RankBy.DURATION, -1),
    "most of your time": (RankBy.DURATION, -1),
    "the least time": (RankBy.DURATION, 1),
    "least time": (RankBy.DURATION, 1),
    "most often": (RankBy.COUNT, -1),
    "most frequently": (RankBy.COUNT, -1),
    "the most often": (RankBy.COUNT, -1),
    "least often": (RankBy.COUNT, 1),
    "the most": (RankBy.COUNT, -1),
    "the least": (RankBy.COUNT, 1),
    "the nearest": (RankBy.DISTANCE, 1),
    "the closest": (RankBy.DISTANCE, 1),
    "the farthest": (RankBy.DISTANCE, -1),
    "the furthest": (RankBy.DISTANCE, -1),
}
_FORWARD = ("in the same order", "in order", "in that order", "in the right order", "in what order")
_IN_THE_ORDER = ("in the order in which", "in the order that", "in the order")
_REVERSE = ("in reverse order", "in the reverse order", "in reverse", "last one first", "backwards")
_THESE = ("in this order", "in the following order", "in the order", "as follows")
_THEN = ("and then", "then", "and", ", and then", ", then", ", and", ",")
_MOST = 32


def take_adjective_rank(words: Cursor) -> Rank | None:
    """Pass "second", "last three", "third to last", "second nearest" before a noun."""
    start = words.at
    if words.take("next to last", "second to last", "penultimate", "last but one", "second last"):
        return Rank(RankBy.TIME, -2)
    nth = _ordinal(words)
    if nth is not None and words.take("to last", "last", "from last", "most recent", "newest"):
        return Rank(RankBy.TIME, -nth)
    found = words.take(*_ADJECTIVES) if nth != 1 else None
    if nth == 1 or (nth is not None and not found):
        by, number = RankBy.TIME, nth
    elif found:
        by, number = _ADJECTIVES[found]
        number = number * (nth or 1)
    elif words.next_is("most recently", "very"):
        words.take("very")
        return Rank(RankBy.TIME, -1) if words.take("most recently") else None
    else:
        words.at = start
        return None
    return Rank(by, number, _count(words))


def take_adverb_rank(words: Cursor) -> Rank | None:
    """Pass "last", "first", "most often", "the longest" behind what it tells of."""
    found = words.take(*_ADVERBS)
    if found:
        return Rank(*_ADVERBS[found])
    start = words.at
    rank = take_adjective_rank(words)
    # "first and then": an order, which is another's.
    if rank is None or (words.word() and words.word() in ("one", "ones")):
        words.at = start
        return None
    return rank


def take_order(words: Cursor) -> Order | None:
    """Pass "in this order: second, first", "in reverse order", "first and then the third"."""
    start = words.at
    words.take(",")
    if words.take(*_REVERSE):
        return Order(is_reversed=True)
    if words.take(*_THESE):
        words.take(":", ",")
        nths = _list(words)
        if nths:
            return Order(nths)
        words.at = start
    words.take(",")
    if words.take(*_FORWARD, *_IN_THE_ORDER):
        return Order()
    words.at = start
    return None


def take_leading_order(words: Cursor) -> Order | None:
    """Pass "the first and then the third" before what they are of."""
    start = words.at
    nths = _list(words)
    if len(nths) > 1:
        return Order(nths)
    words.at = start
    return None


def _list(words: Cursor) -> tuple[int, ...]:
    found: list[int] = []
    while len(found) < _MOST:
        mark = words.at
        if found and not words.take(*_THEN):
            break
        words.take("the")
        nth = -1 if words.take("last") else _ordinal(words)
        if nth is None:
            words.at = mark
            break
        words.take("one")
        found.append(nth)
    return tuple(found)


def _ordinal(words: Cursor) -> int | None:
    found = ordinal_at([words.word(), words.word(1)])
    if found is None:
        return None
    words.at += found[1]
    return found[0]


def _count(words: Cursor) -> int:
    """As in "Last three"."""
    found = number_at([words.word(), words.word(1)])
    if found is None or found[0] < 1 or words.next_is("one"):
        return 1
    words.at += found[1]
    return found[0]
