"""Things, rooms, relations and trails, for the rerun viewer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle.stays import Stay
from whereseen.memory.frames import Float64
from whereseen.memory.report.contents import Item, PlanFrame, Report, RoomShape

# Names have the colours of their boxes, on a dark ground.
_THING, _CHANGED, _FURNITURE = (250, 225, 160), (120, 190, 255), (150, 156, 165)
_ROOM, _TRAIL, _RELATION = (140, 220, 170), (120, 190, 255), (235, 160, 90)
_EDGE_M, _ROOM_EDGE_M, _TRAIL_M, _RELATION_M = 0.006, 0.012, 0.012, 0.005
_LEAST_M = 0.05  # edge of a thing whose size nobody knows
_LIFT_M = 0.02  # outlines lie above the floor
_APART_M = 0.25  # places nearer than this are one
_PLACES = ("on", "in", "under", "next to")

SetTime = Callable[[int], None]


def log_world(rr: Any, stream: Any, report: Report, set_time: SetTime) -> None:
    """Log what is known of things below `map`.

    Things that never moved are always there; others come, move and go as time does.

    Args:
        rr: The module `rerun`.
        stream: Where to log.
        report: What is known.
        set_time: Sets the time of what is logged next, in nanoseconds of Unix time.
    """
    changed = {turn.thing_id for turn in report.turns if turn.earliest_ns > 0}
    _log_rooms(rr, stream, report)
    _log_relations(rr, stream, report)
    for item in report.items:
        kind = "furniture" if item.is_furniture else "things"
        entity = f"map/{kind}/{item.id}"
        if item.id not in changed:
            box = _box(rr, item, item.position_m, _FURNITURE if item.is_furniture else _THING)
            stream.log(entity, box, static=True)
            continue
        for stay in item.stays:
            set_time(stay.start_ns)
            stream.log(entity, _box(rr, item, stay.position_m, _CHANGED))
            if stay.end_ns is not None:
                set_time(stay.end_ns)
                stream.log(entity, rr.Clear(recursive=False))
        _log_trail(rr, stream, item)


def _box(rr: Any, item: Item, position_m: Metres3, colour: tuple[int, int, int]) -> Any:
    return rr.Boxes3D(
        centers=[position_m],
        half_sizes=[np.maximum(item.size_m, _LEAST_M) / 2.0],
        colors=[colour],
        radii=_EDGE_M,
        labels=[item.label],
        show_labels=not item.is_furniture,
    )


def _log_trail(rr: Any, stream: Any, item: Item) -> None:
    """Where a thing went, if it went anywhere."""
    places = list(_places(item.stays))
    if len(places) > 1:
        trail = rr.LineStrips3D(
            [places], colors=[_TRAIL], radii=_TRAIL_M, labels=[item.label], show_labels=False
        )
        stream.log(f"map/trails/{item.id}", trail, static=True)


def _places(stays: tuple[Stay, ...]) -> Iterator[Metres3]:
    last: Metres3 | None = None
    for stay in stays:
        if last is None or np.linalg.norm(np.subtract(stay.position_m, last)) > _APART_M:
            last = stay.position_m
            yield last


def _log_rooms(rr: Any, stream: Any, report: Report) -> None:
    for number, floor in enumerate(report.floors):
        if floor.rooms:
            outlines = [_outline(report.frame, room, number) for room in floor.rooms]
            names = [f"{room.name}, {room.area_m2:.0f} m²" for room in floor.rooms]
            lines = rr.LineStrips3D(
                outlines, colors=[_ROOM], radii=_ROOM_EDGE_M, labels=names, show_labels=True
            )
            stream.log(f"map/rooms/{number}", lines, static=True)


def _outline(frame: PlanFrame, room: RoomShape, number: int) -> Float64:
    """A closed line (N, 3) in the map frame."""
    corners = [*room.outline, room.outline[0]]
    level = np.array([(x, y, frame.floors_m[number] + _LIFT_M) for x, y in corners])
    return np.asarray(level @ frame.basis)


def _log_relations(rr: Any, stream: Any, report: Report) -> None:
    """Lines between things and what they are on, in, under or next to."""
    items = {item.id: item for item in report.items}
    lines, words = [], []
    for item in report.items:
        for link in item.links:
            other = items.get(link.other_id)
            is_second = link.relation == "next to" and link.other_id < item.id
            if other is not None and link.relation in _PLACES and not is_second:
                lines.append([item.position_m, other.position_m])
                words.append(f"{item.label} {link.relation} {link.other}")
    if lines:
        strips = rr.LineStrips3D(
            lines, colors=[_RELATION], radii=_RELATION_M, labels=words, show_labels=False
        )
        stream.log("map/relations", strips, static=True)
