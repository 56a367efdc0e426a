"""One search for one thing, from its first look to its end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float64
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.exploring.choosers import Chooser
from whereseen.sim.exploring.config import ExploringConfig
from whereseen.sim.exploring.scout import Scout
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.protocol import Picture
from whereseen.sim.world.truth import ObjectTruth

_WAYS = 3  # tries to come to a view


@dataclass(frozen=True, slots=True)
class Searched:
    """How a search went.

    Attributes:
        is_found: Whether the memory says where it is, and is right, before the bounds.
        looks: Places from which it was looked at; the most allowed if it was not found.
        metres: Driven; the most allowed if it was not found.
        has_given_up: Whether nothing was left that seemed worth a look.
    """

    is_found: bool
    looks: float
    metres: float
    has_given_up: bool = False


class Sight:
    """Whether the memory knows where a thing is, asked once the thing was in a picture.

    Its answer may name the place, or a frame since the search began have shown it there: in voxels
    in which other things were it takes many frames until an answer says so, and by then a robot has
    gone there to look closely. Among the places of an answer the first may still be where the thing
    was.

    Args:
        memory: That is asked.
        thing: What is looked for.
        config: How near is right.
    """

    def __init__(self, memory: SpatialMemory, thing: ObjectTruth, config: ExploringConfig) -> None:
        self._memory = memory
        self._thing = thing
        self._config = config
        self._was_seen = False

    def __call__(self, picture: Picture) -> bool:
        """After a picture was remembered."""
        shown = np.count_nonzero(picture.instances == self._thing.instance)
        self._was_seen = self._was_seen or bool(shown >= self._config.visible_px)
        if not self._was_seen or not shown:
            return False
        places = [it.position_m for it in self._memory.objects.views.spots.of(self._thing.label)]
        answer = self._memory.ask(self._thing.label)
        places += [each.position_m for each in answer.places] if answer.found else []
        low, high = self._thing.box_m
        return any(_apart_m(low, high, place) <= self._config.found_m for place in places)


def search(
    simulator: Simulator,
    memory: SpatialMemory,
    chooser: Chooser,
    thing: ObjectTruth,
    config: ExploringConfig,
) -> Searched:
    """Look for a thing from where the robot is."""
    scout = Scout(simulator, memory, Sight(memory, thing, config))
    scout.look_all_round()
    looks = 0
    while not scout.has_found:
        if looks >= config.looks_most or scout.metres >= config.metres_most:
            return Searched(False, config.looks_most, config.metres_most)
        choice = chooser.next(thing.label, scout.pose)
        if choice is None:
            return Searched(False, config.looks_most, config.metres_most, has_given_up=True)
        for _ in range(_WAYS):
            if scout.go(choice.planner, choice.pose) or scout.bump_m is None:
                break
            chooser.bumped(scout.bump_m)
            costmap = choice.planner.costmap.with_obstacles([scout.bump_m])
            choice = type(choice)(choice.pose, type(choice.planner)(costmap), choice.view)
        if not scout.has_found:
            scout.look()
            chooser.looked(thing.label, choice, scout.pose)
        looks += 1
    within = scout.metres <= config.metres_most
    metres = min(scout.metres, config.metres_most)
    return Searched(within, looks, metres) if within else _failed(config)


def _apart_m(low: Float64, high: Float64, place: Metres3) -> float:
    """How far from a box (3,) to (3,) a place is."""
    return float(np.linalg.norm(np.clip(place, low, high) - place))


def _failed(config: ExploringConfig) -> Searched:
    return Searched(False, config.looks_most, config.metres_most)
