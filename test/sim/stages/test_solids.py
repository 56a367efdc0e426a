from __future__ import annotations

import numpy as np
import pytest

from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.placing import pose
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Part
from whereseen.sim.stages.protocol import Body, Placement
from whereseen.sim.stages.solids import SolidBoxes

WARDROBE = Model((
    Part(Box((1.0, 0.6, 2.0)), "oak", (0.0, 0.0, 1.0)),
    Part(Box((0.3, 0.02, 0.3)), "steel"),
    Part(Ellipsoid((1.0, 1.0, 1.0)), "oak"),
))  # fmt: skip


def test_large_boxes_of_what_stays_are_solid() -> None:
    solids = SolidBoxes()
    solids.place(Body("wardrobe", 1, WARDROBE), Placement(pose((3.0, 4.0, 0.0), 90.0), {}))
    found = solids.all()
    np.testing.assert_allclose(found.half_m, [[0.5, 0.3, 1.0]])
    corners = found.corners_m[0]
    assert corners.min(axis=0) == pytest.approx((2.7, 3.5, 0.0))
    assert corners.max(axis=0) == pytest.approx((3.3, 4.5, 2.0))


def test_what_moves_or_is_hidden_is_not() -> None:
    solids = SolidBoxes()
    solids.place(Body("cart", 1, WARDROBE, is_movable=True), Placement(np.eye(4), {}))
    solids.place(Body("wardrobe", 2, WARDROBE), Placement(np.eye(4), {}))
    assert len(solids.all().half_m) == 1
    solids.place(Body("wardrobe", 2, WARDROBE), Placement(None, {}))
    assert solids.all().T_map_box.shape == (0, 4, 4)
