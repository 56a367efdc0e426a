"""What a task asks of a memory; lives in the thread that owns it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from whereseen.acting.exploration.config import ExplorerConfig
from whereseen.acting.exploration.explorer import Explorer
from whereseen.acting.exploration.viewing import View
from whereseen.acting.instructions.reader import InstructionReader
from whereseen.acting.instructions.task import Task
from whereseen.acting.knowledge.of_memory import SpatialWorldModel
from whereseen.acting.manipulation.of_memory import MemoryGeometry
from whereseen.acting.navigation.planner import GridPlanner, Way
from whereseen.acting.navigation.standing import Ring, standpoints
from whereseen.acting.references.config import Ambiguity, ReferenceConfig
from whereseen.acting.references.resolver import ReferenceResolver
from whereseen.acting.skills.call import Pose2
from whereseen.memory.frames import Float64
from whereseen.memory.objects.boxes import Boxes, gaps_m
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.nodes.convert.belief_marker import Belief
from whereseen.nodes.skills.told_world import ToldShape

_ABOUT_M = 0.8  # around a thing, of what a hand or a look may run into
_MOST_VOXELS = 20_000
_NEAR_M = 0.15  # between where a thing is thought to be and where frames show it
_MOST_BELIEFS = 8
_NEAREST_M, _FARTHEST_M = 0.35, 1.6  # of a robot before a thing, beyond its own box


class Mind:
    """A memory with all that acting needs of it.

    Args:
        memory: Is read; told what is done.
        config: Of the robot and its exploring.

    Attributes:
        memory: The same.
        world: As planners ask it.
        resolver: Of noun phrases.
        explorer: Chooses views.
    """

    def __init__(self, memory: SpatialMemory, config: ExplorerConfig) -> None:
        self.memory = memory
        self.world = SpatialWorldModel(memory)
        self.resolver = ReferenceResolver(self.world)
        self.explorer = Explorer(memory, config)
        self._geometry = MemoryGeometry(memory)

    def read(self, instruction: str) -> Task:
        """What an instruction tells, by the names that are known; raises like the reader."""
        return InstructionReader(self.world).read(instruction)

    def settle_ambiguity(self, ambiguity: Ambiguity) -> None:
        """From now on, ask or pick where several things may be meant."""
        self.resolver = ReferenceResolver(self.world, ReferenceConfig(ambiguity=ambiguity))

    def way(self, start: Pose2, goal: Pose2) -> Float64:
        """Corners (N, 2) of a way over what was seen; the two ends where none is known."""
        found = GridPlanner(self.explorer.costmap()).way(start[:2], goal[:2])
        return found.points_m if isinstance(found, Way) else np.array([start[:2], goal[:2]])

    def approach(self, target: int | str, pose: Pose2) -> Pose2 | None:
        """Where to stand before a thing or in a room, coming from a pose; None: nowhere."""
        planner = GridPlanner(self.explorer.costmap())
        if isinstance(target, str):
            return self._into(target, planner)
        thing = self.world.thing(target)
        if thing is None:
            return None
        half_m = max(thing.size_m[:2]) / 2.0
        ring = Ring(
            nearest_m=_NEAREST_M, farthest_m=half_m + _FARTHEST_M, eye_m=self.explorer.config.eye_m
        )
        found = standpoints(
            planner,
            self.memory.voxel_map,
            pose[:2],
            thing.position_m,
            ring,
            size_m=thing.size_m,
            most=1,
        )
        return found[0].pose if found else None

    def shape(self, thing_id: int) -> ToldShape | None:
        """What is known of a thing besides its box; None if it is not known, or is gone."""
        found = self._geometry.shape(thing_id)
        if found is None:
            return None
        voxels = self._geometry.occupied(found.low_m - _ABOUT_M, found.high_m + _ABOUT_M)
        apart = np.linalg.norm(voxels - found.middle_m, axis=1)
        nearest = np.argsort(apart, kind="stable")[:_MOST_VOXELS]
        return ToldShape(found.points_map, voxels[nearest], self._geometry.voxel_size_m)

    def refresh(self, thing_ids: Iterable[int]) -> None:
        """Ask for the labels of some things, by what was seen last."""
        found = (self.world.thing(each) for each in thing_ids)
        wanted = {each.label for each in found if each is not None}
        for label in sorted(wanted & set(self.memory.objects.labels)):
            self.memory.objects.refresh(label)

    def take_in(self, since_ns: int) -> None:
        """Ask for all that frames showed since then, so that it is known now."""
        spots = self.memory.objects.views.spots
        for label in self._labels:
            if any(spot.last_ns >= since_ns for spot in spots.of(label)):
                self.memory.objects.refresh(label)

    def is_seen(self, thing_id: int, since_ns: int) -> bool | None:
        """Whether frames since then showed a thing where it is known to be; None: who can tell."""
        thing = self.world.thing(thing_id)
        if thing is None:
            return False
        entity = self.memory.objects.entity(thing_id)
        if entity is not None and entity.last_seen_ns >= since_ns:
            return True
        spots = self.memory.objects.views.spots
        at = Boxes.of([thing])
        if any(
            spot.last_ns >= since_ns and gaps_m(Boxes.of([spot]), at)[0, 0] <= _NEAR_M
            for spot in spots.of(thing.label)
        ):
            return True
        names_things = any(self.memory.objects.views.spots.of(e) for e in self._labels)
        return False if names_things else None

    def next_view(self, query: str, pose: Pose2) -> View | None:
        """Where to look next for something; None if everything was looked at."""
        return self.explorer.next_view(query, pose)

    def beliefs_about(self, thing_id: int) -> list[Belief]:
        """Where a thing may be, and others of its label, likeliest first; none once it is held."""
        thing = self.world.thing(thing_id) if thing_id else None
        if thing is None or thing.is_held:  # it goes where the robot goes
            return []
        others = [
            each
            for each in self.world.things()
            if each.label == thing.label and each.id != thing.id and not each.is_gone
        ]
        ordered = sorted(others, key=lambda each: -each.probability)[:_MOST_BELIEFS]
        return [
            Belief(each.label, each.position_m, each.size_m, each.probability)
            for each in (thing, *ordered)
        ]

    @property
    def _labels(self) -> tuple[str, ...]:
        return tuple(self.memory.objects.labels)

    def _into(self, room: str, planner: GridPlanner) -> Pose2 | None:
        middle = self._geometry.middle_of(room)
        free = None if middle is None else planner.nearest_free(middle)
        return None if free is None else (float(free[0]), float(free[1]), 0.0)
