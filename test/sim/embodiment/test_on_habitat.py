"""The same robot where there is no inverse kinematics: it holds what its gripper comes near."""

import os
from pathlib import Path

import pytest

from whereseen.acting.skills.call import Pick, Place
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage
from whereseen.sim.stages.protocol import Camera

HABITAT_PYTHON = "WHERESEEN_HABITAT_PYTHON"
MUG, CABINET = 1, 3


@pytest.fixture
def simulator(small_catalogue, small_scene):
    python = os.environ.get(HABITAT_PYTHON)
    if not python:
        pytest.skip(f"{HABITAT_PYTHON} does not name an interpreter with habitat-sim")
    stage = open_stage("habitat", Path(python))
    with Simulator(stage, small_catalogue, camera=Camera(80, 60)) as opened:
        opened.reset(small_scene)
        yield opened


def test_a_mug_is_carried_from_the_table_to_the_cabinet(make_robot, simulator, order):
    robot = make_robot()
    assert robot.do(Pick(MUG), order).failure is None
    assert robot.do(Place(CABINET), order).failure is None
    assert simulator.world.truth_of("red mug").on == "cabinet"
