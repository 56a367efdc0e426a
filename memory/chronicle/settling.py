"""Stays made exact by what the robot did: it need not look to know where it put something."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from whereseen.memory.chronicle.deeds import Deed
from whereseen.memory.chronicle.stays import Stay
from whereseen.memory.language import Verb

_REACH_M = 0.5
_SAME_M = 0.1
_CARRIED = (Verb.MOVED, Verb.TOOK, Verb.PUT)


def settled_by(stays: Iterable[Stay], deeds: Iterable[Deed]) -> tuple[Stay, ...]:
    """Stays that end when the robot took the thing, and begin when it put it down.

    Args:
        stays: As they were seen.
        deeds: What was done; of what was carried, where from and where to.
    """
    found = sorted(stays, key=lambda stay: stay.start_ns)
    for deed in deeds:
        if deed.verb in _CARRIED:
            _settle(found, deed)
    return tuple(found)


def without_displaced(stays: Iterable[Stay]) -> tuple[Stay, ...]:
    """Stays that end where another thing was seen in the very place later: two do not fit.

    A thing that is exchanged for one like it leaves no free place to be seen.
    """
    found = sorted(stays, key=lambda stay: stay.start_ns)
    starts_ns = [stay.start_ns for stay in found]
    return tuple(
        _displaced(stay, found, starts_ns) if stay.end_ns is None else stay for stay in found
    )


def _displaced(stay: Stay, others: Sequence[Stay], starts_ns: Sequence[int]) -> Stay:
    since_ns = max(stay.last_seen_ns, stay.start_ns)  # what was told was never seen
    for other in others[bisect_right(starts_ns, since_ns) :]:
        is_there = math.dist(other.position_m, stay.position_m) <= _SAME_M
        if is_there and other.thing_id != stay.thing_id:
            return replace(stay, end_ns=other.start_ns)
    return stay


def _settle(stays: list[Stay], deed: Deed) -> None:
    taken = _nearest(stays, deed, deed.before, is_before=True)
    put = _nearest(stays, deed, deed.after, is_before=False)
    if put is not None and put != taken:
        stays[put] = replace(stays[put], start_ns=deed.end_ns, began_after_ns=None)
    elif deed.after is not None:
        stay = stays[taken] if taken is not None else deed.after
        later = [s.start_ns for s in stays if _same(s, stay) and s.start_ns > deed.end_ns]
        end_ns = min(later, default=None)
        stays.append(
            replace(
                deed.after,
                thing_id=stay.thing_id,
                start_ns=deed.end_ns,
                end_ns=end_ns,
                last_seen_ns=deed.end_ns,
            )
        )
    if taken is not None:
        at_ns = deed.start_ns  # who takes it sees it
        stays[taken] = replace(stays[taken], end_ns=at_ns, last_seen_ns=at_ns, ended_after_ns=None)


def _nearest(stays: Sequence[Stay], deed: Deed, end: Stay | None, *, is_before: bool) -> int | None:
    """The stay that ended, or began, with a deed."""
    if end is None:
        return None
    near = [
        (math.dist(stay.position_m, end.position_m), n)
        for n, stay in enumerate(stays)
        if stay.label == deed.label and _is_then(stay, deed, is_before=is_before)
    ]
    near = [pair for pair in near if pair[0] <= _REACH_M]
    if not is_before:
        return min(near, key=lambda pair: stays[pair[1]].start_ns)[1] if near else None
    return min(near)[1] if near else None


def _is_then(stay: Stay, deed: Deed, *, is_before: bool) -> bool:
    if is_before:
        return stay.holds_at(deed.start_ns)
    return stay.start_ns >= deed.start_ns and (stay.end_ns is None or stay.end_ns > deed.end_ns)


def _same(stay: Stay, other: Stay) -> bool:
    return stay.thing_id == other.thing_id and stay.label == other.label
