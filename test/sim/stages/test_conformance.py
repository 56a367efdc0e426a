"""What every stage must do, and that all show the same."""

from __future__ import annotations

import numpy as np
import pytest

from test.sim.stages.conftest import Shown, slab
from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64, back_project, invert, look_at
from whereseen.sim.catalogue.household import household
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.modelling.model import Joint, Link, Model
from whereseen.sim.modelling.placing import pose
from whereseen.sim.modelling.shapes import Box, Part
from whereseen.sim.scene.home import Home
from whereseen.sim.stages.errors import StageFailed
from whereseen.sim.stages.protocol import Body, Camera, Picture, Placement, Stage
from whereseen.sim.world.actions import SetJoint
from whereseen.sim.world.world import World

pytestmark = pytest.mark.sim
SMALL = Camera(width_px=160, height_px=120)
LEVEL = look_at((0.0, 0.0, 1.0), (0.0, 3.0, 1.0))


def seen_box(T_map_box: Float64, size_m: Float64, camera: Camera, T_map_camera: Float64) -> Float64:
    """Depth (h, w) of a box along the rays of a camera; inf beside it (slab method)."""
    v, u = np.mgrid[: camera.height_px, : camera.width_px]
    matrix = camera.intrinsics
    rays = np.stack([(u - matrix[0, 2]) / matrix[0, 0], (v - matrix[1, 2]) / matrix[1, 1],
                     np.ones(u.shape)], axis=-1)  # fmt: skip
    T_box_camera = invert(T_map_box) @ T_map_camera
    slopes, eye = rays @ T_box_camera[:3, :3].T, T_box_camera[:3, 3]
    one, other = (-size_m / 2 - eye) / slopes, (size_m / 2 - eye) / slopes
    enter, leave = np.minimum(one, other).max(axis=-1), np.maximum(one, other).min(axis=-1)
    return np.where(enter <= leave, enter, np.inf)


def look(stage: Stage, shown: Shown) -> list[Picture]:
    stage.load(shown.bodies)
    stage.place(shown.placements)
    return [stage.render(shown.camera, pose) for pose in shown.cameras]


def test_depth_is_that_of_the_rays_of_the_reported_intrinsics(
    stage: Stage, tilted: Float64
) -> None:
    size_m = np.array([1.6, 0.9, 1.2])
    stage.load([Body("box", 5, slab(*size_m))])
    stage.place({"box": Placement(tilted, {})})
    picture = stage.render(SMALL, LEVEL)
    np.testing.assert_allclose(picture.intrinsics, SMALL.intrinsics)
    expected = seen_box(tilted, size_m, SMALL, LEVEL)
    hit = np.isfinite(expected)
    assert hit.sum() > 1500
    # Half a pixel beside the true rays, some hundred pixels at its edges would differ.
    assert ((picture.instances == 5) != hit).sum() <= 3
    both = hit & (picture.instances == 5)
    assert np.abs(picture.depth_m[both] - expected[both]).max() < 1e-3


def test_a_slanted_plane_is_seen_as_a_plane(stage: Stage, tilted: Float64) -> None:
    stage.load([Body("board", 1, slab(30.0, 0.02, 30.0))])
    stage.place({"board": Placement(tilted, {})})
    picture = stage.render(SMALL, LEVEL)
    points = back_project(picture.depth_m, picture.intrinsics, LEVEL)
    assert len(points) > 15000
    heights = (points - tilted[:3, 3]) @ tilted[:3, 1]
    assert np.abs(heights + 0.01).max() < 1e-3


def test_pictures_have_the_promised_types(stage: Stage, shown: Shown) -> None:
    picture = look(stage, shown)[0]
    assert picture.rgb.shape == (120, 160, 3)
    assert picture.rgb.dtype == np.uint8
    assert picture.depth_m.shape == picture.instances.shape == (120, 160)
    assert picture.depth_m.dtype == np.float32
    assert picture.instances.dtype == np.int32
    nothing = picture.instances == 0
    assert 0 < nothing.sum() < nothing.size
    assert np.isposinf(picture.depth_m[nothing]).all()
    assert np.isfinite(picture.depth_m[~nothing]).all()


def test_all_links_of_a_body_have_its_id(stage: Stage, shown: Shown) -> None:
    pictures = look(stage, shown)
    assert {int(each) for each in np.unique(pictures[0].instances)} == {0, 1, 3, 7, 2, 70000}
    assert 300 in pictures[1].instances
    assert 301 not in np.unique([picture.instances for picture in pictures])


def test_joints_move_links(stage: Stage) -> None:
    lid = Link("lid", (Part(Box((0.4, 0.02, 0.4)), "red"),), (0.0, 0.0, 0.5),
               Joint("slide", (1.0, 0.0, 0.0), 0.0, 1.0))  # fmt: skip
    stage.load([Body("chest", 4, Model((), (lid,)))])
    left, moved = pose((0.0, 2.0, 0.5)), {"lid": 0.5}
    stage.place({"chest": Placement(left, {})})
    before = stage.render(SMALL, LEVEL).instances == 4
    stage.place({"chest": Placement(left, moved)})
    after = stage.render(SMALL, LEVEL).instances == 4
    shift_px = np.nonzero(after)[1].mean() - np.nonzero(before)[1].mean()
    assert shift_px == pytest.approx(SMALL.intrinsics[0, 0] * 0.5 / 1.99, abs=1.0)
    stage.place({"chest": Placement(left, {})})
    np.testing.assert_array_equal(stage.render(SMALL, LEVEL).instances == 4, before)


def test_bodies_are_hidden_until_placed_and_when_told(stage: Stage) -> None:
    stage.load([Body("box", 2, slab(1.0, 1.0, 1.0))])
    assert not stage.render(SMALL, LEVEL).instances.any()
    stage.place({"box": Placement(pose((0.0, 2.0, 1.0)), {})})
    assert stage.render(SMALL, LEVEL).instances.any()
    stage.place({"box": Placement(None, {})})
    assert not stage.render(SMALL, LEVEL).instances.any()


def test_equal_models_are_different_bodies(stage: Stage) -> None:
    stage.load([Body(name, i, slab(0.4, 0.4, 0.4)) for i, name in enumerate("ab", 1)])
    stage.place({"a": Placement(pose((-0.5, 2.0, 1.0)), {})})
    stage.place({"b": Placement(pose((0.5, 2.0, 1.0)), {})})
    ids = stage.render(SMALL, LEVEL).instances
    assert set(np.unique(ids[:, :80])) == {0, 1}
    assert set(np.unique(ids[:, 80:])) == {0, 2}


def test_after_clearing_names_are_free_again(stage: Stage) -> None:
    stage.load([Body("box", 2, slab(1.0, 1.0, 1.0))])
    stage.place({"box": Placement(pose((0.0, 2.0, 1.0)), {})})
    stage.clear()
    assert not stage.render(SMALL, LEVEL).instances.any()
    stage.load([Body("box", 3, slab(1.0, 1.0, 1.0))])
    stage.place({"box": Placement(pose((0.0, 2.0, 1.0)), {})})
    assert set(np.unique(stage.render(SMALL, LEVEL).instances)) == {0, 3}


def test_cameras_of_several_sizes_take_turns(stage: Stage, shown: Shown) -> None:
    small = look(stage, shown)[1]
    large = stage.render(Camera(width_px=320, height_px=240), shown.cameras[1])
    assert large.depth_m.shape == (240, 320)
    again = stage.render(shown.camera, shown.cameras[1])
    np.testing.assert_array_equal(again.depth_m, small.depth_m)


def test_nothing_is_rendered_beyond_the_farthest(stage: Stage) -> None:
    stage.load([Body("box", 2, slab(1.0, 1.0, 1.0))])
    stage.place({"box": Placement(pose((0.0, 4.0, 1.0)), {})})
    near_sighted = Camera(width_px=160, height_px=120, farthest_m=3.0)
    assert not stage.render(near_sighted, LEVEL).instances.any()
    assert stage.render(SMALL, LEVEL).instances.any()


def test_who_is_not_there_cannot_be_placed(stage: Stage) -> None:
    with pytest.raises(StageFailed, match=r"no such body.*ghost"):
        stage.place({"ghost": Placement(np.eye(4), {})})


def test_unknown_materials_are_told_and_nothing_is_loaded(stage: Stage) -> None:
    fine = Body("fine", 1, slab(1.0, 1.0, 1.0))
    with pytest.raises(InvalidConfig, match="no such material"):
        stage.load([fine, Body("box", 2, slab(1.0, 1.0, 1.0, "unobtainium"))])
    stage.load([fine])
    stage.place({"fine": Placement(pose((0.0, 2.0, 1.0)), {})})
    assert set(np.unique(stage.render(SMALL, LEVEL).instances)) == {0, 1}


def test_both_stages_show_the_same(bullet: Stage, habitat: Stage, shown: Shown) -> None:
    for stage in (bullet, habitat):
        stage.clear()
    for one, other in zip(look(bullet, shown), look(habitat, shown), strict=True):
        agree = one.instances == other.instances
        assert agree.mean() > 0.995
        both = agree & (one.instances > 0)
        apart_m = np.abs(one.depth_m[both] - other.depth_m[both])
        assert np.median(apart_m) < 0.002
        colours = np.abs(one.rgb[both].astype(float) - other.rgb[both])
        assert np.median(colours) < 25.0


def test_both_stages_show_a_furnished_home_the_same(bullet: Stage, habitat: Stage) -> None:
    catalogue = household()
    config = HomeConfig(rooms=2, objects=12, seed=4)
    world = World(Home(generate(config, catalogue), catalogue))
    cupboards = [name for name, piece in world.home.pieces.items() if piece.model.joints]
    for name in cupboards:
        for joint in world.home.pieces[name].model.joints:
            world.apply(SetJoint(name, joint, 0.6))
    cameras = []
    for room in world.home.rooms.values():
        x, y = room.middle_m
        cameras += [look_at((x, y, 1.4), (x + dx, y + dy, 0.9)) for dx, dy in ((2, 1), (-1, -2))]
    for stage in (bullet, habitat):
        stage.clear()
        stage.load(world.bodies())
        stage.place(world.placements())
    seen: set[int] = set()
    for camera_pose in cameras:
        one, other = (stage.render(Camera(), camera_pose) for stage in (bullet, habitat))
        assert (one.instances == other.instances).mean() > 0.995
        both = (one.instances == other.instances) & (one.instances > 0)
        assert np.median(np.abs(one.depth_m[both] - other.depth_m[both])) < 0.002
        seen |= set(np.unique(one.instances).tolist())
    assert len(cupboards) >= 2
    assert len(seen) > 20
