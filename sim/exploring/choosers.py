"""Who chooses where to look next: ours, ours with parts left out, and two plain ones."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from whereseen.acting.exploration.config import ExplorerConfig
from whereseen.acting.exploration.explorer import Explorer
from whereseen.acting.exploration.picture import value_picture
from whereseen.acting.exploration.viewing import View
from whereseen.acting.navigation.costmap import Point2
from whereseen.acting.navigation.planner import GridPlanner, NoWay
from whereseen.acting.skills.call import Pose2
from whereseen.memory.following import Follower
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.exploring.config import FRONTIER, METHODS, NO_MEANING, NO_TIME, RANDOM

_AGAIN_M = 0.5  # a frontier so near to one that was tried is the same
_LABELS = 8  # that are asked for after each look


@dataclass(frozen=True, slots=True)
class Choice:
    """Where to look next.

    Attributes:
        pose: There.
        planner: The floor as it was known when that was chosen.
        view: As an explorer chose it, None of others.
    """

    pose: Pose2
    planner: GridPlanner
    view: View | None = None


class Chooser(Protocol):
    """Chooses where to look next."""

    def next(self, query: str, pose: Pose2) -> Choice | None:
        """Where to, None if nothing is left."""
        ...

    def looked(self, query: str, choice: Choice, pose: Pose2) -> None:
        """It was looked from a pose, in vain; that of the choice if the robot came there."""
        ...

    def bumped(self, at_m: Point2) -> None:
        """Something was in the way."""
        ...


class ByValue:
    """Ours: the value map of the memory.

    Args:
        memory: Asked for furniture and rooms between looks.
        config: With a weight of 0 for what is left out.
        pictures: Folder for a picture of the values at each choice; None for none.
    """

    def __init__(
        self, memory: SpatialMemory, config: ExplorerConfig, pictures: Path | None = None
    ) -> None:
        self._explorer = Explorer(memory, config)
        self._memory = memory
        self._follower = Follower(memory) if config.meaning_weight > 0.0 else None
        self._pictures = pictures

    def next(self, query: str, pose: Pose2) -> Choice | None:
        """The best view."""
        if self._follower is not None:
            for _ in range(_LABELS):
                self._follower.step()
        view = self._explorer.next_view(query, pose)
        planner = self._explorer.planner
        if view is None or planner is None:
            return None
        if self._pictures is not None:
            self._draw(self._pictures, query, pose, view, planner)
        return Choice(view.pose, planner, view)

    def _draw(
        self, folder: Path, query: str, pose: Pose2, view: View, planner: GridPlanner
    ) -> None:
        """One more picture of what was chosen, and from what."""
        from PIL import Image

        folder.mkdir(parents=True, exist_ok=True)
        way = planner.way(pose[:2], view.pose[:2])
        points = [] if isinstance(way, NoWay) else way.points_m.tolist()
        picture = value_picture(
            self._explorer.value_map(query), robot=pose, views=[view.pose], way=points
        )
        number = len(list(folder.glob("*.png")))
        Image.fromarray(picture).save(folder / f"{number:02d}.png")

    def looked(self, query: str, choice: Choice, pose: Pose2) -> None:
        """Lessen the value of what was in view."""
        assert choice.view is not None
        self._explorer.looked(query, choice.view, pose=pose)

    def bumped(self, at_m: Point2) -> None:
        """Keep it in mind."""
        self._explorer.bumped(at_m)


class AtRandom:
    """Any place that can be reached, any direction.

    Args:
        memory: For the floor.
        rng: What draws.
    """

    def __init__(self, memory: SpatialMemory, rng: np.random.Generator) -> None:
        self._explorer = Explorer(memory)
        self._rng = rng

    def next(self, query: str, pose: Pose2) -> Choice | None:
        """A free cell."""
        planner = GridPlanner(self._explorer.costmap())
        cells = np.argwhere(planner.reachable(pose[:2]))
        if not len(cells):
            return None
        cell = cells[int(self._rng.integers(len(cells)))]
        ((x, y),) = planner.costmap.centres_m([cell]).tolist()
        return Choice((x, y, float(self._rng.uniform(-math.pi, math.pi))), planner)

    def looked(self, query: str, choice: Choice, pose: Pose2) -> None:
        """Forget it."""

    def bumped(self, at_m: Point2) -> None:
        """Keep it in mind."""
        self._explorer.bumped(at_m)


class ByFrontier(AtRandom):
    """The nearest border of the unseen (Yamauchi, 1997); at random where there is none left."""

    def __init__(self, memory: SpatialMemory, rng: np.random.Generator) -> None:
        super().__init__(memory, rng)
        self._tried: list[Point2] = []

    def next(self, query: str, pose: Pose2) -> Choice | None:
        """Stand at the border and look at the unseen."""
        planner = GridPlanner(self._explorer.costmap())
        travel = planner.distances(pose[:2])
        found: list[tuple[float, Pose2]] = []
        for each in self._explorer.frontiers(pose):
            if all(math.dist(each.at_m, other) > _AGAIN_M for other in self._tried):
                row, column = planner.costmap.cells_of([each.at_m])[0].tolist()
                found.append((float(travel[row, column]), (*each.at_m, each.yaw_rad)))
        if not found:
            return super().next(query, pose)
        return Choice(min(found)[1], planner)

    def looked(self, query: str, choice: Choice, pose: Pose2) -> None:
        """What is still a border there will stay one."""
        self._tried.append(choice.pose[:2])


def chooser(
    name: str, memory: SpatialMemory, rng: np.random.Generator, pictures: Path | None = None
) -> Chooser:
    """A method by name, one of `METHODS`; raises KeyError for another.

    Args:
        name: The method.
        memory: Of the robot.
        rng: What draws, where something is drawn.
        pictures: Folder for what a value map was like at each choice; None for none.
    """
    if name == RANDOM:
        return AtRandom(memory, rng)
    if name == FRONTIER:
        return ByFrontier(memory, rng)
    left_out = {NO_MEANING: {"meaning_weight": 0.0}, NO_TIME: {"time_weight": 0.0}}
    if name not in METHODS:
        raise KeyError(name)
    return ByValue(memory, ExplorerConfig(**left_out.get(name, {})), pictures)
