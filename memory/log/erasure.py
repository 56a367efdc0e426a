"""What has to leave a log when a memory forgets things or a part of the map."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from whereseen.memory.frames import Float64, apply
from whereseen.memory.log.backend import Backend, Int64
from whereseen.memory.log.query import EventQuery, Where, Within
from whereseen.memory.log.records import LoggedEvent
from whereseen.memory.spatial.selection import Selection

UNITED = "united"  # an event: what was thought to be two things is one
_ALL = 2**62
_FIRST_NS, _LAST_NS = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Forgotten:
    """What is to leave.

    Attributes:
        entity_ids: Things.
        within: What was observed in a part of the map.
    """

    entity_ids: frozenset[int]
    within: Selection | None = None


def erase(backend: Backend, forgotten: Forgotten) -> None:
    """Erase it, so that nothing of it is left once the write-ahead log is folded in."""
    with backend.transaction(durable=True):
        events = [(hit.id, hit.event) for hit in backend.events(EventQuery(limit=_ALL))]
        things = _with_former(forgotten.entity_ids, [event for _, event in events])
        ids = set[int]()
        if things:
            where = Where(entity_ids=tuple(sorted(things)))
            ids |= set(backend.candidates(where).ids.tolist())
        if forgotten.within is not None:
            ids |= set(_inside(backend, forgotten.within))
        gone = [
            number
            for number, event in events
            if ids & set(event.observation_ids) or _tells_of(event, things, forgotten.within)
        ]
        backend.erase(_sorted(ids))
        backend.erase_events(_sorted(gone))
    backend.scrub()


def _with_former(entity_ids: Collection[int], events: list[LoggedEvent]) -> set[int]:
    """Identities of things, and those that they had before they were found to be these."""
    found = set(entity_ids)
    for event in events:  # newest first, so that chains are followed to their ends
        if event.type == UNITED and event.args.get("entity_id") in found:
            found.add(int(str(event.args["was"])))
    return found


def _inside(backend: Backend, within: Selection) -> Iterator[int]:
    """Observations in a part of the map, whenever it is a box."""
    since_ns = _FIRST_NS if within.since_ns is None else within.since_ns
    until_ns = _LAST_NS if within.until_ns is None else within.until_ns
    box = None if within.T_map_box is None else _bounds(within)
    where = Where(within=box, during_ns=(since_ns, until_ns))
    found = backend.candidates(where).ids
    if box is None:
        yield from found.tolist()
        return
    for number, each in backend.observations(found).items():
        if each.position_m is not None and within.contains(each.position_m, each.stamp_ns):
            yield number


def _bounds(within: Selection) -> Within:
    """A box along the axes that holds a turned one."""
    half = np.asarray(within.size_m) / 2.0
    signs = np.array(np.meshgrid([-1, 1], [-1, 1], [-1, 1])).reshape(3, -1).T
    corners: Float64 = apply(np.asarray(within.T_map_box), signs * half)
    (x, y, z), (a, b, c) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return Within((x, y, z), (a, b, c))


def _tells_of(event: LoggedEvent, things: Collection[int], within: Selection | None) -> bool:
    """Whether an event is about one of some things, or happened in a part of the map."""
    if any(event.args.get(name) in things for name in ("entity_id", "thing_id")):
        return True
    if within is None:
        return False
    ends = [event.args.get(name) for name in ("before", "after")]
    places = [event.args.get(name) for name in ("from_m", "to_m")]
    places += [each.get("position_m") for each in ends if isinstance(each, Mapping)]
    return any(within.contains(place, event.t1_ns) for place in places if isinstance(place, list))


def _sorted(numbers: Collection[int]) -> Int64:
    return np.array(sorted(numbers), dtype=np.int64)
