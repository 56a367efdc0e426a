"""Homes in which something is looked for, and what the robot knows of them at first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from whereseen.acting.skills.call import Pose2
from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.encoder import LabelsEncoder, LabelSpace
from whereseen.memory.following import Follower
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.without_own import without_pixels
from whereseen.sim.exploring.config import STALE, Case, ExploringConfig
from whereseen.sim.simulator import Simulator
from whereseen.sim.world.habits import HabitConfig
from whereseen.sim.world.playing import play
from whereseen.sim.world.schedule import Schedule
from whereseen.sim.world.touring import Tour, go_round
from whereseen.sim.world.truth import ObjectTruth

_ROBOT_ID = 1
_HOUR_NS = 3_600_000_000_000
_ALWAYS_AWAKE = (1.0,) * 24
_STARTS = 200
_APART_M = 4.0  # at least, so that the first look around does not end most searches
_ROOMY_M = 0.08  # kept clear of things, or it cannot get out

Remembered = Callable[[], SpatialMemory]


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Something to look for.

    Attributes:
        thing: What and where, of which the robot is not told.
        start: Where the robot is at first.
    """

    thing: ObjectTruth
    start: Pose2


def known_before(
    simulator: Simulator,
    space: LabelSpace,
    case: Case,
    config: ExploringConfig,
    file: Path,
    seed: int,
) -> tuple[Remembered, frozenset[str]]:
    """What the robot knows at first, each time anew, and which things it knows the place of.

    Args:
        simulator: A home that has just been reset; in the case of a home as it was, hours pass.
        space: What labels mean.
        case: What the robot has seen of it.
        config: For how long, and how long ago.
        file: Where to keep a map.
        seed: Of what people do.
    """
    if case != STALE:
        return (lambda: _new_memory(space)), frozenset()
    memory = _new_memory(space)
    follower, pixels = Follower(memory), dict[int, int]()
    tour = Tour(simulator.world)
    for _ in go_round(simulator.world, tour, frame_s=1.0, longest_s=config.patrol_s):
        picture = simulator.look()
        seen = simulator.observation_of(picture, simulator.world.camera_pose)
        memory.observe(without_pixels(seen, picture.instances == _ROBOT_ID))
        follower.step()
        for instance, count in zip(*np.unique(picture.instances, return_counts=True), strict=True):
            pixels[int(instance)] = max(pixels.get(int(instance), 0), int(count))
    follower.finish()
    memory.consolidate()
    memory.save(file)
    before = simulator.ground_truth().objects
    _let_live(simulator, config, seed)
    known = {
        name
        for name, it in simulator.ground_truth().objects.items()
        if name in before
        and pixels.get(it.instance, 0) >= config.visible_px
        and np.allclose(before[name].T_map_object, it.T_map_object)
    }
    return (lambda: SpatialMemory.open(file, LabelsEncoder(space))), frozenset(known)


def _new_memory(space: LabelSpace) -> SpatialMemory:
    """An empty memory that uses every pixel of a small camera."""
    config = MemoryConfig(voxels=VoxelConfig(stride_px=1))
    return SpatialMemory(LabelsEncoder(space), config)


def _let_live(simulator: Simulator, config: ExploringConfig, seed: int) -> None:
    """Let hours pass in which people move things."""
    world = simulator.world
    habits = HabitConfig(
        moves_per_hour=config.moves_per_hour,
        swaps_per_hour=0.0,
        removals_per_hour=0.0,
        returns_per_hour=0.0,
        arrivals_per_hour=0.0,
        openings_per_hour=0.0,
        left_open_share=0.0,
        state_changes_per_hour=0.0,
        rhythm=_ALWAYS_AWAKE,
    )
    home = type(world.home)(world.scene(), world.home.catalogue)
    schedule = Schedule.generate(
        home, habits, hours=config.hours, seed=seed, start_ns=world.stamp_ns
    )
    play(world, schedule, world.stamp_ns + round(config.hours * _HOUR_NS), do=simulator.do)


def tasks(
    simulator: Simulator, known: frozenset[str], config: ExploringConfig, rng: np.random.Generator
) -> Iterator[Task]:
    """Things of which there is one, that can be seen, and whose place the robot does not know."""
    objects = simulator.ground_truth().objects
    labels = [each.label for each in objects.values()]
    chosen = [
        each
        for name, each in sorted(objects.items())
        if name not in known and each.is_reachable and labels.count(each.label) == 1
    ]
    rng.shuffle(chosen)
    for thing in chosen[: config.searches]:
        yield Task(thing, _start(simulator, thing, rng))


def _start(simulator: Simulator, thing: ObjectTruth, rng: np.random.Generator) -> Pose2:
    """Somewhere on the floor, far from the thing, in another room if there is one."""
    world = simulator.world
    at = tuple(thing.T_map_object[:2, 3].tolist())
    parts = shapely.get_parts(world.free_floor.free.buffer(-_ROOMY_M))
    free = max(parts, key=shapely.area)
    low_x, low_y, high_x, high_y = free.bounds
    rooms = len(world.home.scene.rooms)
    for _ in range(_STARTS):
        x, y = float(rng.uniform(low_x, high_x)), float(rng.uniform(low_y, high_y))
        room = world.home.scene.room_at((x, y))
        elsewhere = rooms == 1 or (room is not None and room.name != thing.room)
        is_far = math.dist((x, y), at) > _APART_M
        if shapely.contains_xy(free, x, y) and elsewhere and is_far:
            return x, y, float(rng.uniform(-np.pi, np.pi))
    return world.drive.at
