from __future__ import annotations

import numpy as np
import pytest

from whereseen.sim.modelling.mesh_files import TexturedMesh
from whereseen.sim.modelling.mesh_merging import merged, plain
from whereseen.sim.modelling.mesh_thinning import thinned_to
from whereseen.sim.modelling.shapes import Ellipsoid, Mesh, Part, mesh_of


def ball(radius_m: float = 0.5, colour: tuple[int, int, int] = (200, 0, 0)) -> TexturedMesh:
    """A sphere with 25,600 triangles."""
    around, up = np.meshgrid(np.linspace(0, 2 * np.pi, 161), np.linspace(-np.pi / 2, np.pi / 2, 81))
    normals = np.stack(
        [np.cos(up) * np.cos(around), np.cos(up) * np.sin(around), np.sin(up)], axis=-1
    ).reshape(-1, 3)
    uv = np.stack([around / (2 * np.pi), up / np.pi + 0.5], axis=-1).reshape(-1, 2)
    corner = (np.arange(80)[:, None] * 161 + np.arange(160)).ravel()
    faces = np.concatenate(
        [
            np.stack([corner, corner + 1, corner + 162], 1),
            np.stack([corner, corner + 162, corner + 161], 1),
        ]
    )
    return TexturedMesh(Mesh(radius_m * normals, normals, uv, faces), plain(colour))


def volume(mesh: Mesh) -> float:
    a, b, c = (mesh.vertices_m[mesh.faces[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6.0)


@pytest.mark.parametrize("most", [19_000, 22_000])
@pytest.mark.parametrize("radius_m", [0.03, 1.0, 20.0])
def test_a_ball_stays_a_ball(most: int, radius_m: float) -> None:
    whole = ball(radius_m)
    less = thinned_to(whole, most).mesh
    assert len(less.faces) <= most
    size = np.ptp(less.vertices_m, axis=0)
    assert size == pytest.approx(np.full(3, 2 * radius_m), rel=0.08)
    assert volume(less) == pytest.approx(volume(whole.mesh), rel=0.12)
    assert np.linalg.norm(less.vertices_m, axis=1) == pytest.approx(radius_m)  # none is new


def test_what_has_few_triangles_stays_as_it_is() -> None:
    few = TexturedMesh(mesh_of(Part(Ellipsoid((1.0, 1.0, 1.0)), "white")), plain((9, 9, 9)))
    assert thinned_to(few, len(few.mesh.faces)) is few


def test_colours_do_not_run_into_each_other() -> None:
    both = merged([ball(colour=(200, 0, 0)), ball(0.49, (0, 0, 200))])
    less = thinned_to(both, 40_000)
    assert len(less.mesh.faces) <= 40_000 < len(both.mesh.faces)
    corners = less.mesh.uv[less.mesh.faces][:, :, 0]
    assert ((corners < 0.5).all(axis=1) | (corners > 0.5).all(axis=1)).all()


def test_what_is_left_still_looks_like_it() -> None:
    assert 15_000 <= len(thinned_to(ball(), 1).mesh.faces) < len(ball().mesh.faces)
