"""Values of the memory as JSON for agents: short names, rounded numbers, times twice, bounded."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta, timezone, tzinfo
from enum import Enum
from typing import Any

from whereseen.memory.chronicle import Stay, Turn
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.objects.entity import Entity
from whereseen.memory.operations.localizing import Localization, Whereabouts
from whereseen.memory.spatial.keyframes import Keyframe
from whereseen.memory.spatial_memory import SpatialMemory

_DIGITS = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def iso(stamp_ns: int, zone: tzinfo) -> str:
    """A moment as ISO 8601 to the millisecond, on somebody's clocks; empty if it is none."""
    try:
        moment = _EPOCH + timedelta(microseconds=stamp_ns // 1000)
        return moment.astimezone(zone).isoformat(timespec="milliseconds")
    except (OverflowError, ValueError):
        return ""


def plain(value: Any, zone: tzinfo) -> Any:
    """A value as JSON has it: numbers rounded, and beside each `..._ns` the same as `..._iso`."""
    if isinstance(value, Mapping):
        found: dict[str, Any] = {}
        for name, each in value.items():
            key = plain_text(str(name))
            found[key] = plain(each, zone)
            is_stamp = key.endswith("_ns") and isinstance(each, int) and each > 0
            if is_stamp and (text := iso(each, zone)):
                found[key[:-3] + "_iso"] = text
        return found
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each, zone) for each in value]
    if isinstance(value, Enum):
        return value.name.lower()
    if isinstance(value, float):
        return round(value, _DIGITS) if value == value and abs(value) != float("inf") else None
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return plain_text(value) if isinstance(value, str) else value


def plain_text(text: str) -> str:
    """Without what moves a terminal or hides other letters: it may come from the world."""
    return "".join(each for each in text if each.isprintable() or each == "\n")


def entity_json(entity: Entity, memory: SpatialMemory) -> dict[str, Any]:
    """A thing, what it is like and where it is."""
    like = memory.objects.attributes_of(entity.id)
    node = memory.graph.view.node(f"thing {entity.id}")
    parent = None if node is None or node.parent is None else memory.graph.view.node(node.parent)
    room = memory.graph.room_of(entity.position_m)
    on = parent is not None and parent.id.startswith("thing ")
    known = asdict(entity) | {
        "colours": [each.name for each in like.colours[:3]],
        "states": {each.key: each.value for each in like.states},
        "room": "" if room is None else room.name,
        "relation": node.relation if node is not None and on else "",
        "support": parent.name if parent is not None and on else "",
    }
    for name in ("first_seen_ns", "last_seen_ns"):
        known[name] = known[name] or None  # it was only told
    return {name: value for name, value in known.items() if value not in (None, "", [], {})}


def whereabouts_json(at: Whereabouts) -> dict[str, Any]:
    """A place that may be the answer."""
    place = at.place
    spread = [float(each) ** 0.5 for each in at.covariance_m2.diagonal()]
    return {
        "text": at.text,
        "thing_id": None if at.entity is None else at.entity.id,
        "label": None if at.entity is None else at.entity.label,
        "position_m": list(place.position_m),
        "deviation_m": spread,
        "size_m": list(place.size_m),
        "probability": place.probability,
        "room": at.room,
        "relation": at.relation,
        "support": at.support,
        "last_seen_ns": place.last_seen_ns,
        "age_s": at.age_ns / 1e9,
    }


def localization_json(found: Localization) -> dict[str, Any]:
    """Where something is or was, or why that is not known."""
    return {
        "found": found.found,
        "text": found.reason if found.best is None or not found.found else found.best.text,
        "reason": found.reason,
        "best": None if found.best is None else whereabouts_json(found.best),
        "alternatives": [whereabouts_json(each) for each in found.alternatives],
        "images": images_json(found.evidence),
        "before": [stay_json(stay) for stay in found.before],
    }


def images_json(frames: tuple[Keyframe, ...]) -> list[dict[str, Any]]:
    """Kept images by reference; the tool `image` shows them."""
    return [{"image_id": each.image_id, "taken_ns": each.stamp_ns} for each in frames]


def stay_json(stay: Stay) -> dict[str, Any]:
    """Where a thing was, while."""
    known = asdict(stay)
    for name in ("began_after_ns", "ended_after_ns"):
        known.pop(name)
    return known


def turn_json(turn: Turn, wording: Wording) -> dict[str, Any]:
    """Something that happened to a thing."""
    return {
        "text": wording.turn(turn),
        "kind": turn.kind.name.lower(),
        "thing_id": turn.thing_id,
        "label": turn.label,
        "earliest_ns": turn.earliest_ns,
        "latest_ns": turn.latest_ns,
        "before": None if turn.before is None else stay_json(turn.before),
        "after": None if turn.after is None else stay_json(turn.after),
        "state": turn.state,
    }


def rooms_json(graph: SceneGraph) -> list[dict[str, Any]]:
    """Rooms with the rooms that doors lead to."""
    doors: dict[str, set[str]] = {}
    for edge in graph.view.edges:
        if edge.kind == "door to":
            doors.setdefault(edge.source, set()).add(edge.target)
            doors.setdefault(edge.target, set()).add(edge.source)
    names = {f"room {room.id}": room.name for room in graph.rooms.rooms}
    return [
        {
            "name": room.name,
            "kind": room.kind,
            "probability": room.probability,
            "area_m2": room.area_m2,
            "middle_m": list(room.middle_m),
            "storey": room.storey,
            "doors_to": sorted(names.get(each, each) for each in doors.get(f"room {room.id}", ())),
        }
        for room in graph.rooms.rooms
    ]
