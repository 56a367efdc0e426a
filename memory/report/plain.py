"""A report as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle.stays import Stay, Turn
from whereseen.memory.objects.entity import Kind
from whereseen.memory.report.contents import Floor, Item, Link, Photo, PlanFrame, Report

FORMAT = 1
_DIGITS = 3
_NS_PER_MS = 1_000_000


def plain_report(report: Report) -> dict[str, Any]:
    """All of a report but its pictures, as values of JSON.

    Times are milliseconds of Unix time (`_ms`), positions metres in the map frame (`position_m`)
    and on the plan (`at`: to the right and forward, on the plan number `floor`).
    """
    frame = report.frame
    return {
        "format": FORMAT,
        "title": report.title,
        "source": report.source,
        "zone_min": report.zone_min,
        "first_ms": _ms(report.first_ns),
        "now_ms": _ms(report.now_ns),
        "floors": [_floor(floor) for floor in report.floors],
        "things": [_item(item, frame) for item in report.items],
        "changes": _turns(report.turns, frame),
    }


def _floor(floor: Floor) -> dict[str, Any]:
    return {
        "low": _rounded(floor.low),
        "high": _rounded(floor.high),
        "rooms": [
            {
                "id": room.id,
                "name": room.name,
                "area_m2": round(room.area_m2, 2),
                "middle": _rounded(room.middle),
                "outline": [_rounded(corner) for corner in room.outline],
            }
            for room in floor.rooms
        ],
        "doors": [_rounded(door) for door in floor.doors],
    }


def _item(item: Item, frame: PlanFrame) -> dict[str, Any]:
    return {
        "id": item.id,
        "label": item.label,
        "is_furniture": item.is_furniture,
        "status": item.status.name.lower(),
        "probability": round(item.probability, _DIGITS),
        **_placed(item.position_m, frame),
        "size_m": _rounded(item.size_m),
        "footprint": _footprint(item.size_m, frame),
        "first_seen_ms": _ms(item.first_seen_ns),
        "last_seen_ms": _ms(item.last_seen_ns),
        "stays": [_stay(stay, frame) for stay in item.stays],
        "relations": [_link(link) for link in item.links],
        "states": [_link(link) for link in item.states],
        "photos": [_photo(photo) for photo in item.photos],
    }


def _stay(stay: Stay, frame: PlanFrame) -> dict[str, Any]:
    return {
        "from_ms": _ms(stay.start_ns),
        "to_ms": None if stay.end_ns is None else _ms(stay.end_ns),
        "last_seen_ms": _ms(stay.last_seen_ns),
        "probability": round(stay.probability, _DIGITS),
        **_where(stay, frame),
    }


def _turn(turn: Turn, frame: PlanFrame) -> dict[str, Any]:
    return {
        "kind": turn.kind.name.lower(),
        "id": turn.thing_id,
        "label": turn.label,
        "earliest_ms": _ms(turn.earliest_ns),
        "latest_ms": _ms(turn.latest_ns),
        "before": None if turn.before is None else _where(turn.before, frame),
        "after": None if turn.after is None else _where(turn.after, frame),
    }


def _turns(turns: Sequence[Turn], frame: PlanFrame) -> list[dict[str, Any]]:
    """What happened; `found_again` marks what was gone until it turned out to have moved."""
    moved = {
        (turn.thing_id, turn.before.start_ns)
        for turn in turns
        if turn.kind == Kind.MOVED and turn.before is not None
    }
    return [
        _turn(turn, frame)
        | {
            "found_again": turn.kind == Kind.VANISHED
            and turn.before is not None
            and (turn.thing_id, turn.before.start_ns) in moved
        }
        for turn in turns
    ]


def _where(stay: Stay, frame: PlanFrame) -> dict[str, Any]:
    return {
        "room": stay.room,
        "relation": stay.relation,
        "support": stay.support,
        **_placed(stay.position_m, frame),
    }


def _placed(position_m: Metres3, frame: PlanFrame) -> dict[str, Any]:
    return {
        "position_m": _rounded(position_m),
        "at": _rounded(frame.flat(position_m)),
        "floor": frame.storey(position_m),
    }


def _footprint(size_m: Metres3, frame: PlanFrame) -> list[float]:
    """Width and depth on the plan of a box along the axes of the map."""
    wide, deep = (
        sum(abs(float(axis)) * size for axis, size in zip(row, size_m, strict=True))
        for row in frame.basis[:2]
    )
    return _rounded((wide, deep))


def _link(link: Link) -> dict[str, Any]:
    return {
        "relation": link.relation,
        "other": link.other,
        "other_id": link.other_id or None,
        "since_ms": None if link.since_ns is None else _ms(link.since_ns),
        "is_remembered": link.is_remembered,
    }


def _photo(photo: Photo) -> dict[str, Any]:
    return {
        "image_id": photo.image_id,
        "stamp_ms": _ms(photo.stamp_ns),
        "size_px": list(photo.size_px),
        "box": _rounded(photo.box),
    }


def _rounded(values: Iterable[float]) -> list[float]:
    return [round(float(value), _DIGITS) for value in values]


def _ms(stamp_ns: int) -> int:
    return stamp_ns // _NS_PER_MS
