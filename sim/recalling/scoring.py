"""How right an answer is, 0 to 1."""

from __future__ import annotations

import math
from collections import Counter

from whereseen.memory.chronicle import Recollection
from whereseen.sim.recalling.asking import Gold

_NEAR_M = 1.0
_SHORTEST_S = 60.0  # errors of shorter times are shares of this


def score(gold: Gold, said: Recollection | None) -> float:
    """How right an answer is; none at all, and one that does not say it, is wrong.

    A position counts if it is on the right furniture or within a metre, a time within what the
    question allows, a duration by one less its relative error, texts by F1 of the names, which
    must be in the right order where one is asked for.
    """
    if said is None:
        return 0.0
    if gold.kind == "position":
        return _position(gold, said)
    if gold.kind == "text":
        return _text(gold, said)
    if gold.kind == "time":
        near = said.at_ns is not None and abs(said.at_ns - gold.at_ns) <= gold.slack_ns
        return float(near)
    if gold.kind == "duration":
        return _duration(gold, said)
    if gold.kind == "yes/no":
        return float(said.is_so is not None and float(said.is_so) == gold.value)
    return float(said.number == gold.value)


def _position(gold: Gold, said: Recollection) -> float:
    if not said.found or not said.stays or gold.stay is None:
        return 0.0
    first, right = said.stays[0], gold.stay
    same = bool(right.support) and (first.support, first.room) == (right.support, right.room)
    return float(same or math.dist(first.position_m, right.position_m) <= _NEAR_M)


def _text(gold: Gold, said: Recollection) -> float:
    if gold.is_ordered:
        return float(said.names == gold.names)
    named, right = Counter(set(said.names)), Counter(set(gold.names))
    common = sum((named & right).values())
    return 2.0 * common / (sum(named.values()) + sum(right.values())) if common else 0.0


def _duration(gold: Gold, said: Recollection) -> float:
    if said.duration_s is None:
        return 0.0
    off = abs(said.duration_s - gold.value) / max(gold.value, _SHORTEST_S)
    return max(0.0, 1.0 - off)
