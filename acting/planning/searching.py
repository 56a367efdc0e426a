"""Where to look next: what is likely, less the way to it.

A place scores the logarithm of the probability that the thing is there, less a weight for each
metre: a place that is twice as likely is worth some metres more. Log-probabilities keep the order
of probabilities where the ways are the same, however small they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from whereseen.acting.experience.lessons import Hints
from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.acting.skills import kinds
from whereseen.acting.skills.call import Pose2
from whereseen.memory.attributes.mobility import half_life_s

WayLength = Callable[[Thing, Pose2], float]
"""Metres to a thing from where the robot is."""

_FIRST = 0.5  # at least so likely is where a thing was found the last time
_LAST = 0.01  # of its probability is left to what could not be opened, or was full
_STANDING_S = 30 * 86_400.0  # what stays so long as a rule stands in a room and in no cupboard


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where something may be.

    Attributes:
        place: Identity of furniture or name of a room.
        probability: That it is there.
        distance_m: Of the way to it; 0 where it is not known where that is.
        score: By which places are ranked.
    """

    place: int | str
    probability: float
    distance_m: float
    score: float


def spots(
    label: str,
    world: WorldModel,
    pose: Pose2,
    *,
    weight_per_m: float,
    hints: Hints | None = None,
    searched: Collection[int | str] = (),
    way_m: WayLength | None = None,
) -> list[Spot]:
    """Places where a thing may be, the one to look at next first.

    Args:
        label: What it is called.
        world: Tells how likely each place is.
        pose: Where the robot is.
        weight_per_m: What a metre takes from the logarithm of a probability.
        hints: Places that experience puts first or last.
        searched: Places to leave out.
        way_m: How long ways are; None for as the crow flies.
    """
    way_m = way_m or thing_distance_m
    likely = {each.place: each.probability for each in world.likely_places(label)}
    if hints is not None:
        likely |= {place: max(likely.get(place, 0.0), _FIRST) for place in _first(label, hints)}
        likely |= {each: likely[each] * _LAST for each in hints.last if each in likely}
    if half_life_s(label) >= _STANDING_S:
        likely |= {each: likely[each] * _LAST for each in likely if _is_shut_off(each, world)}
    things = world.things()
    found = []
    for place, probability in likely.items():
        if place in searched or probability <= 0.0:
            continue
        distance_m = _distance_m(place, world, things, pose, way_m)
        score = math.log(probability) - weight_per_m * distance_m
        found.append(Spot(place, probability, distance_m, score))
    return sorted(found, key=lambda spot: (-spot.score, str(spot.place)))


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
    place: int | str,
    world: WorldModel,
    things: Collection[Thing],
    pose: Pose2,
    way_m: WayLength,
) -> float:
    if isinstance(place, int):
        thing = world.thing(place)
        return 0.0 if thing is None else way_m(thing, pose)
    inside = [way_m(each, pose) for each in things if each.room == place]
    return min(inside, default=0.0)
