import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.modelling.model import BASE, Joint, Link, Model
from whereseen.sim.modelling.placing import box_of, pose, yaw_of
from whereseen.sim.modelling.shapes import Box, Part

CUBE = (Part(Box((0.2, 0.2, 0.2)), "white"),)
SLIDE = Joint("slide", (0.0, -1.0, 0.0), 0.0, 0.4)
HINGE = Joint("hinge", (0.0, 0.0, 1.0), -1.0, 1.6)
CHAIN = Model(
    CUBE,
    (
        Link("arm", CUBE, (1.0, 0.0, 0.0), HINGE),
        Link("hand", CUBE, (1.0, 0.0, 0.0), SLIDE, "arm"),
        Link("tip", (), (0.0, 0.0, 0.5), None, "hand"),
    ),
)


def test_links_hang_on_their_parents():
    poses = CHAIN.link_poses({"arm": math.pi / 2, "hand": 0.3})
    assert poses[BASE] == pytest.approx(np.eye(4))
    assert poses["arm"][:3, 3] == pytest.approx([1.0, 0.0, 0.0])
    # The arm has turned left: its x is y of the model, its -y is x.
    assert poses["hand"][:3, 3] == pytest.approx([1.3, 1.0, 0.0])
    assert poses["tip"][:3, 3] == pytest.approx([1.3, 1.0, 0.5])


def test_what_is_left_out_is_closed():
    assert CHAIN.link_poses({})["hand"][:3, 3] == pytest.approx([2.0, 0.0, 0.0])
    assert CHAIN.joints == {"arm": HINGE, "hand": SLIDE}


def test_the_box_grows_when_something_opens():
    low, high = CHAIN.box_m()
    assert low == pytest.approx([-0.1, -0.1, -0.1])
    assert high == pytest.approx([2.1, 0.1, 0.1])
    low, _ = CHAIN.box_m({"hand": 0.4})
    assert low[1] == pytest.approx(-0.5)


@given(
    st.floats(-1.0, 1.6),
    st.tuples(*[st.floats(-1.0, 1.0)] * 3).filter(lambda v: np.linalg.norm(v) > 0.1),
)
def test_a_hinge_is_rigid_and_leaves_its_axis(angle, axis):
    axis = tuple((np.array(axis) / np.linalg.norm(axis)).tolist())
    T = Joint("hinge", axis, -1.0, 1.6).transform(angle)
    assert T[:3, :3] @ T[:3, :3].T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(T[:3, :3]) == pytest.approx(1.0)
    assert T[:3, :3] @ axis == pytest.approx(axis)
    assert np.trace(T[:3, :3]) == pytest.approx(1.0 + 2.0 * math.cos(angle), abs=1e-9)


@pytest.mark.parametrize(
    "links",
    [
        (Link("a", parent="b"), Link("b")),
        (Link("a"), Link("a")),
        (Link(BASE),),
    ],
)
def test_links_that_hang_on_nothing_or_share_a_name(links):
    with pytest.raises(InvalidConfig, match="names of their own"):
        Model(CUBE, links)


@pytest.mark.parametrize(
    ("axis", "lower", "upper"),
    [((0.0, 0.0, 2.0), 0.0, 1.0), ((1.0, 0.0, 0.0), 0.1, 1.0), ((1.0, 0.0, 0.0), 0.0, 0.0)],
)
def test_joints_that_cannot_be(axis, lower, upper):
    with pytest.raises(InvalidConfig):
        Joint("slide", axis, lower, upper)


@given(st.floats(-179.0, 179.0), st.tuples(*[st.floats(-5.0, 5.0)] * 3))
def test_a_placed_box_holds_its_corners(yaw_deg, at):
    box = (np.array([-0.5, -0.1, 0.0]), np.array([0.5, 0.3, 1.0]))
    T = pose(at, yaw_deg)
    assert yaw_of(T) == pytest.approx(yaw_deg)
    low, high = box_of(box, T)
    corner = T[:3, :3] @ [0.5, 0.3, 1.0] + T[:3, 3]
    assert (low <= corner + 1e-9).all()
    assert (corner <= high + 1e-9).all()
    assert (high - low)[2] == pytest.approx(1.0)
