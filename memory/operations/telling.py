"""What people tell in words: "the keys are on the desk in the office", as a thing and a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.encoder.protocol import checked_text
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.graph.rooms import Room
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.objects.boxes import LEAST_SIZE_M
from whereseen.memory.objects.describing import position_text
from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.operations.named import find_room, plain_name, things_meant
from whereseen.memory.operations.near_names import known_names

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

_ON, _IN, _UNDER, _NEAR = "on", "in", "under", "next to"
_SAID = {
    "on top of": _ON, "onto": _ON, "on": _ON, "inside": _IN, "within": _IN, "into": _IN,
    "in": _IN, "underneath": _UNDER, "beneath": _UNDER, "below": _UNDER, "under": _UNDER,
    "next to": _NEAR, "close to": _NEAR, "beside": _NEAR, "near": _NEAR, "by": _NEAR, "at": _NEAR,
}  # fmt: skip
_WORDS = "|".join(word.replace(" ", r"\s+") for word in _SAID)
_LEAD = re.compile(r"^(?:please\s+)?(?:(?:remember|note|know)\s+)?(?:that\s+)?", re.IGNORECASE)
_SENTENCE = re.compile(
    r"(?P<what>.+?)\s+(?:(?:is|are|lies|lie|stands|stand|sits|sit|hangs|hang)\s+)?(?:now\s+)?"
    rf"(?P<where>(?:{_WORDS})\s.+)",
    re.IGNORECASE,
)
_PART = re.compile(rf"(?:^|\s)({_WORDS})\s+(?=\S)", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|no longer|never|isn't|aren't)\b", re.IGNORECASE)
_INNER = 0.8  # of a surface or an inside, so that what is there is not beside
_SLAB_M = 0.1  # over a surface, or under it
_ARM_M = 0.5  # beside something
_ROOM_M = 1.2  # from the floor to where things stand
_EXAMPLE = 'Say it as "the keys are on the desk", or give a position in metres'


@dataclass(frozen=True, slots=True)
class Told:
    """A thing that is told to be somewhere.

    Attributes:
        label: What it is called.
        relation: `on`, `in`, `under` or `next to`.
        place: Name of the thing or the room, as it is known.
        position_m: Middle of where it may be, in the map frame.
        size_m: Extent of that.
    """

    label: str
    relation: str
    place: str
    position_m: Metres3
    size_m: Metres3


def place_told(memory: SpatialMemory, sentence: str) -> Told:
    """What a sentence says of where a thing is.

    Args:
        memory: Its things and the rooms of its graph as last brought up to date.
        sentence: As "the keys are on the desk in the office".

    Raises:
        InvalidQuery: if it is not understood, or its place is unknown or may be several.
    """
    said = _LEAD.sub("", " ".join(checked_text(sentence).split())).rstrip(".! ")
    if _NEGATED.search(said):
        raise InvalidQuery(
            "only where things are can be told", got=repr(sentence), remedy="Tell where it is now"
        )
    match = _SENTENCE.fullmatch(said)
    if match is None:
        raise InvalidQuery("this says no place", got=repr(sentence), remedy=_EXAMPLE)
    label = plain_name(match["what"])
    (relation, name), *rest = _parts(match["where"])
    room = find_room(memory.graph, name)
    if room is not None and relation in (_IN, _NEAR):
        return _in_room(memory.graph, label, room)
    meant = _thing(memory, name, [each for _, each in rest])
    position_m, size_m = _beside(meant, relation)
    return Told(label, relation, meant.label, position_m, size_m)


def _parts(where: str) -> list[tuple[str, str]]:
    """Relations with the names that follow them."""
    found = list(_PART.finditer(where))
    ends = [*(each.start() for each in found[1:]), len(where)]
    return [
        (_SAID[" ".join(each[1].casefold().split())], where[each.end() : end].strip(" ,"))
        for each, end in zip(found, ends, strict=True)
    ]


def _thing(memory: SpatialMemory, name: str, within: Sequence[str]) -> Entity:
    """The thing that is meant, of those in rooms, or near things, that are named too."""
    known = [each for each in memory.objects.entities() if each.status != Status.GONE]
    meant = things_meant(name, known)
    if not meant:
        names = [each.label for each in known] + [each.name for each in memory.graph.rooms.rooms]
        remedy = f"{known_names(plain_name(name), names)}; or give a position in metres"
        raise InvalidQuery("no such place is known", got=repr(name), remedy=remedy)
    for each in within:
        meant = _of_these(memory, meant, each, known)
    if len(meant) > 1:
        listed = ", ".join(f"thing {e.id} at {position_text(e.position_m)}" for e in meant[:5])
        raise InvalidQuery(
            f"{len(meant)} things may be meant",
            got=repr(name),
            remedy=f'Name its room, or one of them as "on thing {meant[0].id}": {listed}',
        )
    return meant[0]


def _of_these(
    memory: SpatialMemory, meant: tuple[Entity, ...], name: str, known: Sequence[Entity]
) -> tuple[Entity, ...]:
    room = find_room(memory.graph, name)
    if room is None:
        others = things_meant(name, known)
        found = tuple(each for each in meant if any(_touch(each, other) for other in others))
    else:
        graph = memory.graph
        found = tuple(e for e in meant if graph.rooms.room_of(e.position_m) == room.id)
    if not found:
        places = ", ".join(
            sorted({r.name for e in meant if (r := memory.graph.room_of(e.position_m))})
        )
        raise InvalidQuery(
            f"there is no {meant[0].label} there",
            got=repr(name),
            remedy=f"It is known in: {places}" if places else "Leave that out",
        )
    return found


def _touch(one: Entity, other: Entity) -> bool:
    apart = np.abs(np.subtract(one.position_m, other.position_m))
    reach = np.add(one.size_m, other.size_m) / 2.0 + _ARM_M
    return one.id != other.id and bool((apart <= reach).all())


def _in_room(graph: SceneGraph, label: str, room: Room) -> Told:
    """Anywhere over the floor of a room: its box, about the middle of its free space."""
    outline = np.asarray(room.outline_m, dtype=np.float64).reshape(-1, 2)
    wide, deep = np.ptp(outline, axis=0).tolist() if len(outline) else (1.0, 1.0)
    x, y, z = room.middle_m
    middle = graph.rooms.R_level_map.T @ np.array([x, y, z + _ROOM_M / 2.0])
    a, b, c = middle.tolist()
    size_m = (max(wide, LEAST_SIZE_M), max(deep, LEAST_SIZE_M), _ROOM_M)
    return Told(label, _IN, room.name, (a, b, c), size_m)


def _beside(thing: Entity, relation: str) -> tuple[Metres3, Metres3]:
    """The box where something is that is on, in, under or next to a thing."""
    x, y, z = thing.position_m
    a, b, c = (max(edge, LEAST_SIZE_M) for edge in thing.size_m)
    if relation == _ON:
        return (x, y, z + (c + _SLAB_M) / 2.0), (_INNER * a, _INNER * b, _SLAB_M)
    if relation == _UNDER:
        return (x, y, z - (c - _SLAB_M) / 2.0), (_INNER * a, _INNER * b, _SLAB_M)
    if relation == _IN:
        return (x, y, z), (_INNER * a, _INNER * b, _INNER * c)
    return (x, y, z), (a + 2.0 * _ARM_M, b + 2.0 * _ARM_M, c)
