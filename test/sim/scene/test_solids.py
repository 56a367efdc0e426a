from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.sim.modelling.model import Joint, Link, Model
from whereseen.sim.modelling.placing import pose
from whereseen.sim.modelling.shapes import Box, Part
from whereseen.sim.scene.solids import moved_by, solids_of

CRATE = Model((Part(Box((1.0, 0.6, 0.5)), "oak", (0.0, 0.0, 0.25)),))
TABLE = Model(
    (
        Part(Box((1.2, 0.8, 0.04)), "oak", (0.0, 0.0, 0.73)),
        Part(Box((0.1, 0.1, 0.71)), "oak", (0.0, 0.0, 0.355)),
    )
)
SLIDE = Joint("slide", (0.0, -1.0, 0.0), 0.0, 0.4)
CHEST = Model(
    CRATE.parts,
    (
        Link("drawer", (Part(Box((0.8, 0.5, 0.1)), "oak"),), (0.0, 0.0, 0.3), SLIDE),
        Link("knob", (Part(Box((0.05, 0.05, 0.05)), "steel"),), (0.0, -0.3, 0.0), None, "drawer"),
    ),
)


def test_what_is_placed_is_turned_and_moved() -> None:
    solids = solids_of(CRATE, pose((2.0, 3.0, 0.1), 90.0))
    assert solids.outline.bounds == pytest.approx((1.7, 2.5, 2.3, 3.5))
    assert (solids.low_m[0], solids.high_m[0]) == pytest.approx((0.1, 0.6))


@given(st.floats(-3.0, 3.0), st.floats(-3.0, 3.0), st.floats(-180.0, 180.0))
def test_moving_solids_is_like_moving_the_model(x: float, y: float, yaw_deg: float) -> None:
    moved = solids_of(CHEST, np.eye(4)).placed((x, y), yaw_deg)
    expected = solids_of(CHEST, pose((x, y, 0.0), yaw_deg))
    assert moved.outline.symmetric_difference(expected.outline).area == pytest.approx(0.0, abs=1e-9)


@given(st.floats(-1.5, 1.5), st.floats(-180.0, 180.0))
def test_two_crates_share_what_their_outlines_share(x: float, yaw_deg: float) -> None:
    one, other = solids_of(CRATE, np.eye(4)), solids_of(CRATE, pose((x, 0.4, 0.0), yaw_deg))
    both = one.outline.intersection(other.outline)
    shared = one.shared_m2(other)
    assert shared == pytest.approx(other.shared_m2(one), abs=1e-6)
    if both.buffer(-0.01).area > 0.0:
        assert shared == pytest.approx(both.area)
    if not one.outline.intersects(other.outline):
        assert shared == 0.0


def test_what_touches_shares_nothing() -> None:
    one = solids_of(CRATE, np.eye(4))
    assert one.shared_m2(solids_of(CRATE, pose((1.0, 0.0, 0.0)))) == 0.0
    assert one.shared_m2(solids_of(CRATE, pose((0.0, 0.0, 0.5)))) == 0.0
    assert one.shared_m2(solids_of(CRATE, pose((0.98, 0.0, 0.0)))) == pytest.approx(0.012)


def test_there_is_room_under_a_table() -> None:
    table = solids_of(TABLE, np.eye(4))
    assert table.shared_m2(solids_of(CRATE, pose((0.0, 0.5, 0.0)))) == 0.0
    assert table.shared_m2(solids_of(CRATE, pose((0.0, 0.5, 0.3)))) > 0.1
    assert len(table.between(0.0, 0.5).outlines) == 1


def test_links_move_with_their_joints() -> None:
    drawer = solids_of(CHEST, np.eye(4), {"drawer": 0.4}, moved_by(CHEST, "drawer"))
    assert len(drawer.outlines) == 2
    assert drawer.outline.bounds == pytest.approx((-0.4, -0.725, 0.4, -0.15))
    assert moved_by(CHEST, "drawer") == {"drawer", "knob"}


def test_rugs_are_flat() -> None:
    rug = Model((Part(Box((2.0, 1.4, 0.01)), "rug", (0.0, 0.0, 0.005)),))
    assert solids_of(rug, np.eye(4)).is_flat
    assert not solids_of(CRATE, np.eye(4)).is_flat
