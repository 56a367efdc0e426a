"""Voxels in perspective: what is nearest, what is seen, and that all fits in."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.frames import look_at
from whereseen.nodes.picturing.faces import drawn_faces
from whereseen.nodes.picturing.perspective import Camera, best_camera, render
from whereseen.nodes.picturing.scene import Cloud, View

VOXEL_M = 0.1
UP = np.array([0.0, 0.0, 1.0])


def cloud(points, colours=None):
    points = np.asarray(points, dtype=np.float64).reshape(-1, 3)
    if colours is None:
        colours = np.full((len(points), 3), 200)
    return Cloud(points, np.asarray(colours, dtype=np.uint8), VOXEL_M)


def grid(x, y, z):
    axes = (np.arange(round(n / VOXEL_M)) * VOXEL_M for n in (x, y, z))
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)


def count(faces):
    return sum(len(each.voxels) for each in faces)


def everything(points):
    return np.ones(len(points.points_map), dtype=np.bool_)


def test_only_faces_without_a_neighbour_are_drawn():
    block = cloud(grid(0.3, 0.4, 0.5))
    assert count(drawn_faces(block, everything(block), ())) == 2 * (3 * 4 + 4 * 5 + 3 * 5)


def seen_from(position, target):
    K = np.array([[100.0, 0.0, 100.0], [0.0, 100.0, 100.0], [0.0, 0.0, 1.0]])
    return View(1, 0, look_at(position, target), K, (200, 200))


def test_a_wall_is_drawn_from_where_it_was_seen_only():
    wall = cloud(grid(0.1, 1.0, 1.0))
    view = seen_from((2.0, 0.5, 0.5), (0.0, 0.5, 0.5))
    normals = [
        f.normal.tolist() for f in drawn_faces(wall, everything(wall), [view]) if len(f.voxels)
    ]
    assert [1.0, 0.0, 0.0] in normals
    assert [-1.0, 0.0, 0.0] not in normals
    low = np.zeros(len(wall.points_map), dtype=np.bool_)
    assert count(drawn_faces(wall, low, [view])) == count(drawn_faces(wall, low, ()))


def test_what_no_image_shows_of_a_wall_is_not_drawn():
    wall = cloud(grid(0.1, 1.0, 1.0))
    away = seen_from((2.0, 0.5, 0.5), (4.0, 0.5, 0.5))
    assert count(drawn_faces(wall, everything(wall), [away])) == 0


def ahead(size_px=(80, 60)):
    """A camera at the origin that looks along x."""
    R = np.array([[0.0, -1.0, 0.0], [0.0, 0.0, -1.0], [1.0, 0.0, 0.0]])
    return Camera(R, np.zeros(3), 60.0, size_px)


def test_the_nearest_voxel_hides_what_is_behind_it():
    both = cloud([(2.0, 0.0, 0.0), (1.0, 0.0, 0.0)], [(0, 0, 255), (255, 0, 0)])
    faces = drawn_faces(both, everything(both), ())
    drawn = render(faces, both.colours, ahead(), up_map=UP, voxel_m=VOXEL_M)
    red, green, blue = drawn.image[30, 40]
    assert red > 0.5
    assert max(green, blue) < 0.1
    assert drawn.depth_m[30, 40] == pytest.approx(0.95, abs=0.01)
    assert np.isinf(drawn.depth_m[0, 0])
    assert drawn.image[0, 0] == pytest.approx([0.955] * 3, abs=0.02)


def test_a_near_wall_has_no_holes():
    wall = cloud(grid(0.1, 2.0, 2.0) + np.array([1.0, -1.0, -1.0]))
    faces = drawn_faces(wall, everything(wall), ())
    drawn = render(faces, wall.colours, ahead(), up_map=UP, voxel_m=VOXEL_M)
    assert np.isfinite(drawn.depth_m[5:55, 5:75]).all()


def test_what_lies_up_is_brighter_than_what_stands():
    block = cloud(grid(1.0, 1.0, 1.0))
    camera = best_camera(
        np.eye(3), block.points_map, drawn_faces(block, everything(block), ()),
        size_px=(120, 120), voxel_m=VOXEL_M,
    )  # fmt: skip
    faces = drawn_faces(block, everything(block), ())
    drawn = render(faces, block.colours, camera, up_map=UP, voxel_m=VOXEL_M)
    pixels, _ = camera.pixels([(0.45, 0.45, 0.95)])
    column, row = pixels[0].astype(int)
    lit = drawn.image[np.isfinite(drawn.depth_m)]
    assert drawn.image[row, column, 0] > np.percentile(lit, 60)


@settings(max_examples=25, deadline=None)
@given(
    size=st.tuples(*[st.floats(0.2, 8.0)] * 3),
    width=st.integers(40, 300),
    height=st.integers(40, 300),
)
def test_everything_fits_into_the_image(size, width, height):
    corners = (np.arange(8)[:, None] >> np.arange(3) & 1) * np.array(size) + 5.0
    points = cloud(np.round(corners / VOXEL_M) * VOXEL_M)
    camera = best_camera(
        np.eye(3), corners, drawn_faces(points, everything(points), ()),
        size_px=(width, height), voxel_m=VOXEL_M,
    )  # fmt: skip
    pixels, depth = camera.pixels(corners)
    assert (depth > 0.0).all()
    assert (pixels > -1.0).all()
    assert (pixels < np.array([width, height]) + 1.0).all()
