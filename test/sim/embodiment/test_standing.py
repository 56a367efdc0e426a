import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.acting.manipulation.geometry import GivenGeometry, Shape
from whereseen.sim.embodiment.arm import Span
from whereseen.sim.embodiment.standing import Approach, stands_to_look, stands_to_reach

SPAN = Span(0.0, 0.34, 0.84, 0.04, 1.29)
NOTHING = np.zeros((0, 3), np.float32)
GRID = np.array([(x, y) for x in np.arange(-2, 2.05, 0.1) for y in np.arange(-2, 2.05, 0.1)])


def wall(x_m):
    y, z = np.meshgrid(np.arange(-2, 2, 0.05), np.arange(0.1, 2, 0.05))
    points = np.stack([np.full(y.size, x_m), y.ravel(), z.ravel()], axis=1) + 0.025
    return GivenGeometry({}, points.astype(np.float32))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0.1, 1.2))
def test_the_arm_reaches_from_every_stand(x, y, z):
    target = np.array([x, y, z])
    found = stands_to_reach(
        GRID,
        (0.0, 0.0, 0.0),
        target,
        GivenGeometry({}),
        SPAN,
        radius_m=0.25,
        approach=Approach(0.1),
    )
    assert found
    for stand in found:
        apart = math.dist(stand.pose[:2], (x, y))
        assert SPAN.near_m <= apart <= SPAN.far_m
        ahead = np.array([math.cos(stand.pose[2]), math.sin(stand.pose[2])])
        assert np.allclose(np.array(stand.pose[:2]) + apart * ahead, (x, y), atol=1e-6)


def test_what_is_too_high_is_out_of_reach():
    found = stands_to_reach(
        GRID, (0.0, 0.0, 0.0), np.array([0.0, 0.0, 1.5]), GivenGeometry({}), SPAN,
        radius_m=0.25, approach=Approach(0.0),
    )  # fmt: skip
    assert found == ()


def test_nobody_reaches_or_looks_through_a_wall():
    target = np.array([0.45, 0.0, 0.8])
    near = stands_to_reach(
        GRID, (-1.0, 0.0, 0.0), target, wall(0.1), SPAN, radius_m=0.25, approach=Approach(0.0)
    )[0]
    assert near.pose[0] > 0.1
    assert near.hidden == 0
    thing = Shape("mug", (0.45, 0.0, 0.8), (0.1, 0.1, 0.1), NOTHING)
    seen = stands_to_look(GRID, (-1.0, 0.0, 0.0), thing, wall(0.1), eye_m=1.35, far_m=0.8)[0]
    assert seen.pose[0] > 0.1
    assert seen.hidden == 0
