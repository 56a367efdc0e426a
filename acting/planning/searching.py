"""Where to look next: what a look is likely to show, for what it takes.

A place scores the probability that a look there shows the thing, over one plus a weight for each
metre of the way: to look first where most is gained for the time is the best order of places that
are equally far from each other (Stone, Theory of Optimal Search, 1975). A look shows what is around
the place, too. What doors hide is a spot of its own, since opening takes time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from whereseen.acting.experience.lessons import Hints
from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.acting.skills import kinds
from whereseen.acting.skills.call import Pose2
from whereseen.memory.attributes.mobility import half_life_s
from whereseen.memory.graph.bodies import Role, role_of

WayLength = Callable[[Thing, Pose2], float]
"""Metres to a thing from where the robot is."""

_FIRST = 0.5  # at least so likely is where a thing was found the last time
_LAST = 0.01  # of its probability is left to what could not be opened, or was full
_DOOR_M = 3.0  # to open something takes as long as so much way, and to close it again
_SIGHT_M = 2.5  # so far a look shows what lies open in the same room
_INSIDE = 0.5  # of what furniture carries that has a top as well as doors
_LEFT = 0.05  # of what lies open, where it was seen lately
_STANDING_S = 30 * 86_400.0  # what stays so long as a rule stands in a room and in no cupboard
_LATELY_NS = 600 * 1_000_000_000


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a robot foresees of going to furniture.

    Attributes:
        way_m: Length of the way.
        shown: Identities of the furniture that is in view from there.
    """

    way_m: float
    shown: frozenset[int]


@runtime_checkable
class Foresight(Protocol):
    """A robot that knows its ways, and what is to be seen where they lead."""

    def prospect(self, place: int) -> Prospect | None:
        """What comes of going to furniture; None if that is not known."""
        ...


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where something may be.

    Attributes:
        place: Identity of furniture or name of a room.
        probability: That a look there shows it.
        distance_m: Of the way to it; 0 where it is not known where that is.
        score: By which places are ranked.
        is_inside: Whether the furniture is to be opened.
    """

    place: int | str
    probability: float
    distance_m: float
    score: float
    is_inside: bool = False


def spots(
    label: str,
    world: WorldModel,
    pose: Pose2,
    *,
    weight_per_m: float,
    hints: Hints | None = None,
    searched: Collection[int | str] = (),
    opened: Collection[int | str] = (),
    way_m: WayLength | None = None,
    foresight: Foresight | None = None,
    doors: int = 2,
) -> list[Spot]:
    """Places where a thing may be, the one to look at next first.

    Args:
        label: What it is called.
        world: Tells how likely each place is.
        pose: Where the robot is.
        weight_per_m: What a metre adds to the cost of a look, which is one.
        hints: Places that experience puts first or last.
        searched: Places to leave out.
        opened: Furniture into which the robot has looked already.
        way_m: How long ways are; None for as the crow flies.
        foresight: Knows ways and views; None: views are guessed from where furniture is.
        doors: How often a door is moved to look behind it.
    """
    far_m = way_m or thing_distance_m
    likely = {each.place: each.probability for each in world.likely_places(label)}
    if hints is not None:
        likely |= {place: max(likely.get(place, 0.0), _FIRST) for place in _first(label, hints)}
        likely |= {each: likely[each] * _LAST for each in hints.last if each in likely}
    if half_life_s(label) >= _STANDING_S:
        likely |= {each: likely[each] * _LAST for each in likely if _is_shut_off(each, world)}
    things = {each.id: each for each in world.things() if each.is_receptacle or each.id in likely}
    sides = {
        place: _sides(p, things.get(place) if isinstance(place, int) else None, world.now_ns)
        for place, p in likely.items()
    }
    shown = _Shown(things, {at: sides[at][0] for at in sides if at not in searched})
    found = []
    for place, (open_, hidden) in sides.items():
        foreseen = None
        if foresight is not None and isinstance(place, int):
            foreseen = foresight.prospect(place)
        distance_m = foreseen.way_m if foreseen else _distance_m(place, things, pose, far_m)
        around = shown.among(foreseen.shown | {place}) if foreseen else shown.around(place)
        ways = [(place not in searched, open_, around, 0.0, False),
                (place not in opened, hidden, hidden + around, doors * _DOOR_M, True)]  # fmt: skip
        for is_left, own, seen, door_m, is_inside in ways:
            if is_left and own > 0.0:
                cost = 1.0 + weight_per_m * (distance_m + door_m)
                whole = seen if weight_per_m else own
                found.append(Spot(place, whole, distance_m, math.log(whole / cost), is_inside))
    return sorted(found, key=lambda spot: (-spot.score, str(spot.place)))


class _Shown:
    """What a look at furniture shows of what lies open around it."""

    def __init__(self, things: Mapping[int, Thing], lying: Mapping[int | str, float]) -> None:
        self._lying = lying
        self._things = things
        self._rooms: dict[str, list[Thing]] = {}
        for each in things.values():
            if each.id in lying:
                self._rooms.setdefault(each.room, []).append(each)

    def around(self, place: int | str) -> float:
        """Probability that a look there shows it, without opening anything."""
        thing = self._things.get(place) if isinstance(place, int) else None
        if thing is None:
            return self._lying.get(place, 0.0)
        return self.among(
            each.id
            for each in self._rooms.get(thing.room, ())
            if each is thing or math.dist(each.position_m[:2], thing.position_m[:2]) <= _SIGHT_M
        )

    def among(self, places: Iterable[int | str]) -> float:
        """Probability that it lies open at one of some places."""
        return sum(self._lying.get(place, 0.0) for place in places)


def _sides(probability: float, thing: Thing | None, now_ns: int) -> tuple[float, float]:
    """How likely something lies open on furniture, and how likely it is behind its doors."""
    if thing is None or not is_shut(thing):
        return probability, 0.0
    if role_of(thing.label) is Role.CLOSED:
        return 0.0, probability
    was_seen = thing.last_seen_ns >= now_ns - _LATELY_NS
    return probability * (_LEFT if was_seen else 1.0 - _INSIDE), probability * _INSIDE


def is_shut(thing: Thing) -> bool:
    """Whether furniture has to be opened to see all of what is in it, as far as is known."""
    return (kinds.opens(thing) or kinds.has_door(thing)) and "open" not in thing.states


def nearest(things: Iterable[Thing], pose: Pose2, way_m: WayLength | None = None) -> Thing | None:
    """The thing to which the way is shortest, None without any."""
    far_m = way_m or thing_distance_m
    return min(things, key=lambda each: (far_m(each, pose), each.id), default=None)


def thing_distance_m(thing: Thing, pose: Pose2) -> float:
    """From the robot to the middle of a thing, as the crow flies over the floor."""
    return math.dist(thing.position_m[:2], pose[:2])


def _first(label: str, hints: Hints) -> tuple[int | str, ...]:
    return hints.first.get(label.casefold(), ())


def _is_shut_off(place: int | str, world: WorldModel) -> bool:
    """Whether a place is inside furniture with a door: nobody keeps a television there."""
    thing = world.thing(place) if isinstance(place, int) else None
    return thing is not None and kinds.has_door(thing)


def _distance_m(
    place: int | str, things: Mapping[int, Thing], pose: Pose2, way_m: WayLength
) -> float:
    if isinstance(place, int):
        thing = things.get(place)
        return 0.0 if thing is None else way_m(thing, pose)
    inside = [way_m(each, pose) for each in things.values() if each.room == place]
    return min(inside, default=0.0)
