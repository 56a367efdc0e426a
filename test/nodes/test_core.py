"""Standing questions of a node whose frames come, and stop."""

import gc

import numpy as np

from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.observation import LabelImage, Observation
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.nodes.clocks import Clocks
from whereseen.nodes.config import MemoryNodeConfig
from whereseen.nodes.core import Core

INTRINSICS = np.array([[32.0, 0.0, 15.5], [0.0, 32.0, 11.5], [0.0, 0.0, 1.0]])


class SetClock:
    def __init__(self):
        self.now_s = 100.0

    def __call__(self):
        return self.now_s


def wall(stamp_ns):
    return Observation.checked(
        np.zeros((24, 32, 3), np.uint8),
        np.ones((24, 32), np.float32),
        intrinsics=INTRINSICS,
        T_map_camera=np.eye(4),
        stamp_ns=stamp_ns,
        labels=LabelImage(np.ones((24, 32), np.int32), ("", "mug")),
    )


def test_the_collector_does_not_look_at_what_stays():
    """Or it takes longer than a frame now and then."""
    clocks = Clocks(now_ns=lambda: 0, steady_s=SetClock())
    try:
        core = Core.make(MemoryNodeConfig(encoder="labels"), None, clocks, str)
        assert gc.get_freeze_count() > 10_000
        assert gc.is_tracked(core.__dict__)
        assert any(each is core.__dict__ for each in gc.get_objects())  # what is new is looked at
    finally:
        gc.unfreeze()


def questions_asked(core):
    """Ask until nothing is due; returns how many questions that were."""
    before = core.revision
    while (pieces := core.next_question()) is not None:
        for _ in pieces:
            assert core.revision < before + 100
    return core.revision - before


def test_when_frames_stop_every_question_is_asked_once_more():
    clock_s = SetClock()
    clocks = Clocks(now_ns=lambda: 0, steady_s=clock_s)
    memory = SpatialMemory(make_encoder("labels"))
    core = Core(memory, None, clocks, print, map_frame="map")
    memory.observe(wall(10_000_000_000))
    assert questions_asked(core) == 1
    memory.observe(wall(10_200_000_000))  # too soon after the question before
    assert questions_asked(core) == 0
    clock_s.now_s += 0.9
    assert questions_asked(core) == 0
    clock_s.now_s += 0.2
    assert questions_asked(core) == 1
    clock_s.now_s += 10.0
    assert questions_asked(core) == 0  # nothing new was seen since
    memory.observe(wall(11_500_000_000))
    assert questions_asked(core) == 1
