"""Homes that a robot goes round once, and the scene graphs that come of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from whereseen.memory.encoder import LabelsEncoder, LabelSpace
from whereseen.memory.graph.rooms import RoomMap
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.io.geometry_view import geometry_of
from whereseen.memory.knobs import knob, require_in_range
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.catalogue.household import household
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.graphing.scoring import GraphTally, tally
from whereseen.sim.localize.contestants import Whereseen
from whereseen.sim.localize.rounds import RoundEnd, RoundsConfig, watch
from whereseen.sim.sensing.alike import alike_labels
from whereseen.sim.sensing.config import SensingConfig
from whereseen.sim.sensing.sensor import Sensors
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage


@dataclass(frozen=True, slots=True)
class TouredConfig:
    """A home and how it is watched.

    Attributes:
        rooms: Of the home.
        frame_s: Simulated time between two frames.
        graph_every: Frames after which things and the graph are brought up to date.
        longest_s: The tour ends after so much simulated time.
        stage: Simulator.
    """

    rooms: int = knob(4, "Rooms of the home.", low=1, high=12)
    frame_s: float = knob(1.0, "Time between frames.", low=0.05, high=10.0)
    graph_every: int = knob(8, "Frames between two looks at things.", low=1, high=1000)
    longest_s: float = knob(900.0, "Longest time of a tour.", low=1.0, high=1e5)
    stage: str = "pybullet"

    def __post_init__(self) -> None:
        require_in_range(self)


@dataclass(frozen=True, slots=True, eq=False)
class Toured:
    """What came of a tour.

    Attributes:
        graph: The scene graph.
        memory: That it is of; the graph reads it.
        tally: How good it is.
        area_m2: Of the rooms of the graph.
        rooms_ms: Processor time to part the whole map into rooms.
        refresh_ms: Processor time to bring the graph up to date where nothing has changed.
    """

    graph: SceneGraph
    memory: SpatialMemory
    tally: GraphTally
    area_m2: float
    rooms_ms: float
    refresh_ms: float


def tour_home(
    config: TouredConfig, sensing: SensingConfig, space: LabelSpace, *, seed: int
) -> Toured:
    """Go round a generated home once, with a memory that watches, and judge its graph.

    Args:
        config: The home.
        sensing: Errors of the robot's sensors.
        space: Of labels, for the memory's encoder.
        seed: Of the home and of errors.

    Raises:
        MissingDependency: if the simulator is not installed.
    """
    catalogue = household()
    sensors = Sensors(sensing, seed=seed, alike=alike_labels(catalogue))
    robot = Whereseen(LabelsEncoder(space))
    memory, path = robot.memory, []
    graph = SceneGraph(memory)
    rounds = RoundsConfig(changes=0, frame_s=config.frame_s, longest_s=config.longest_s)
    with Simulator(open_stage(config.stage), catalogue) as sim:
        sim.reset(generate(HomeConfig(rooms=config.rooms, seed=seed), catalogue))
        for happened in watch(sim, rounds, seed=seed):
            if isinstance(happened, RoundEnd):
                end = happened
                continue
            robot.observe(sensors.sense(happened.picture, happened.moment), 0)
            path.append(happened.moment.T_map_base[:2, 3].copy())
            if len(path) % config.graph_every == 0:
                memory.objects.refresh_all()
                graph.refresh()
        memory.objects.refresh_all()
        graph.refresh()
        found = tally(
            graph,
            memory.objects.entities(),
            sim.world.home,
            end.objects,
            seen=end.seen,
            path=np.array(path),
        )
    return Toured(
        graph,
        memory,
        found,
        sum(room.area_m2 for room in graph.rooms.rooms),
        _cpu_ms(lambda: RoomMap().update(geometry_of(memory))),
        _cpu_ms(graph.refresh),
    )


def _cpu_ms(work: Callable[[], object], repeats: int = 3) -> float:
    """Least processor time of some runs, in milliseconds."""
    found = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        found.append((time.process_time() - start) * 1e3)
    return min(found)
