"""A small home in memory, for tests of what plans and acts: plain values, nothing seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from whereseen.acting.knowledge.world_model import Likely, Thing
from whereseen.memory.chronicle import Chronicle, Condition, Deed, Stay
from whereseen.memory.chronicle.deeds import ROBOT
from whereseen.memory.language import Verb

SECOND_NS = 10**9
NOON_NS = 1_795_176_000 * SECOND_NS  # Friday, 20 November 2026, 12:00 UTC
_TAKEN = (Verb.TOOK,)
_CARRIED = (Verb.PUT, Verb.MOVED)
_STATES = {
    Verb.OPENED: ("open", "closed"),
    Verb.CLOSED: ("closed", "open"),
    Verb.TURNED_ON: ("on", "off"),
    Verb.TURNED_OFF: ("off", "on"),
    Verb.CLEANED: ("clean", "dirty"),
    Verb.SLICED: ("sliced", "whole"),
    Verb.HEATED: ("hot", "cold"),
}


def furniture(thing_id: int, label: str, room: str, at_m=(0.0, 0.0, 0.4), *states: str) -> Thing:
    """Something that things are on or in."""
    return Thing(
        thing_id, label, at_m, (1.0, 0.6, 0.8), 1.0, NOON_NS, states=states, room=room,
        is_receptacle=True,
    )  # fmt: skip


def thing(thing_id: int, label: str, support: Thing | None = None, relation: str = "on", **more):
    """A thing on or in a piece of furniture; `more` are fields of `Thing`."""
    said = {"probability": 0.95, "last_seen_ns": NOON_NS, "size_m": (0.1, 0.1, 0.1)}
    if support is not None:
        x, y, z = support.position_m
        shift = 0.05 * (thing_id % 7)
        said |= {
            "position_m": (x + shift, y, z + 0.45),
            "room": support.room,
            "relation": relation,
            "support_id": support.id,
        }
    return Thing(**{"id": thing_id, "label": label, "position_m": (0.0, 0.0, 0.0)} | said | more)


def stay_of(each: Thing, supports: Mapping[int, Thing], since_ns: int = NOON_NS) -> Stay:
    """Where a thing is, as chronicles tell it."""
    support = supports.get(each.support_id)
    return Stay(
        each.id, each.label, each.position_m, since_ns, None, max(each.last_seen_ns, since_ns),
        each.probability, each.room, each.relation if support else "",
        support.label if support else "",
    )  # fmt: skip


class FakeWorld:
    """A `WorldModel` of plain values.

    Args:
        things: Things and furniture; all of them are where they are since `since_ns`.
        stays: Further ones, that are over.
        deeds: What was done before.
        conditions: What was so; the states of things are added.
        likely: Where things of a label would be.
        alike: How well things fit phrases.
    """

    def __init__(
        self,
        things: Iterable[Thing],
        *,
        stays: Iterable[Stay] = (),
        deeds: Iterable[Deed] = (),
        conditions: Iterable[Condition] = (),
        likely: Mapping[str, tuple[Likely, ...]] | None = None,
        alike: Mapping[str, Mapping[int, float]] | None = None,
        now_ns: int = NOON_NS,
        since_ns: int = NOON_NS - 7200 * SECOND_NS,
    ) -> None:
        self._things = {each.id: each for each in things}
        past = list(stays)
        moved = {each.thing_id: each.end_ns for each in past}
        self._stays = past + [
            stay_of(each, self._things, moved.get(each.id) or since_ns)
            for each in self._things.values()
            if not each.is_receptacle and not each.is_gone
        ]
        self._deeds, self._conditions = list(deeds), list(conditions)
        self._conditions += [
            Condition(each.id, each.label, word, since_ns)
            for each in self._things.values()
            for word in each.states
        ]
        self._likely, self._alike = dict(likely or {}), dict(alike or {})
        self.now_ns = now_ns
        self.absences: list[tuple[int, tuple[float, float, float]]] = []
        self._known: Chronicle | None = None

    def things(self) -> tuple[Thing, ...]:
        return tuple(self._things[each] for each in sorted(self._things))

    def thing(self, thing_id: int) -> Thing | None:
        return self._things.get(thing_id)

    def alike(self, text: str) -> Mapping[int, float]:
        return self._alike.get(text, {})

    def chronicle(self) -> Chronicle:
        if self._known is None:
            self._known = Chronicle(
                self._stays,
                deeds=self._deeds,
                conditions=self._conditions,
                rooms=self.rooms(),
                sites=[(it.label, it.position_m) for it in self.things() if it.is_receptacle],
                robot_m=(0.0, 0.0, 0.0),
                now_ns=self.now_ns,
            )
        return self._known

    def rooms(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.room for each in self.things() if each.room))

    def likely_places(self, label: str) -> tuple[Likely, ...]:
        return self._likely.get(label, ())

    def note_deed(self, deed: Deed) -> None:
        self._deeds.append(deed)
        self.now_ns, self._known = max(self.now_ns, deed.end_ns), None
        done = self._things.get(deed.thing_id)
        if done is None:
            return
        if deed.verb in _TAKEN:
            self._end_stay(done.id, deed.start_ns)
            done = replace(done, is_held=True, relation="", support_id=0)
        elif deed.verb in _CARRIED and deed.after is not None:
            self._end_stay(done.id, deed.start_ns)
            self._stays.append(deed.after)
            done = replace(
                done,
                position_m=deed.after.position_m,
                room=deed.after.room,
                relation=deed.after.relation,
                support_id=self._called(deed.after.support),
                is_held=False,
                is_gone=False,
            )
        elif deed.verb in _STATES:
            done = self._changed(done, *_STATES[deed.verb], deed.end_ns)
        self._things[done.id] = replace(done, last_seen_ns=deed.end_ns, probability=1.0)

    def note_absence(self, thing_id: int, position_m) -> None:
        self.absences.append((thing_id, position_m))
        missed = self._things[thing_id]
        self._things[thing_id] = replace(missed, is_gone=True, probability=0.05)
        self._end_stay(thing_id, self.now_ns)
        self._known = None

    def put(self, thing_id: int, receptacle_id: int, relation: str = "on") -> None:
        """The robot puts a thing somewhere, ten seconds from now on."""
        done, where = self._things[thing_id], self._things[receptacle_id]
        start_ns, end_ns = self.now_ns + SECOND_NS, self.now_ns + 10 * SECOND_NS
        moved = thing(thing_id, done.label, where, relation)
        before = next((it for it in self._stays if it.thing_id == thing_id and not it.end_ns), None)
        after = stay_of(moved, self._things, end_ns)
        self.note_deed(
            Deed(Verb.PUT, start_ns, end_ns, ROBOT, thing_id, done.label, before, after, where.room)
        )

    def do(self, verb: Verb, thing_id: int) -> None:
        """The robot does something with a thing where it is, ten seconds from now on."""
        done = self._things[thing_id]
        start_ns, end_ns = self.now_ns + SECOND_NS, self.now_ns + 10 * SECOND_NS
        self.note_deed(Deed(verb, start_ns, end_ns, ROBOT, thing_id, done.label, room=done.room))

    def _changed(self, done: Thing, word: str, other: str, at_ns: int) -> Thing:
        self._conditions = [
            replace(each, end_ns=at_ns)
            if each.thing_id == done.id and each.word == other and each.end_ns is None
            else each
            for each in self._conditions
        ]
        self._conditions.append(Condition(done.id, done.label, word, at_ns))
        kept = tuple(each for each in done.states if each not in (word, other))
        return replace(done, states=(*kept, word))

    def _end_stay(self, thing_id: int, at_ns: int) -> None:
        self._stays = [
            replace(each, end_ns=at_ns, last_seen_ns=min(each.last_seen_ns, at_ns))
            if each.thing_id == thing_id and each.end_ns is None
            else each
            for each in self._stays
        ]

    def _called(self, label: str) -> int:
        return next((it.id for it in self.things() if it.label == label and it.is_receptacle), 0)


COUNTER = furniture(101, "kitchen counter", "kitchen", (2.0, 0.0, 0.45))
FRIDGE = furniture(102, "fridge", "kitchen", (3.0, 0.0, 0.9), "closed")
SINK = furniture(103, "sink", "kitchen", (1.0, 0.0, 0.8))
TABLE = furniture(104, "dining table", "living room", (6.0, 3.0, 0.4))
SHELF = furniture(105, "bookcase", "living room", (8.0, 3.0, 1.0))
DESK = furniture(106, "desk", "study", (12.0, 0.0, 0.4))
BIN = furniture(107, "bin", "kitchen", (0.5, 1.0, 0.3))
MICROWAVE = furniture(108, "microwave", "kitchen", (2.5, 0.0, 1.1), "closed")
CUPBOARD = furniture(109, "kitchen cabinet", "kitchen", (4.0, 0.0, 1.6), "closed")
BASIN = furniture(110, "sink", "bathroom", (15.0, 0.0, 0.8))
FURNITURE = (COUNTER, FRIDGE, SINK, TABLE, SHELF, DESK, BIN, MICROWAVE, CUPBOARD, BASIN)
THINGS = (
    thing(1, "mug", COUNTER, attributes=("red",), states=("dirty",), affordances=("drink from",)),
    thing(2, "mug", TABLE, attributes=("blue",), states=("clean",), affordances=("drink from",)),
    thing(3, "apple", COUNTER, attributes=("green",), affordances=("eat",)),
    thing(4, "banana", TABLE, attributes=("yellow",), affordances=("eat",)),
    thing(5, "kitchen knife", COUNTER, affordances=("cut with",)),
    thing(6, "bread", COUNTER, affordances=("eat",)),
    thing(7, "plate", SINK, "in", attributes=("white",), states=("dirty",)),
    thing(8, "book", SHELF, attributes=("red",), affordances=("read",)),
    thing(9, "milk", FRIDGE, "in", affordances=("drink",)),
    thing(10, "desk lamp", DESK, states=("off",), affordances=("switch on",)),
    thing(11, "keys", DESK),
    thing(12, "pen", DESK, attributes=("blue",)),
)


def home(**more) -> FakeWorld:
    """A home of five rooms, with two mugs, two sinks and ten things more."""
    return FakeWorld((*FURNITURE, *THINGS), **more)
