"""A robot that is described and whose links tf tells is not mapped."""

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
from whereseen.nodes.intake.own_body import OwnBody, package_folder
from whereseen.nodes.intake.recognition import OwnRecognition
from whereseen.nodes.intake.tally import Tally
from whereseen.nodes.transforms.errors import FutureExtrapolationFailed, LookupFailed

ARM = """
<robot name="tiny">
  <link name="base"/>
  <link name="arm">
    <collision><geometry><box size="0.2 0.2 0.4"/></geometry></collision>
  </link>
  <joint name="shoulder" type="revolute">
    <parent link="base"/><child link="arm"/><axis xyz="0 0 1"/>
  </joint>
</robot>
"""
FAR_M, ARM_M = 2.0, 1.0
SIZE = (48, 64)
INTRINSICS = np.array([[50.0, 0.0, 31.5], [0.0, 50.0, 23.5], [0.0, 0.0, 1.0]])
LEFT = (slice(10, 40), slice(0, 32))
WAIT_S = MemoryNodeConfig().input.transform_timeout_s


class Tf:
    """The camera where the map begins; the arm before the left half of the picture, if at all."""

    def __init__(self):
        self.arm = None

    def lookup(self, target, source, stamp_ns):
        T = np.eye(4)
        if source == "arm":
            if isinstance(self.arm, Exception):
                raise self.arm
            T[:3, 3] = self.arm
        return T


class Rig:
    """A mapper that has a robot; a clock that is set by hand."""

    def __init__(self, labels):
        self.now_s, self.tf, self.said = 0.0, Tf(), []
        clocks = Clocks(steady_s=lambda: self.now_s, now_ns=lambda: 0)
        self.memory = SpatialMemory(labels)
        core = Core(self.memory, self.tf, clocks, lambda _: None, map_frame="map")
        config = MemoryNodeConfig(pose_graph="graph")
        recognition, self.tally = OwnRecognition(), Tally()
        recognition.take_names(LabelNames(names=["", "wall"]))
        say = self.said.append
        self.own = OwnBody(self.tf, 0.02, (), say, say)
        self.mapper = Mapper(core, self.tf, recognition, self.tally, clocks, config, self.own)

    def see(self, number=0):
        """A wall, and before it the arm."""
        at = {"frame_id": "camera_optical", "stamp_ns": 10**9 * (number + 1)}
        depth = np.full(SIZE, FAR_M, np.float32)
        depth[20:28, 27:36] = ARM_M - 0.2
        frame = Frame(
            stamp_ns=at["stamp_ns"],
            received_s=0.0,
            camera_frame="camera",
            rgb=colour_message(np.zeros((*SIZE, 3), np.uint8), **at),
            depth=depth_m_message(depth, **at),
            camera_info=camera_info(Camera(INTRINSICS, 64, 48, False), **at),
            labels=labels_message(np.full(SIZE, 1, np.int32), **at),
        )
        return self.mapper.take(frame)

    def nearest_m(self):
        """Of all voxels that some frames make, along the camera's axis."""
        assert [self.see(number) for number in range(3)] == [0.0] * 3
        return self.memory.voxel_map.occupied().points_map[:, 2].min()


@pytest.fixture(scope="module")
def labels():
    return make_encoder("labels")


@pytest.fixture
def rig(labels):
    return Rig(labels)


def test_without_a_description_everything_is_mapped(rig):
    rig.tf.arm = (0.0, 0.0, ARM_M)
    assert rig.nearest_m() < ARM_M


def test_a_described_arm_is_not_mapped(rig):
    rig.own.describe(ARM)
    rig.tf.arm = (0.0, 0.0, ARM_M)
    assert rig.nearest_m() > FAR_M - 0.1
    assert rig.said == ["tiny is left out of the map: 1 links"]


def test_what_stands_where_the_arm_is_not_is_mapped(rig):
    rig.own.describe(ARM)
    rig.tf.arm = (3.0, 0.0, ARM_M)
    assert rig.nearest_m() < ARM_M


def test_a_link_whose_pose_is_to_come_is_waited_for(rig):
    rig.own.describe(ARM)
    rig.tf.arm = FutureExtrapolationFailed("later")
    assert rig.see() > 0.0
    rig.tf.arm = (0.0, 0.0, ARM_M)
    assert rig.nearest_m() > FAR_M - 0.1


def test_links_that_nobody_tells_are_mapped_and_named_once(rig):
    rig.own.describe(ARM)
    rig.tf.arm = LookupFailed("who?")
    assert rig.see(0) == rig.see(1) == 0.0
    rig.tf.arm = FutureExtrapolationFailed("later")
    rig.now_s = WAIT_S
    assert rig.nearest_m() < ARM_M
    assert rig.said[1:] == ["links that tf does not tell are mapped: arm"]


def test_what_is_no_description_is_told_and_changes_nothing(rig):
    rig.own.describe(ARM)
    rig.own.describe("<html/>")
    rig.tf.arm = (0.0, 0.0, ARM_M)
    assert rig.nearest_m() > FAR_M - 0.1
    assert "not left out of the map" in rig.said[-1]


def test_meshes_are_looked_for_in_installed_packages():
    assert package_folder("no_such_package") is None
    assert package_folder("../etc") is None
