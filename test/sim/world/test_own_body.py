"""A robot that looks at its own arm and at what it holds maps neither."""

from __future__ import annotations

import numpy as np
import pytest

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.encoder.protocol import Calibration, EncoderSpec, FeatureImage, Query
from whereseen.memory.frames import apply, invert
from whereseen.memory.observation import Observation
from whereseen.memory.own_body import own_pixels
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.without_own import without_pixels
from whereseen.sim.catalogue.household import household
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage
from whereseen.sim.stages.protocol import Camera
from whereseen.sim.world.own_body import own_boxes

pytest.importorskip("pybullet")


class _Blind:
    """An encoder that recognises nothing."""

    spec = EncoderSpec("blind", 2, Calibration(0.5, 1.0), Calibration(0.5, 1.0))

    def encode(self, observation: Observation) -> FeatureImage:
        empty = np.zeros((0, 2), np.float32)
        return FeatureImage(empty, np.zeros(0, np.float32), np.full((4, 4), -1, np.int32))

    def query_text(self, text: str) -> Query:
        return Query(text, np.array([1, 0], np.float32), self.spec.text)

    def query_image(self, rgb: np.ndarray) -> Query:
        return self.query_text("")


def _memory() -> SpatialMemory:
    return SpatialMemory(_Blind(), MemoryConfig(voxels=VoxelConfig(memory_limit_mb=32)))


def _voxels_in(memory: SpatialMemory, sim: Simulator) -> int:
    """Voxels within the robot, as it is now, above the floor."""
    points = memory.voxels().points_map
    inside = np.zeros(len(points), dtype=bool)
    for box in own_boxes(sim.world):
        own = np.abs(apply(invert(box.T_map_box), points))
        inside |= (own <= np.asarray(box.size_m) / 2.0 + 0.03).all(axis=1)
    return int((inside & (points[:, 2] > 0.08)).sum())


@pytest.fixture(scope="module")
def sim():
    with Simulator(open_stage("pybullet"), household(), camera=Camera(160, 120)) as simulator:
        simulator.reset(generate(HomeConfig(rooms=1, seed=5, objects=6), household()))
        simulator.move_joints({"lift": 0.7, "arm": 0.3, "head_tilt": 0.9})
        simulator.step(4.0)
        name = next(iter(simulator.world.contents.things))
        hand = np.linalg.inv(simulator.world.gripper_pose)
        at = np.eye(4)
        at[:3, 3] = simulator.world.gripper_pose[:3, 3]
        simulator.world.contents.hold(name, hand @ at)
        yield simulator


def test_the_arm_and_what_it_holds_leave_no_voxels(sim: Simulator) -> None:
    plain, filtered = _memory(), _memory()
    for k in range(6):
        sim.move_joints({"head_pan": 0.15 * (k - 3)})
        sim.step(1.0)
        seen = sim.observe()
        plain.observe(seen)
        filtered.observe(without_pixels(seen, own_pixels(seen, own_boxes(sim.world))))
    assert _voxels_in(plain, sim) > 25
    assert _voxels_in(filtered, sim) == 0
    assert filtered.voxel_map.n_voxels > 0.5 * plain.voxel_map.n_voxels


def test_the_boxes_cover_what_the_stage_knows_to_be_the_robot(sim: Simulator) -> None:
    world = sim.world
    picture = sim.look()
    seen = sim.observation_of(picture, world.camera_pose)
    mask = own_pixels(seen, own_boxes(world))
    held = world.truth_of(world.contents.held).instance
    own = np.isin(picture.instances, (1, held))
    assert own.sum() > 300
    assert (mask & own).sum() >= 0.995 * own.sum()
    assert mask.sum() < 3.5 * own.sum()  # thin parts, and a margin
