"""From messages to what is drawn."""

from array import array

import numpy as np
import pytest
from map_msgs.msg import OccupancyGridUpdate
from nav_msgs.msg import OccupancyGrid
from sensor_msgs.msg import CompressedImage
from std_msgs.msg import Header
from visualization_msgs.msg import Marker, MarkerArray
from whereseen_msgs.msg import Entity, EntityArray, Observation, Place, Status

from whereseen.memory.spatial.voxel_map import Voxels
from whereseen.nodes.convert.cloud import voxels_cloud
from whereseen.nodes.convert.marker import MarkerLayer, entity_markers
from whereseen.nodes.convert.pose import point_of, pose_of
from whereseen.nodes.picturing.listening import updated
from whereseen.nodes.picturing.reading import (
    Heard,
    boxes_of,
    cloud_of,
    grid_of,
    reply_of,
    scene_of,
    things_of,
    up_of,
    view_of,
)
from whereseen.nodes.picturing.scene import Cloud, View


def cloud(points, rgb=(200, 10, 20)):
    points = np.asarray(points, dtype=np.float32).reshape(-1, 3)
    voxels = Voxels(
        index=np.zeros((len(points), 3), np.int32),
        points_map=points,
        rgb=np.tile(np.uint8(rgb), (len(points), 1)),
        first_seen_ns=np.zeros(len(points), np.int64),
        cells=np.zeros(len(points), np.int32),
        last_seen_ns=np.full(len(points), 5, np.int64),
        count=np.ones(len(points), np.int32),
    )
    return voxels_cloud(voxels, frame_id="map", stamp_ns=9)


def thing(number, label, *, status=Entity.PRESENT, probability=0.9):
    return Entity(id=number, label=label, status=status, probability=probability)


def view(T=None, **changes):
    pose = np.eye(4) if T is None else T
    K = np.array([[100.0, 0.0, 50.0], [0.0, 100.0, 40.0], [0.0, 0.0, 1.0]])
    return View(1, 0, pose, K, (100, 80), **changes)


def test_voxels_are_as_large_as_the_steps_between_them():
    read = cloud_of(cloud([(0.025, 0.0, 0.0), (0.225, 0.0, 0.0), (0.075, 0.1, 1.0)]))
    assert read.voxel_m == pytest.approx(0.05, abs=1e-6)
    assert read.colours.tolist() == [[200, 10, 20]] * 3
    assert read.points_map[2] == pytest.approx((0.075, 0.1, 1.0))


def test_voxels_that_are_nowhere_are_left_out():
    assert len(cloud_of(cloud([(0.0, 0.0, 0.0), (np.nan, 0.0, 0.0)])).points_map) == 1


def box_marker(number, **fields):
    return Marker(ns="boxes", id=number, type=Marker.CUBE, action=Marker.ADD, **fields)


def test_boxes_take_the_names_that_hang_above_them():
    box = box_marker(3, pose=pose_of(np.eye(4)))
    box.scale.x, box.scale.y, box.scale.z = 2.0, 4.0, 6.0
    box.color.r, box.color.a = 1.0, 0.4
    name = Marker(ns="labels", id=3, action=Marker.ADD, text="red mug  0.93")
    removal = Marker(ns="boxes", id=4, action=Marker.DELETE)
    (read,) = boxes_of(MarkerArray(markers=[removal, box, name]))
    assert (read.name, read.rgb, read.is_sure) == ("red mug", (1.0, 0.0, 0.0), True)
    assert read.corners_map.min(axis=0).tolist() == [-1.0, -2.0, -3.0]
    assert read.corners_map.max(axis=0).tolist() == [1.0, 2.0, 3.0]


def test_boxes_of_what_was_not_seen_lately_are_not_sure():
    box = box_marker(3, pose=pose_of(np.eye(4)))
    box.color.a = 0.15
    assert not boxes_of(MarkerArray(markers=[box]))[0].is_sure


def test_an_empty_layer_has_no_boxes():
    assert boxes_of(MarkerLayer().show(entity_markers([], Header()), Header())) == ()


def test_a_grid_is_read_with_its_pose():
    message = OccupancyGrid()
    message.info.width, message.info.height, message.info.resolution = 3, 2, 0.5
    message.info.origin = pose_of(np.eye(4))
    message.info.origin.position.x = -1.0
    message.data = [0, 100, -1, 1, 2, 3]
    grid = grid_of(message)
    assert grid.cells.tolist() == [[0, 100, -1], [1, 2, 3]]
    assert (grid.resolution_m, grid.T_map_corner[0, 3]) == (0.5, -1.0)


def test_what_is_gone_comes_last_in_the_list():
    entities = [
        thing(1, "zebra"),
        thing(2, "ant", status=Entity.GONE),
        thing(3, "bee"),
        thing(4, "cat", status=Entity.UNKNOWN),
    ]
    things = things_of(EntityArray(entities=entities), ())
    assert [(each.label, each.state) for each in things] == [
        ("bee", ""),
        ("zebra", ""),
        ("cat", "not seen lately"),
        ("ant", "gone"),
    ]


def test_a_kept_image_without_pixels_is_a_view_all_the_same():
    message = Observation(image_id=7, width=100, height=80, pose=pose_of(np.eye(4)))
    message.k = [100.0, 0.0, 50.0, 0.0, 100.0, 40.0, 0.0, 0.0, 1.0]
    read = view_of(message)
    assert (read.image_id, read.size_px, read.rgb) == (7, (100, 80), None)
    assert read.intrinsics[0].tolist() == [100.0, 0.0, 50.0]
    message.image = CompressedImage(format="jpeg", data=b"\xff\xd8\xffno image")
    with pytest.raises(Exception, match="unreadable image"):
        view_of(message)


def test_a_reply_is_found_only_if_the_memory_says_so():
    place = Place(probability=0.5, image_id=3)
    place.box_min, place.box_max = point_of((0.0, 0.0, 0.0)), point_of((1.0, 2.0, 3.0))
    found = reply_of("a mug", Status(code=Status.OK, reason="here"), [place], None)
    assert (found.is_found, found.reason, found.places[0].image_id) == (True, "here", 3)
    assert found.places[0].box.corners_map[7].tolist() == [1.0, 2.0, 3.0]
    assert not reply_of("a mug", Status(code=Status.NOT_FOUND), [place], None).is_found


def room():
    """Points of a floor and of two tables, z up."""
    flat = np.stack(np.meshgrid(np.arange(0, 4, 0.05), np.arange(0, 3, 0.05)), -1).reshape(-1, 2)
    heights = np.where((flat[:, 0] < 1.0) & (flat[:, 1] < 1.5), 0.75, 0.0)
    return np.column_stack([flat, heights])


def test_without_images_up_is_near_z():
    assert up_of(Cloud(room(), np.zeros((len(room()), 3), np.uint8), 0.05), ()).tolist() == [
        0.0,
        0.0,
        1.0,
    ]


def test_where_the_map_lies_askew_cameras_tell_which_way_is_up():
    upright_camera = view()  # its y, which points down, is the y of the map
    lying = room()[:, [0, 2, 1]] * (1.0, -1.0, 1.0)
    read = up_of(Cloud(lying, np.zeros((len(lying), 3), np.uint8), 0.05), (upright_camera,))
    assert read.tolist() == [0.0, -1.0, 0.0]


def test_what_was_not_published_is_left_out():
    scene = scene_of(Heard(cloud([(0.0, 0.0, 0.0)])), (), None)
    assert (scene.map_frame, scene.stamp_ns) == ("map", 9)
    assert (scene.grid, scene.boxes, scene.things, scene.reply) == (None, (), (), None)


def test_what_changed_of_a_grid_is_taken_over():
    grid = OccupancyGrid(data=array("b", [0] * 12))
    grid.info.width, grid.info.height = 4, 3
    update = OccupancyGridUpdate(x=1, y=2, width=3, height=1, data=array("b", [100, -1, 100]))
    assert list(updated(grid, update).data) == [0] * 9 + [100, -1, 100]
    assert list(grid.data) == [0] * 12
    update.x = 2
    assert updated(grid, update) is grid
