import struct
import time
from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sensor_msgs.msg import PointCloud2, PointField

from whereseen.memory.spatial.voxel_map import Voxels
from whereseen.nodes.convert.cloud import colours_of, points_of, updates_cloud, voxels_cloud
from whereseen.nodes.convert.unusable import UnusableMessage

S = 1_000_000_000
ABOUT = {"frame_id": "map", "stamp_ns": 100 * S}
NOWHERE = np.zeros((0, 3), np.float32)


def voxels_at(points, rgb, *, seen_ns=(), count=()) -> Voxels:
    n = len(points)
    return Voxels(
        index=np.zeros((n, 3), np.int32),
        points_map=np.array(points, np.float32).reshape(n, 3),
        rgb=np.array(rgb, np.uint8).reshape(n, 3),
        count=np.array(count or [1] * n, np.uint16),
        first_seen_ns=np.zeros(n, np.int64),
        last_seen_ns=np.array(seen_ns or [0] * n, np.int64),
        cells=np.zeros(n, np.int32),
    )


TWO = voxels_at(
    [[1.0, 2.0, 3.0], [-0.5, 0.25, 4.0]],
    [[255, 16, 1], [0, 0, 9]],
    seen_ns=[97_500_000_000, 100_100_000_000],
    count=[3, 65535],
)


def test_the_layout_is_what_rviz_expects(sent) -> None:
    cloud = sent(voxels_cloud(TWO, **ABOUT))
    assert (cloud.header.frame_id, cloud.header.stamp.sec) == ("map", 100)
    assert (cloud.height, cloud.width, cloud.point_step, cloud.row_step) == (1, 2, 24, 48)
    assert (cloud.is_bigendian, cloud.is_dense) == (False, True)
    assert [(f.name, f.offset, f.datatype, f.count) for f in cloud.fields] == [
        ("x", 0, PointField.FLOAT32, 1),
        ("y", 4, PointField.FLOAT32, 1),
        ("z", 8, PointField.FLOAT32, 1),
        ("rgb", 12, PointField.FLOAT32, 1),
        ("last_seen", 16, PointField.FLOAT32, 1),
        ("count", 20, PointField.FLOAT32, 1),
    ]


def test_the_bytes_are_literal() -> None:
    data = bytes(voxels_cloud(TWO, **ABOUT).data)
    assert data[:24] == struct.pack("<fff4Bff", 1.0, 2.0, 3.0, 1, 16, 255, 0, 2.5, 3.0)
    assert data[24:] == struct.pack("<fff4Bff", -0.5, 0.25, 4.0, 9, 0, 0, 0, 0.0, 65535.0)


def test_clouds_can_be_read() -> None:
    points = points_of(voxels_cloud(TWO, **ABOUT))
    assert points.dtype.names == ("x", "y", "z", "rgb", "last_seen", "count")
    assert points["z"].tolist() == [3.0, 4.0]
    assert points["last_seen"].tolist() == [2.5, 0.0]
    assert colours_of(points).tolist() == [[255, 16, 1], [0, 0, 9]]


@pytest.mark.parametrize("nothing", [voxels_at([], []), voxels_at([], [], count=[])])
def test_an_empty_map_is_an_empty_cloud(sent, nothing: Voxels) -> None:
    cloud = sent(voxels_cloud(nothing, **ABOUT))
    assert (cloud.width, cloud.row_step, len(cloud.data), len(cloud.fields)) == (0, 0, 0, 6)
    assert points_of(cloud).shape == (0,)


def test_updates_tell_what_is_gone(sent) -> None:
    gone = np.float32([[7.0, 8.0, 9.0]])
    cloud = sent(updates_cloud(TWO, gone, **ABOUT))
    assert (cloud.point_step, cloud.width) == (20, 3)
    assert [field.name for field in cloud.fields] == ["x", "y", "z", "rgb", "occupied"]
    points = points_of(cloud)
    assert points["occupied"].tolist() == [1.0, 1.0, 0.0]
    assert points["x"].tolist() == [1.0, -0.5, 7.0]
    assert colours_of(points).tolist() == [[255, 16, 1], [0, 0, 9], [0, 0, 0]]


def test_updates_of_nothing() -> None:
    assert updates_cloud(voxels_at([], []), NOWHERE, **ABOUT).width == 0


COORDINATES = st.floats(-1e3, 1e3, width=32)


@given(
    st.integers(0, 9).flatmap(
        lambda n: st.tuples(
            arrays(np.float32, (n, 3), elements=COORDINATES), arrays(np.uint8, (n, 3))
        )
    )
)
def test_points_come_back(cloud) -> None:
    points_map, rgb = cloud
    points = points_of(voxels_cloud(voxels_at(points_map, rgb), **ABOUT))
    assert np.array_equal(np.stack([points[axis] for axis in "xyz"], axis=-1), points_map)
    assert np.array_equal(colours_of(points), rgb)


def test_a_million_points_are_quick() -> None:
    n = 1_000_000
    million = voxels_at(np.ones((n, 3), np.float32), np.ones((n, 3), np.uint8))
    voxels_cloud(TWO, **ABOUT)
    start = time.process_time()
    cloud = voxels_cloud(million, **ABOUT)
    assert time.process_time() - start < 0.5  # some 40 ms; element by element it takes seconds
    assert cloud.width == n


def foreign(**changed) -> PointCloud2:
    """Two rows of one point: a big-endian float64 and a pair of uint16, with padding."""
    row = struct.pack(">dHHxxxx", 1.5, 7, 8) + b"pad!"
    fields = [
        PointField(name="range", offset=0, datatype=PointField.FLOAT64, count=1),
        PointField(name="ring", offset=8, datatype=PointField.UINT16, count=2),
    ]
    values = {
        "height": 2,
        "width": 1,
        "fields": fields,
        "is_bigendian": True,
        "point_step": 16,
        "row_step": 20,
        "data": array("B", row + row),
    }
    return PointCloud2(**(values | changed))


def test_foreign_clouds() -> None:
    points = points_of(foreign())
    assert points["range"].tolist() == [1.5, 1.5]
    assert points["ring"].tolist() == [[7, 8], [7, 8]]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"row_step": 15}, "bad step"),
        ({"point_step": 10}, "bad step"),
        ({"height": 3}, "truncated cloud"),
        ({"data": array("B")}, "truncated cloud"),
        ({"fields": [PointField(name="x", datatype=0, count=1)]}, "unknown field type"),
        ({"fields": [PointField(name="x", datatype=7, count=1)] * 2}, "bad step"),
    ],
)
def test_faults_have_reasons(changed, reason: str) -> None:
    with pytest.raises(UnusableMessage) as info:
        points_of(foreign(**changed))
    assert info.value.reason == reason


def test_colours_of_integers() -> None:
    points = np.array([(0x00112233,)], dtype=[("rgb", "<u4")])
    assert colours_of(points).tolist() == [[0x11, 0x22, 0x33]]
