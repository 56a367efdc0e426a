from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.sim.modelling.shapes import (
    Box,
    Ellipsoid,
    Lathe,
    Mesh,
    Part,
    Shape,
    Tube,
    mesh_of,
    rotation,
    turn_of,
)


def volume(mesh: Mesh) -> float:
    """By the divergence theorem: right only if the mesh is closed and its faces point outwards."""
    a, b, c = (mesh.vertices_m[mesh.faces[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6.0)


CYLINDER = Lathe(((0.0, 0.0), (0.1, 0.0), (0.1, 0.5), (0.0, 0.5)))


@pytest.mark.parametrize(
    ("shape", "expected", "tolerance"),
    [
        (Box((0.2, 0.3, 0.5)), 0.03, 1e-9),
        (Ellipsoid((0.1, 0.2, 0.3)), 4 / 3 * np.pi * 0.006, 0.06),
        (CYLINDER, np.pi * 0.005, 0.03),
    ],
)
def test_solids_are_closed_and_face_outwards(
    shape: Shape, expected: float, tolerance: float
) -> None:
    assert volume(mesh_of(Part(shape, "white"))) == pytest.approx(expected, rel=tolerance + 1e-9)


@pytest.mark.parametrize(
    "shape",
    [
        Box((0.2, 0.3, 0.5)),
        Ellipsoid((0.1, 0.2, 0.3)),
        Ellipsoid((0.1, 0.2, 0.3), 0.4),
        CYLINDER,
        Tube(((0.0, 0.0, 0.0), (0.1, 0.0, 0.2), (0.3, 0.0, 0.2)), 0.02),
    ],
)
def test_normals_are_units_that_agree_with_the_faces(shape: Shape) -> None:
    mesh = mesh_of(Part(shape, "white", turn_deg=(20.0, -30.0, 40.0)))
    a, b, c = (mesh.vertices_m[mesh.faces[:, i]] for i in range(3))
    across = np.cross(b - a, c - a)
    whole = np.linalg.norm(across, axis=1) > 1e-9  # the poles of a grid have empty triangles
    shaded = mesh.normals[mesh.faces].mean(axis=1)
    assert (np.einsum("ij,ij->i", across, shaded)[whole] > 0.0).all()
    assert np.linalg.norm(mesh.normals, axis=1)[mesh.faces[whole]] == pytest.approx(1.0)
    assert mesh.uv.min() >= 0.0
    assert mesh.uv.max() <= 1.0


def test_a_soft_box_keeps_its_extent() -> None:
    mesh = mesh_of(Part(Ellipsoid((0.1, 0.2, 0.3), 0.3), "white"))
    # The grid has no vertex at the middle of the top: a soft box is flat there.
    assert np.abs(mesh.vertices_m).max(axis=0) == pytest.approx((0.1, 0.2, 0.3), rel=0.02)


def test_a_part_is_turned_then_placed() -> None:
    part = Part(Box((1.0, 0.2, 0.2)), "white", at_m=(0.0, 0.0, 2.0), turn_deg=(0.0, 0.0, 90.0))
    vertices = mesh_of(part).vertices_m
    assert vertices.max(axis=0) == pytest.approx((0.1, 0.5, 2.1))
    assert vertices.min(axis=0) == pytest.approx((-0.1, -0.5, 1.9))


def test_the_image_stands_upright_on_the_sides_of_a_box() -> None:
    mesh = mesh_of(Part(Box((0.4, 0.2, 0.6)), "white"))
    sides = np.abs(mesh.normals[:, 2]) < 0.5
    assert (mesh.uv[sides, 1] == (mesh.vertices_m[sides, 2] > 0.0)).all()


@pytest.mark.parametrize(
    ("many", "few"),
    [
        (Ellipsoid((0.1, 0.2, 0.3)), Ellipsoid((0.1, 0.2, 0.3), sides=8)),
        (CYLINDER, Lathe(CYLINDER.profile_m, sides=8)),
        (Tube(((0.0, 0.0, 0.0), (0.1, 0.0, 0.2)), 0.02),
         Tube(((0.0, 0.0, 0.0), (0.1, 0.0, 0.2)), 0.02, sides=5)),
    ],
)  # fmt: skip
def test_fewer_sides_are_fewer_triangles_of_the_same_extent(many: Shape, few: Shape) -> None:
    fine, coarse = mesh_of(Part(many, "white")), mesh_of(Part(few, "white"))
    assert len(coarse.faces) < 0.7 * len(fine.faces)
    assert np.ptp(coarse.vertices_m, axis=0) == pytest.approx(
        np.ptp(fine.vertices_m, axis=0), rel=0.1
    )


def test_a_mesh_is_made_once_and_nobody_can_change_it() -> None:
    mesh = mesh_of(Part(Box((0.2, 0.3, 0.5)), "white"))
    assert mesh_of(Part(Box((0.2, 0.3, 0.5)), "white")) is mesh
    with pytest.raises(ValueError, match="read-only"):
        mesh.vertices_m[0, 0] = 1.0


@given(st.tuples(*[st.floats(-180.0, 180.0)] * 3))
def test_a_turn_is_told_by_its_matrix(turn_deg: tuple[float, float, float]) -> None:
    turn = rotation(turn_deg)
    assert rotation(turn_of(turn)) == pytest.approx(turn, abs=1e-6)


@pytest.mark.parametrize("pitch", [-90.0, 90.0])
def test_a_turn_straight_up_or_down_is_told_too(pitch: float) -> None:
    turn = rotation((20.0, pitch, 50.0))
    assert rotation(turn_of(turn)) == pytest.approx(turn, abs=1e-6)
