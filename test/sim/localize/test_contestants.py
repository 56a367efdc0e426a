import numpy as np
import pytest

from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.frames import look_at
from whereseen.memory.observation import LabelImage, Observation
from whereseen.sim.localize.contestants import METHODS, contestant
from whereseen.sim.modelling.placing import pose
from whereseen.sim.sensing.drift import PoseEstimate
from whereseen.sim.sensing.sensor import Sensed

NAMES = ("wall", "red mug")
MUG_M = (1.5, 0.0, 1.0)


def seen(number, *, with_mug, T_map_odom=None):
    """A wall 2 m ahead, and half a metre before it a mug, or not."""
    depth, ids = np.full((60, 80), 2.0, np.float32), np.zeros((60, 80), np.int32)
    if with_mug:
        depth[24:36, 34:46], ids[24:36, 34:46] = 1.5, 1
    odom = np.eye(4) if T_map_odom is None else T_map_odom
    observation = Observation.checked(
        np.full((60, 80, 3), 120, np.uint8),
        depth,
        intrinsics=[[60.0, 0.0, 39.5], [0.0, 60.0, 29.5], [0.0, 0.0, 1.0]],
        T_map_camera=odom @ look_at((0.0, 0.0, 1.0), (1.0, 0.0, 1.0)),
        stamp_ns=1_000_000_000 + number * 200_000_000,
        labels=LabelImage(ids, NAMES),
    )
    return Sensed(observation, PoseEstimate(odom, np.eye(4)))


@pytest.fixture
def encoder():
    return make_encoder("labels")


@pytest.mark.parametrize("name", METHODS)
def test_everybody_finds_a_mug_and_no_piano(name, encoder):
    memory = contestant(name, encoder)
    assert memory.ask("the red mug").position_m is None
    for number in range(12):
        memory.observe(seen(number, with_mug=True), 0)
    found = memory.ask("the red mug")
    assert np.linalg.norm(found.position_m - MUG_M) < 0.2
    assert 0.4 <= found.probability <= 1.0
    assert memory.ask("a piano").position_m is None


@pytest.mark.parametrize(
    ("name", "forgets"),
    [("whereseen", True), ("replace", True), ("log-odds", True), ("add-only", False),
     ("static", False)],
)  # fmt: skip
def test_who_forgets_what_was_taken_away(name, forgets, encoder):
    memory = contestant(name, encoder)
    for number in range(12):
        memory.observe(seen(number, with_mug=True), 0)
    for number in range(12, 40):
        memory.observe(seen(number, with_mug=False), 1)
    assert (memory.ask("the red mug").position_m is None) == forgets


def test_a_static_map_takes_in_nothing_new(encoder):
    memory = contestant("static", encoder)
    memory.observe(seen(0, with_mug=False), 0)
    for number in range(1, 12):
        memory.observe(seen(number, with_mug=True), 1)
    assert memory.ask("the red mug").position_m is None


def test_ours_moves_what_it_knows_when_a_loop_is_closed(encoder):
    memory = contestant("whereseen", encoder)
    for number in range(12):
        memory.observe(seen(number, with_mug=True), 0)
    moved = pose((0.0, 0.6, 0.0))
    memory.observe(seen(12, with_mug=False, T_map_odom=moved), 0)
    found = memory.ask("the red mug").position_m
    assert found is not None
    assert found[1] > 0.25
