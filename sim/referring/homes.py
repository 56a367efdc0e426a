"""What robots know of homes in which something was done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.following import look_at_rooms
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.catalogue.household import household
from whereseen.sim.demo.story import PATROL, ROUNDS_NS, home
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage
from whereseen.sim.stages.protocol import Camera
from whereseen.sim.tasks.case import Family
from whereseen.sim.tasks.config import SOME
from whereseen.sim.tasks.methods import OURS
from whereseen.sim.tasks.setting import Household
from whereseen.sim.tasks.trial import Trial
from whereseen.sim.world.touring import Tour, TourConfig, go_round

_FRAME_S, _LOOKS, _LONGEST_S = 3.0, 1.5, 300.0
_SPEED_M_S, _ASK_AGAIN_S = 0.6, 6.0


def lived_in(seed: int) -> WorldModel:
    """What the robot of a home of symbols knows after a task on three things, which it did."""
    household_ = Household.of(seed)
    case = household_.cases(Family.COMPLEX, 1)[0]
    trial = Trial.of(household_, case, SOME, OURS)
    trial.run()
    return trial.model


@contextmanager
def demo_memory() -> Iterator[SpatialMemory]:
    """The memory of a robot that went once round the home of `whereseen demo`.

    Raises:
        MissingDependency: if the simulator is not installed.
    """
    camera, scene = Camera(320, 240, 62.0), home()
    with Simulator(open_stage("pybullet"), household(), camera=camera) as sim:
        sim.reset(scene, start_ns=ROUNDS_NS[0])
        memory, world = SpatialMemory(make_encoder("labels")), sim.world
        labels = {each.label for each in sim.ground_truth().objects.values()}
        memory.objects.watch(labels | {each.kind for each in scene.furniture})
        config = TourConfig(speed_m_s=_SPEED_M_S, look_s=_LOOKS * _FRAME_S)
        tour = Tour(world, config, furniture=PATROL)
        for _ in go_round(world, tour, frame_s=_FRAME_S, longest_s=_LONGEST_S):
            memory.observe(sim.observe())
            while memory.objects.refresh_next(_ASK_AGAIN_S):
                pass
        while memory.objects.refresh_next(0.0):
            pass
        look_at_rooms(memory)
        yield memory
