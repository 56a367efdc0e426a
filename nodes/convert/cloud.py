"""Voxels to point clouds that rviz shows in colour, and clouds to arrays.

Every channel is a float32, for rviz shows no other kind. `rgb` holds 0x00RRGGBB in the bits of
one, as in PCL; its bytes are set where they lie, since arithmetic with such floats loses them.
"""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import PointCloud2, PointField

from whereseen.memory.frames import Float32
from whereseen.memory.spatial.voxel_map import Voxels
from whereseen.nodes.convert.fill import reserved
from whereseen.nodes.convert.stamp import header_of
from whereseen.nodes.convert.unusable import UnusableMessage

FULL_CHANNELS = ("x", "y", "z", "rgb", "last_seen", "count")
XYZ = ("x", "y", "z")
UPDATE_CHANNELS = ("x", "y", "z", "rgb", "occupied")

_FLOAT_BYTES = 4
_BLUE = 3 * _FLOAT_BYTES  # of a point's bytes: blue, green, red, 0
_KINDS = {
    PointField.INT8: "i1",
    PointField.UINT8: "u1",
    PointField.INT16: "i2",
    PointField.UINT16: "u2",
    PointField.INT32: "i4",
    PointField.UINT32: "u4",
    PointField.FLOAT32: "f4",
    PointField.FLOAT64: "f8",
}


def voxels_cloud(voxels: Voxels, *, frame_id: str, stamp_ns: int) -> PointCloud2:
    """A cloud of all voxels, 24 bytes each.

    Channels are x, y, z in metres, rgb, `last_seen` in seconds before the stamp, never negative,
    and `count`, the frames that measured the voxel.

    Raises:
        UnusableMessage: if the stamp does not fit.
    """
    data = reserved(len(voxels.points_map) * len(FULL_CHANNELS) * _FLOAT_BYTES)
    table = _table(data, FULL_CHANNELS)
    _draw(table, voxels.points_map, voxels.rgb)
    # Voxels keep tenths of a second, which may round to after the stamp.
    table[:, 4] = np.maximum(stamp_ns - voxels.last_seen_ns, 0) * 1e-9
    table[:, 5] = voxels.count
    return _cloud(data, FULL_CHANNELS, frame_id, stamp_ns)


def updates_cloud(
    present: Voxels, vanished_map: Float32, *, frame_id: str, stamp_ns: int
) -> PointCloud2:
    """A cloud of what changed, 20 bytes a point.

    Channels are x, y, z in metres, rgb, and `occupied`, which is 1 or 0.

    Args:
        present: Voxels that appeared or look different.
        vanished_map: (N, 3) float32 centres of voxels that are gone; they are black.
        frame_id: The map frame.
        stamp_ns: Of the newest frame.

    Raises:
        UnusableMessage: if the stamp does not fit.
    """
    n_present = len(present.points_map)
    n_points = n_present + len(vanished_map)
    data = reserved(n_points * len(UPDATE_CHANNELS) * _FLOAT_BYTES)
    table = _table(data, UPDATE_CHANNELS)
    _draw(table[:n_present], present.points_map, present.rgb)
    table[:n_present, 4] = 1.0
    table[n_present:, :3] = vanished_map
    return _cloud(data, UPDATE_CHANNELS, frame_id, stamp_ns)


def points_of(cloud: PointCloud2) -> npt.NDArray[np.void]:
    """Points (N,) of a cloud as a structured array with its fields: a view of the message.

    Raises:
        UnusableMessage: "unknown field type", "bad step" or "truncated cloud".
    """
    dtype = _point_dtype(cloud)
    if cloud.row_step < cloud.width * cloud.point_step:
        got = f"rows of {cloud.row_step} bytes for {cloud.width} points of {cloud.point_step}"
        raise UnusableMessage("bad step", got=got, remedy="row_step is width * point_step or more")
    if len(cloud.data) < cloud.row_step * cloud.height:
        got = f"{len(cloud.data)} bytes, not {cloud.row_step} * {cloud.height}"
        raise UnusableMessage("truncated cloud", got=got, remedy="Send row_step * height bytes")
    steps = (cloud.row_step, cloud.point_step)
    shape = (cloud.height, cloud.width)
    return np.ndarray(shape, dtype=dtype, buffer=memoryview(cloud.data), strides=steps).reshape(-1)


def xyz_cloud(points: Float32, *, frame_id: str, stamp_ns: int) -> PointCloud2:
    """A cloud of points (N, 3) without colours; raises like `voxels_cloud`."""
    data = reserved(len(points) * len(XYZ) * _FLOAT_BYTES)
    _table(data, XYZ)[:] = points
    return _cloud(data, XYZ, frame_id, stamp_ns)


def xyz_of_cloud(cloud: PointCloud2) -> Float32:
    """Points (N, 3) float32 of a cloud in its own frame; none of an empty one.

    Raises:
        UnusableMessage: as `points_of`, or "no coordinates".
    """
    if not cloud.data:
        return np.zeros((0, 3), dtype=np.float32)
    points = points_of(cloud)
    if not set(XYZ) <= set(points.dtype.names or ()):
        raise UnusableMessage("no coordinates", got=str(points.dtype.names), remedy="Send x, y, z")
    xyz = np.stack([points[name] for name in XYZ], axis=1).astype(np.float32)
    return np.asarray(xyz[np.isfinite(xyz).all(axis=1)])


def colours_of(points: npt.NDArray[np.void]) -> npt.NDArray[np.uint8]:
    """Colours (N, 3) uint8 of points with a float32 or uint32 field `rgb`."""
    packed = np.ascontiguousarray(points["rgb"])
    values = packed.view(packed.dtype.str.replace("f4", "u4"))
    return np.stack([values >> 16, values >> 8, values], axis=-1).astype(np.uint8)


def _table(data: array[int], channels: tuple[str, ...]) -> Float32:
    """The bytes of a cloud as one row for each point, to be written to."""
    return np.frombuffer(data, dtype="<f4").reshape(-1, len(channels))


def _draw(table: Float32, points_map: Float32, rgb: npt.NDArray[np.uint8]) -> None:
    table[:, :3] = points_map
    colour_bytes = table.view(np.uint8)
    for offset, channel in enumerate((2, 1, 0)):
        colour_bytes[:, _BLUE + offset] = rgb[:, channel]


def _cloud(
    data: array[int], channels: tuple[str, ...], frame_id: str, stamp_ns: int
) -> PointCloud2:
    cloud = PointCloud2(header=header_of(frame_id, stamp_ns), height=1, is_dense=True)
    cloud.point_step = _FLOAT_BYTES * len(channels)
    cloud.width, cloud.row_step = len(data) // cloud.point_step, len(data)
    cloud.fields = [
        PointField(name=name, offset=_FLOAT_BYTES * i, datatype=PointField.FLOAT32, count=1)
        for i, name in enumerate(channels)
    ]
    cloud.data = data
    return cloud


def _point_dtype(cloud: PointCloud2) -> np.dtype[np.void]:
    order = ">" if cloud.is_bigendian else "<"
    layout: dict[str, list[Any]] = {"names": [], "formats": [], "offsets": []}
    for field in cloud.fields:
        if field.datatype not in _KINDS:
            got = f"{field.datatype} of {field.name!r}"
            raise UnusableMessage("unknown field type", got=got, remedy="Use those of PointField")
        kind = f"{order}{_KINDS[field.datatype]}"
        layout["names"].append(field.name)
        layout["formats"].append(kind if field.count <= 1 else (kind, (field.count,)))
        layout["offsets"].append(field.offset)
    try:
        return np.dtype(layout | {"itemsize": cloud.point_step})  # type: ignore[call-overload]
    except ValueError as error:
        remedy = "Names must differ, and every field must lie within point_step"
        raise UnusableMessage("bad step", got=str(error), remedy=remedy) from error
