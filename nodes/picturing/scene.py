"""What a picture shows, as values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float64

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Cloud:
    """Occupied voxels.

    Attributes:
        points_map: (N, 3) float64 centres in metres.
        colours: (N, 3) uint8.
        voxel_m: Edge of a voxel.
    """

    points_map: Float64
    colours: npt.NDArray[np.uint8]
    voxel_m: float


@dataclass(frozen=True, slots=True)
class NamedBox:
    """A box with a name.

    Attributes:
        corners_map: (8, 3) float64; corner i lies on the high side of axis k where bit k of i is 1.
        name: What it is; may be empty.
        rgb: Its colour, each 0 to 1.
        is_sure: Whether the thing was seen lately.
        note: What is new about it; empty if nothing is.
    """

    corners_map: Float64
    name: str
    rgb: Rgb
    is_sure: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line in the map.

    Attributes:
        layer: Namespace of its marker.
        points_map: (N, 3) float64, joined in this order.
        rgb: Its colour, each 0 to 1.
        opacity: 0 to 1.
    """

    layer: str
    points_map: Float64
    rgb: Rgb
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Caption:
    """A word in the map.

    Attributes:
        layer: Namespace of its marker.
        at_map: (3,) float64 its middle.
        text: What it says.
        rgb: Its colour, each 0 to 1.
    """

    layer: str
    at_map: Float64
    text: str
    rgb: Rgb


@dataclass(frozen=True, slots=True)
class FloorGrid:
    """An occupancy grid.

    Attributes:
        cells: (H, W) int8, 0 free, 100 occupied, -1 unknown.
        resolution_m: Edge of a cell.
        T_map_corner: (4, 4) pose of the outer corner of cells[0, 0].
    """

    cells: npt.NDArray[np.int8]
    resolution_m: float
    T_map_corner: Float64


@dataclass(frozen=True, slots=True)
class View:
    """A kept image: from where what was seen; its pixels only if they were asked for.

    Attributes:
        image_id: As places name it.
        stamp_ns: When it was taken.
        T_map_camera: (4, 4) pose of the camera.
        intrinsics: (3, 3) in pixels.
        size_px: Width and height.
        rgb: (H, W, 3) uint8 or None.
    """

    image_id: int
    stamp_ns: int
    T_map_camera: Float64
    intrinsics: Float64
    size_px: tuple[int, int]
    rgb: npt.NDArray[np.uint8] | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity in the list.

    Attributes:
        label: What it is.
        probability: That it is where the memory believes.
        state: In a word; empty where it is present.
        rgb: Colour of its box, None where it has none.
    """

    label: str
    probability: float
    state: str
    rgb: Rgb | None


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place of a reply.

    Attributes:
        position_m: Its middle.
        box: Its box, without a name.
        probability: That it answers the question.
        last_seen_ns: When it was last seen.
        image_id: Kept image that shows it, 0 if there is none.
    """

    position_m: Metres3
    box: NamedBox
    probability: float
    last_seen_ns: int
    image_id: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What the memory said to a question.

    Attributes:
        question: As asked.
        is_found: Whether the best place is good enough.
        reason: In a sentence.
        places: Best first.
        evidence: The kept image that shows the best place, with its pixels, if there is one.
    """

    question: str
    is_found: bool
    reason: str
    places: tuple[FoundPlace, ...]
    evidence: View | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is drawn.

    Attributes:
        map_frame: Name of the frame of everything.
        stamp_ns: Of the newest frame in the memory.
        cloud: Voxels.
        up_map: (3,) unit vector away from the floor.
        boxes: Of entities.
        grid: The occupancy grid, if one was published.
        things: All entities, for the list.
        views: Kept images, without pixels.
        reply: To the question, if one was asked.
        strokes: Edges of rooms, trails, and frames round what changed.
        captions: Names of rooms, and what became of things that are gone.
        beliefs: Where the robot thinks that what it wants is, with how likely, the likeliest first.
        way_map: (N, 3) the way that it goes; empty if it stays.
        robot_map: (3,) where it is, on the floor; None if that is not known.
        task: What it does and why, line by line.
        values: What it is worth to look at each place, 1 to 100, while something is looked for.
    """

    map_frame: str
    stamp_ns: int
    cloud: Cloud
    up_map: Float64
    boxes: tuple[NamedBox, ...] = ()
    grid: FloorGrid | None = None
    things: tuple[Thing, ...] = ()
    views: tuple[View, ...] = ()
    reply: Reply | None = None
    strokes: tuple[Stroke, ...] = ()
    captions: tuple[Caption, ...] = ()
    beliefs: tuple[NamedBox, ...] = ()
    way_map: Float64 = field(default_factory=lambda: np.zeros((0, 3)))
    robot_map: Float64 | None = None
    task: tuple[str, ...] = ()
    values: FloorGrid | None = None

    @property
    def is_acting(self) -> bool:
        """Whether a task is being done: all that has nothing to do with it steps back."""
        return bool(self.beliefs) or len(self.way_map) > 0 or self.values is not None

    @property
    def named(self) -> tuple[NamedBox, ...]:
        """Things that have a name in the picture; while a task is done, those that it is about."""
        if not self.is_acting:
            return self.boxes
        told = f" {re.sub(r'[^a-z0-9]+', ' ', ' '.join(self.task).casefold())} "
        about = (box for box in self.boxes if box.name and f" {box.name.casefold()} " in told)
        return tuple(replace(box, note="") for box in about)


def box_between(low_m: Float64, high_m: Float64, name: str, rgb: Rgb) -> NamedBox:
    """The box along the axes of the map between two corners (3,)."""
    return NamedBox(np.where(_HIGH, high_m, low_m), name, rgb)


def centred_corners(T_map_box: Float64, size_m: Float64) -> Float64:
    """Corners (8, 3) of the box of a size (3,) around a pose (4, 4)."""
    corners = np.where(_HIGH, size_m, -size_m) / 2.0
    return np.asarray(corners @ T_map_box[:3, :3].T + T_map_box[:3, 3])


_HIGH = (np.arange(8)[:, None] >> np.arange(3)) & 1 == 1
EDGES = tuple((i, i | 1 << k) for i in range(8) for k in range(3) if not i >> k & 1)
