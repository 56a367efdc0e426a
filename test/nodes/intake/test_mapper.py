import numpy as np
import pytest
from whereseen_msgs.msg import LabelNames

from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.nodes.clocks import Clocks
from whereseen.nodes.config import MemoryNodeConfig
from whereseen.nodes.convert.camera import Camera, camera_info
from whereseen.nodes.convert.image_message import colour_message, depth_m_message, labels_message
from whereseen.nodes.core import Core
from whereseen.nodes.intake.frame import Frame
from whereseen.nodes.intake.mapper import Mapper
from whereseen.nodes.intake.recognition import OwnRecognition
from whereseen.nodes.intake.tally import Tally

INTRINSICS = np.array([[50.0, 0.0, 31.5], [0.0, 50.0, 23.5], [0.0, 0.0, 1.0]])
WAIT_S = MemoryNodeConfig().input.transform_timeout_s


class Everywhere:
    """The camera is where the map begins, at all times."""

    def lookup(self, target, source, stamp_ns):
        return np.eye(4)


def frame(number, *, received_s=0.0, labelled=True):
    at = {"frame_id": "camera_optical", "stamp_ns": 1_000_000_000 * (number + 1)}
    ids = np.full((48, 64), 1, np.int32)
    return Frame(
        stamp_ns=at["stamp_ns"],
        received_s=received_s,
        camera_frame="front",
        rgb=colour_message(np.zeros((48, 64, 3), np.uint8), **at),
        depth=depth_m_message(np.full((48, 64), 1.25, np.float32), **at),
        camera_info=camera_info(Camera(INTRINSICS, 64, 48, False), **at),
        labels=labels_message(ids, **at) if labelled else None,
    )


class Rig:
    """A mapper with a clock that is set by hand."""

    def __init__(self):
        self.now_s = 0.0
        clocks = Clocks(steady_s=lambda: self.now_s, now_ns=lambda: 0)
        self.memory = SpatialMemory(make_encoder("labels"))
        core = Core(self.memory, Everywhere(), clocks, lambda _: None, map_frame="map")
        config = MemoryNodeConfig(pose_graph="graph")  # tf is left alone
        self.recognition, self.tally = OwnRecognition(), Tally()
        self.mapper = Mapper(core, Everywhere(), self.recognition, self.tally, clocks, config)

    @property
    def mapped(self):
        return self.tally.snapshot(now_s=self.now_s, unmatched={}).mapped


@pytest.fixture
def rig():
    return Rig()


def test_the_first_frame_waits_for_the_names_of_its_labels(rig):
    assert rig.mapper.take(frame(0)) > 0.0
    assert rig.mapped == 0
    rig.recognition.take_names(LabelNames(names=["", "mug"]))
    assert rig.mapper.take(frame(0)) == 0.0
    assert rig.mapped == 1
    assert "mug" in rig.memory.objects.labels


def test_names_that_never_come_are_waited_for_once(rig):
    assert rig.mapper.take(frame(0)) > 0.0
    rig.now_s = WAIT_S
    assert rig.mapper.take(frame(0)) == 0.0
    assert rig.mapper.take(frame(1, received_s=WAIT_S)) == 0.0
    assert rig.mapped == 2


def test_a_frame_without_labels_waits_for_no_names(rig):
    assert rig.mapper.take(frame(0, labelled=False)) == 0.0
    assert rig.mapped == 0  # the encoder needs them
