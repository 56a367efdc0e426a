"""Published messages to what is drawn; nothing else is known here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from nav_msgs.msg import OccupancyGrid, Path
from sensor_msgs.msg import PointCloud2
from visualization_msgs.msg import Marker, MarkerArray
from whereseen_msgs.msg import Entity, EntityArray, Observation, Place, Status

from whereseen.memory.frames import Float64
from whereseen.memory.spatial.upright import estimate_up
from whereseen.nodes.convert.cloud import colours_of, points_of
from whereseen.nodes.convert.compressed import compressed_colour_of
from whereseen.nodes.convert.marker import BOXES, LABELS
from whereseen.nodes.convert.pose import matrix_of_pose, xyz_of
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.picturing.lines import captions_of, notes_of, strokes_of
from whereseen.nodes.picturing.scene import (
    Cloud,
    FloorGrid,
    FoundPlace,
    NamedBox,
    Reply,
    Rgb,
    Scene,
    Thing,
    View,
    box_between,
    centred_corners,
)
from whereseen.nodes.picturing.thinking import beliefs_of, lines_of, robot_of, way_of

_NO_NOTES: Mapping[int, str] = {}
_STATES = {Entity.PRESENT: "", Entity.UNKNOWN: "not seen lately", Entity.GONE: "gone"}
_FOUND: Rgb = (0.0, 0.45, 0.70)
_SURE = 0.3  # opacity; what was not seen lately is fainter
_CLOSEST_M, _WIDEST_M = 1e-3, 1.0  # voxels are neither smaller nor larger


@dataclass(frozen=True, slots=True)
class Heard:
    """Messages of a memory node; the cloud is what no picture can do without."""

    voxels: PointCloud2
    grid: OccupancyGrid | None = None
    markers: MarkerArray | None = None
    objects: EntityArray | None = None
    scene_markers: MarkerArray | None = None
    change_markers: MarkerArray | None = None
    belief: MarkerArray | None = None
    plan_markers: MarkerArray | None = None
    plan: Path | None = None
    value_map: OccupancyGrid | None = None


def scene_of(heard: Heard, views: tuple[View, ...], reply: Reply | None) -> Scene:
    """All that is drawn; what was not published is left out.

    Raises:
        UnusableMessage: if a message cannot be read.
    """
    cloud = cloud_of(heard.voxels)
    drawn = [each for each in (heard.scene_markers, heard.change_markers) if each is not None]
    lines = [marker for array in drawn for marker in array.markers]
    boxes = () if heard.markers is None else boxes_of(heard.markers, notes_of(lines))
    shown = set() if heard.markers is None else {marker.id for marker in heard.markers.markers}
    return Scene(
        map_frame=heard.voxels.header.frame_id,
        stamp_ns=ns_of(heard.voxels.header.stamp),
        cloud=cloud,
        up_map=up_of(cloud, views),
        boxes=boxes,
        grid=None if heard.grid is None else grid_of(heard.grid),
        things=() if heard.objects is None else things_of(heard.objects, boxes),
        views=views,
        reply=reply,
        strokes=strokes_of(lines),
        captions=captions_of(lines, shown),
        beliefs=beliefs_of(heard.belief),
        way_map=way_of(heard.plan),
        robot_map=robot_of(heard.plan_markers, cloud.points_map),
        task=lines_of(heard.plan_markers),
        values=_values_of(heard.value_map),
    )


def cloud_of(message: PointCloud2) -> Cloud:
    """Voxels; how large they are shows in their distances."""
    points = points_of(message)
    points_map = np.stack([points[axis] for axis in "xyz"], axis=-1).astype(np.float64)
    valid = np.isfinite(points_map).all(axis=1)
    points_map, colours = points_map[valid], colours_of(points)[valid]
    return Cloud(points_map, colours, _voxel_m(points_map))


def boxes_of(message: MarkerArray, notes: Mapping[int, str] = _NO_NOTES) -> tuple[NamedBox, ...]:
    """Boxes of entities, with the names that hang above them, and what is new about some."""
    shown = [marker for marker in message.markers if marker.action == Marker.ADD]
    names = {marker.id: marker.text for marker in shown if marker.ns == LABELS}
    return tuple(
        NamedBox(
            centred_corners(matrix_of_pose(marker.pose), xyz_of(marker.scale)),
            _label_of(names.get(marker.id, "")),
            (marker.color.r, marker.color.g, marker.color.b),
            is_sure=marker.color.a >= _SURE,
            note=notes.get(marker.id, ""),
        )
        for marker in shown
        if marker.ns == BOXES and marker.type == Marker.CUBE
    )


def grid_of(message: OccupancyGrid) -> FloorGrid:
    """The occupancy grid."""
    info = message.info
    cells = np.frombuffer(message.data, dtype=np.int8).reshape(info.height, info.width)
    return FloorGrid(cells, float(info.resolution), matrix_of_pose(info.origin))


def things_of(message: EntityArray, boxes: Sequence[NamedBox]) -> tuple[Thing, ...]:
    """Entities in the order of their labels, the doubtful and the gone last."""
    colours = {box.name: box.rgb for box in boxes}
    order = tuple(_STATES)
    ordered = sorted(message.entities, key=lambda e: (order.index(e.status), e.label, e.id))
    return tuple(
        Thing(e.label, float(e.probability), _STATES[e.status], colours.get(e.label))
        for e in ordered
    )


def view_of(message: Observation) -> View:
    """A kept image, with its pixels if they came along."""
    has_pixels = bool(len(message.image.data))
    return View(
        image_id=int(message.image_id),
        stamp_ns=ns_of(message.header.stamp),
        T_map_camera=matrix_of_pose(message.pose),
        intrinsics=np.asarray(message.k, dtype=np.float64).reshape(3, 3),
        size_px=(int(message.width), int(message.height)),
        rgb=compressed_colour_of(message.image) if has_pixels else None,
    )


def reply_of(
    question: str, status: Status, places: Sequence[Place], evidence: View | None
) -> Reply:
    """What was said to a question."""
    found = tuple(_place(place) for place in places)
    return Reply(question, status.code == Status.OK, status.reason, found, evidence)


def up_of(cloud: Cloud, views: Sequence[View]) -> Float64:
    """Unit vector (3,) away from the floor.

    REP 103 wants z up, and cameras are mostly held upright: where they were on the mean is where
    the search begins, for maps that lie askew.
    """
    prior = np.array([0.0, 0.0, 1.0])
    if views:
        mean = -np.mean([view.T_map_camera[:3, 1] for view in views], axis=0)
        prior = mean if np.linalg.norm(mean) > 0.1 else prior
    return np.asarray(estimate_up(cloud.points_map, prior))


def _values_of(message: OccupancyGrid | None) -> FloorGrid | None:
    """What places are worth; an empty grid says that nothing is looked for."""
    return None if message is None or not message.data else grid_of(message)


def _place(place: Place) -> FoundPlace:
    x, y, z = xyz_of(place.position).tolist()
    return FoundPlace(
        position_m=(x, y, z),
        box=box_between(xyz_of(place.box_min), xyz_of(place.box_max), "", _FOUND),
        probability=float(place.probability),
        last_seen_ns=ns_of(place.last_seen),
        image_id=int(place.image_id),
    )


def _label_of(text: str) -> str:
    """The name above a box without the number that follows it."""
    label, blank, number = text.rpartition("  ")
    return label if blank and number.replace(".", "", 1).isdigit() else text


def _voxel_m(points_map: npt.NDArray[np.floating]) -> float:
    steps = np.diff(np.unique(points_map[:, 0].round(5))) if len(points_map) else np.zeros(0)
    steps = steps[(steps > _CLOSEST_M) & (steps < _WIDEST_M)]
    return float(steps.min()) if len(steps) else 0.05
