"""What changed in a map, the past of a thing, and the scene graph, for the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any

from whereseen.memory.chronicle import Chronicle, Stay, chronicle_of, turns_of
from whereseen.memory.chronicle.stays import Turn
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.following import is_upright, look_at_rooms
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.language import QuestionReader
from whereseen.memory.log.query import Where
from whereseen.memory.objects.entity import Entity
from whereseen.memory.operations.changing import visit_meant
from whereseen.memory.operations.near_names import known_names
from whereseen.memory.spatial_memory import SpatialMemory

_UNITS_S = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)")
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed, in words and as values.

    Attributes:
        text: In words.
        turn: The same as values.
    """

    text: str
    turn: Turn

    @property
    def is_first_sight(self) -> bool:
        """Whether it only was seen for the first time: nobody knows whether it is new there."""
        return not self.turn.earliest_ns


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a thing.

    Attributes:
        entity: The thing as it is now known.
        stays: Where it was, oldest first.
        turns: What happened to it, oldest first.
        rows: Rows of the log about it, by their kind.
        lines: All of it in words.
    """

    entity: Entity
    stays: tuple[Stay, ...]
    turns: tuple[Turn, ...]
    rows: dict[str, int]
    lines: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The same for other programs."""
        return {
            "entity": asdict(self.entity) | {"status": self.entity.status.name.lower()},
            "stays": [asdict(stay) for stay in self.stays],
            "turns": [turn_json(turn) for turn in self.turns],
            "rows": self.rows,
        }


def turn_json(turn: Turn) -> dict[str, Any]:
    """A turn as JSON has it."""
    return asdict(turn) | {"kind": turn.kind.name.lower()}


def current_graph(memory: SpatialMemory) -> SceneGraph:
    """The scene graph of a memory, brought up to date; without rooms if z is not up."""
    if memory.voxel_map.n_voxels and is_upright(memory):
        look_at_rooms(memory)
    return memory.graph


def changes_since(
    memory: SpatialMemory, since: str, zone: tzinfo, *, room: str = ""
) -> tuple[Change, ...]:
    """What may have changed after a time, oldest first.

    Args:
        memory: Its things and what changed; the time of its newest frame is now.
        since: As `9:30`, `yesterday`, `2h`, `last Monday`, or `the last visit` to each room, or
            `the last visit to the kitchen`.
        zone: Of the clocks of who asks.
        room: Only what was or is in the room of this name.

    Raises:
        InvalidQuery: if the time is not understood, or there is no such room.
    """
    if visit_meant(since)[0] or room:
        graph = current_graph(memory)
        found = memory.changed_since(since, room=room, limit=_MOST, zone=zone)
        turns, wording = turns_of(memory, found, graph), Wording(zone, memory.objects.now_ns)
    else:
        start_ns = time_of(since, memory.objects.now_ns, zone)
        chronicle, wording = _chronicle(memory, zone)
        turns = tuple(turn for turn in chronicle.turns if turn.latest_ns >= start_ns)
    return tuple(Change(wording.turn(turn), turn) for turn in turns)


def time_of(text: str, now_ns: int, zone: tzinfo) -> int:
    """When it was, in nanoseconds: a duration before now, or a time as people say it.

    Raises:
        InvalidQuery: if it is not understood.
    """
    said = text.strip().lower()
    duration = _DURATION.fullmatch(said)
    if duration is not None and duration[2] in _UNITS_S:
        return now_ns - round(float(duration[1]) * _UNITS_S[duration[2]] * 1e9)
    asked = QuestionReader(zone=zone).read(f"what changed since {said}?", now_ns)
    time = asked.time or (asked.event.time if asked.event is not None else None)
    start_ns = None if time is None else time.start_ns if time.at_ns is None else time.at_ns
    if start_ns is None or asked.unknown:
        raise InvalidQuery(
            "the time is not understood", got=text, remedy="Say it as 9:30, yesterday, or 2h"
        )
    return start_ns


def past_of(memory: SpatialMemory, name: str, zone: tzinfo) -> tuple[Past, ...]:
    """All that is known of the things of a name, or of the one of an identity.

    Raises:
        InvalidQuery: if there is none.
    """
    things = things_named(memory, name)
    chronicle, wording = _chronicle(memory, zone)
    return tuple(_past(memory, thing, chronicle, wording) for thing in things)


def things_named(memory: SpatialMemory, name: str) -> tuple[Entity, ...]:
    """Things whose label has all words of a name, or the thing of an identity as `7`.

    Raises:
        InvalidQuery: if there is none.
    """
    words = set(name.casefold().removeprefix("thing ").split())
    entities = memory.objects.entities()
    found = tuple(
        each for each in entities if str(each.id) in words or words <= set(_words(each.label))
    )
    if not words or not found:
        remedy = known_names(name, (each.label for each in entities))
        raise InvalidQuery("there is no such thing", got=repr(name), remedy=remedy)
    return found


def export_graph(graph: SceneGraph, out: Path) -> None:
    """Write a scene graph as .json, .graphml or .txt, or its plan as .png.

    Raises:
        InvalidConfig: if the suffix is another.
        MapFileError: if it cannot be written.
    """
    if out.suffix.lower() == ".png":
        from whereseen.memory.graph.picture import draw_rooms

        draw_rooms(graph.rooms, graph.view, out)
        return
    from whereseen.memory.graph.exports import write_graph

    write_graph(graph.view, out)


def _chronicle(memory: SpatialMemory, zone: tzinfo) -> tuple[Chronicle, Wording]:
    chronicle = chronicle_of(memory, current_graph(memory))
    return chronicle, Wording(zone, chronicle.now_ns)


def _past(memory: SpatialMemory, thing: Entity, chronicle: Chronicle, wording: Wording) -> Past:
    stays = tuple(each for each in chronicle.stays if each.thing_id == thing.id)
    turns = tuple(each for each in chronicle.turns if each.thing_id == thing.id)
    rows: dict[str, int] = {}
    for hit in memory.log.recall(where=Where(entity_ids=(thing.id,)), limit=_MOST).hits:
        rows[hit.observation.kind] = rows.get(hit.observation.kind, 0) + 1
    status = thing.status.name.lower()
    head = f"{thing.label} (thing {thing.id}): {status}, {thing.probability:.0%} sure"
    happened = [(turn.latest_ns, wording.turn(turn)) for turn in turns]
    lines = [text for _, text in sorted([*happened, *_lines(stays, wording)])]
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(rows.items()))
    return Past(thing, stays, turns, rows, (head, *lines, f"in the log: {counted or 'nothing'}"))


def _lines(stays: Iterable[Stay], wording: Wording) -> list[tuple[int, str]]:
    return [(stay.start_ns, wording.stay(stay)) for stay in stays]


def _words(label: str) -> list[str]:
    """Words of a label, also without the s of a plural."""
    words = label.casefold().split()
    return words + [f"{word}s" for word in words]
