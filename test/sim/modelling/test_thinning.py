from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Mesh, Part, mesh_of
from whereseen.sim.modelling.stl import flat
from whereseen.sim.modelling.thinning import thinned

SHAPES = (
    Ellipsoid((0.3, 0.2, 0.1), sides=60),
    Lathe(((0.0, 0.0), (0.2, 0.0), (0.2, 0.4), (0.0, 0.4)), sides=90),
    Box((0.3, 0.2, 0.1)),
)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(SHAPES), st.floats(0.002, 0.05))
def test_nothing_moves_farther_than_across_a_cell(shape: Box | Lathe, cell_m: float) -> None:
    mesh = mesh_of(Part(shape, ""))
    found = thinned(mesh, cell_m)
    apart, _ = cKDTree(mesh.vertices_m).query(found.vertices_m)
    assert apart.max() <= cell_m * np.sqrt(3.0) + 1e-9
    back, _ = cKDTree(found.vertices_m).query(mesh.vertices_m)
    assert back.max() <= cell_m * np.sqrt(3.0) * 2.0
    assert len(found.faces) <= len(mesh.faces)
    assert np.linalg.norm(found.normals, axis=1) == pytest.approx(1.0)


def test_it_leaves_far_fewer_triangles() -> None:
    mesh = mesh_of(Part(Ellipsoid((0.3, 0.3, 0.3), sides=120), ""))
    assert len(thinned(mesh, 0.04).faces) < len(mesh.faces) / 8


def test_small_meshes_keep_their_shape() -> None:
    mesh = mesh_of(Part(Ellipsoid((0.01, 0.01, 0.01), sides=40), ""))
    found = thinned(mesh, 0.05)
    assert len(found.faces) > 100
    assert np.ptp(found.vertices_m, axis=0) == pytest.approx([0.02] * 3, abs=0.004)


def test_both_sides_of_a_sheet_stay() -> None:
    one = np.array([[(0, 0, 0), (1, 0, 0), (0, 1, 0)]], float)
    sheet = flat(np.concatenate([one, one, one[:, ::-1]]))
    found = thinned(sheet, 0.01)
    assert sorted(found.normals[:, 2].tolist()) == [-1.0] * 3 + [1.0] * 3


def test_what_would_vanish_stays_as_it_is() -> None:
    corners = np.array([[(0.1, 0.1, 0.1), (0.101, 0.1, 0.1), (0.1, 0.101, 0.1)]])
    dot: Mesh = flat(np.concatenate([corners, corners + 0.96]))
    assert thinned(dot, 0.05) is dot
