"""The map of a picture: voxels from above, the camera path, places and their numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Metres3, Place
from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64
from whereseen.memory.io.picture.canvas import Colour, Ink, Sheet
from whereseen.memory.io.picture.labels import Rectangle, place_badges
from whereseen.memory.io.picture.plan import Plan, plan_of, top_down

# Okabe and Ito's colours, which people of all kinds of colour vision tell apart.
FOUND, REFUSED, TRUTH, WAY = "#0072B2", "#D55E00", "#009E73", "#2b2f36"
_QUIET = "#616e7c"
_BADGE_PX = 15.0
_SMALLEST_BOX_PX = 16.0
_LONGEST_SCALE = 0.22
_ALONG_AXES = 0.03  # sine of the turn up to which ticks are the map's, to within their width
_AROUND = np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)])


@dataclass(frozen=True, slots=True)
class MapView:
    """A map to be drawn from above.

    Attributes:
        points_map: (N, 3) voxel centres; rows with NaN or infinity are left out.
        colours: (N, 3) uint8.
        up_map: Direction away from the floor, of any length but zero.
        voxel_m: Edge length of a voxel.
        path_map: (M, 3) where the camera went.
        now_ns: What ages are counted from; no ages are given if None.
        title: Heading of the picture; none if empty.
    """

    points_map: npt.NDArray[np.floating]
    colours: npt.NDArray[np.uint8]
    up_map: Metres3 = (0.0, 0.0, 1.0)
    voxel_m: float = 0.05
    path_map: npt.NDArray[np.floating] = field(default_factory=lambda: np.empty((0, 3)))
    now_ns: int | None = None
    title: str = ""

    def __post_init__(self) -> None:
        if self.points_map.shape != (len(self.colours), 3):
            raise InvalidConfig(
                "a picture needs one colour for each point",
                got=f"points {self.points_map.shape}, colours {self.colours.shape}",
            )
        length = float(np.linalg.norm(self.up_map))
        if not (np.isfinite(length) and length > 0.0):
            raise InvalidConfig("up_map must be a direction", got=f"{self.up_map}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the map.

    Attributes:
        place: What is outlined.
        number: In its badge.
        found: Whether it answers its question, or is only the best candidate.
    """

    place: Place
    number: int
    found: bool

    @property
    def colour(self) -> Colour:
        """Of the outline and the badge."""
        return FOUND if self.found else REFUSED


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a plan lies on a sheet."""

    plan: Plan
    left: float
    bottom: float
    pixels_per_m: float

    def pixels(self, points_map: npt.ArrayLike) -> Float64:
        flat = (self.plan.flat(points_map) - self.plan.low_m) * self.pixels_per_m
        return np.asarray(flat * (1.0, -1.0) + (self.left, self.bottom))

    @property
    def rectangle(self) -> Rectangle:
        """What the map covers on the page, in its pixels."""
        width, height = self.plan.size_m
        return (
            self.left,
            self.bottom - height * self.pixels_per_m,
            self.left + width * self.pixels_per_m,
            self.bottom,
        )


def draw_map(
    sheet: Sheet,
    view: MapView,
    marks: list[Mark],
    *,
    truth: list[Metres3],
    area: Rectangle,
    ceiling_m: float,
) -> None:
    """Draw a map as large as fits into a rectangle (left, top, right, bottom), and its legend."""
    valid = np.isfinite(view.points_map).all(axis=1)
    points = np.asarray(view.points_map[valid], dtype=np.float64)
    way = np.asarray(view.path_map, dtype=np.float64).reshape(-1, 3)
    way = way[np.isfinite(way).all(axis=1)]
    shown = np.concatenate(
        [way, np.array(truth).reshape(-1, 3), *(_solid(mark.place) for mark in marks)]
    )
    frame = _framed(plan_of(points, view.up_map, shown_map=shown), area)
    image = top_down(
        frame.plan, points, view.colours[valid],
        pixels_per_m=frame.pixels_per_m, voxel_m=view.voxel_m, ceiling_m=ceiling_m,
    )  # fmt: skip
    left, top, right, bottom = frame.rectangle
    sheet.image(left, top, image)
    sheet.box(left, top, right - left, bottom - top, edge="#c3cad1")
    if not len(points):
        ink = Ink(18.0, _QUIET)
        sheet.text((left + right) / 2.0, (top + bottom) / 2.0, "nothing seen yet", ink,
                   align="center")  # fmt: skip
    if np.abs(frame.plan.basis - np.eye(3)).max() < _ALONG_AXES:
        _draw_axes(sheet, frame)
    else:
        words = "the view is levelled and turned; texts give coordinates of the map"
        sheet.text(left, bottom + 7.0, words, Ink(12.5, _QUIET))
    _draw_scale(sheet, frame)
    if len(way) > 1:
        sheet.line(frame.pixels(way), colour=WAY, line_px=1.3, rim_px=1.8, opacity=0.75)
    for x, y in frame.pixels(np.array(truth).reshape(-1, 3)).tolist():
        sheet.cross(x, y, colour=TRUTH)
    _draw_marks(sheet, frame, marks, voxel_m=view.voxel_m)
    _draw_legend(sheet, marks, way=len(way) > 1, truth=bool(truth), x=left, y=bottom + 32.0)


def _framed(plan: Plan, area: Rectangle) -> _Frame:
    left, top, right, bottom = area
    width, height = plan.size_m
    scale = min((right - left) / width, (bottom - top) / height)
    middle = (left + right) / 2.0
    return _Frame(plan, round(middle - width * scale / 2.0), round(top + height * scale), scale)


def _solid(place: Place) -> Float64:
    """Points (N, 3) that span a place."""
    if len(place.points_map):
        return np.asarray(place.points_map, dtype=np.float64)
    return np.array([place.position_m])


def _outline(frame: _Frame, place: Place, *, voxel_m: float) -> Float64:
    """Corners (4, 2) of the rectangle round a place on the sheet, never too small to be seen."""
    pixels = frame.pixels(_solid(place))
    low, high = pixels.min(axis=0), pixels.max(axis=0)
    extent = np.maximum(high - low + voxel_m * frame.pixels_per_m, _SMALLEST_BOX_PX)
    return np.asarray((low + high) / 2.0 + extent / 2.0 * _AROUND)


def _draw_marks(sheet: Sheet, frame: _Frame, marks: list[Mark], *, voxel_m: float) -> None:
    outlines = [_outline(frame, mark.place, voxel_m=voxel_m) for mark in marks]
    boxes = [(*outline.min(axis=0).tolist(), *outline.max(axis=0).tolist()) for outline in outlines]
    anchors = np.array([[(b[0] + b[2]) / 2.0, (b[1] + b[3]) / 2.0] for b in boxes]).reshape(-1, 2)
    badges = place_badges(anchors, boxes, radius=_BADGE_PX, frame=frame.rectangle)
    for mark, outline, badge in zip(marks, outlines, badges, strict=True):
        start = _towards(outline, badge)
        sheet.line(np.stack([start, badge]), colour=mark.colour, line_px=2.0)
        sheet.outline(outline, colour=mark.colour, dashed=not mark.found)
    for mark, (x, y) in zip(marks, badges.tolist(), strict=True):
        sheet.badge(x, y, _BADGE_PX, text=str(mark.number), colour=mark.colour)


def _towards(outline: Float64, badge: Float64) -> Float64:
    """Where the line from the middle of a box to its badge leaves the box."""
    low, high = outline.min(axis=0), outline.max(axis=0)
    middle, half = (low + high) / 2.0, (high - low) / 2.0
    step = badge - middle
    with np.errstate(divide="ignore"):
        share = float(np.min(half / np.abs(step)))
    return np.asarray(middle + step * min(share, 1.0))


def _draw_axes(sheet: Sheet, frame: _Frame) -> None:
    """Ticks along the left and lower edge, in metres from the origin of the map frame."""
    left, _, _, bottom = frame.rectangle
    ink = Ink(12.5, _QUIET)
    step = _step_m(max(frame.plan.size_m))
    for axis in range(2):
        low, high = float(frame.plan.low_m[axis]), float(frame.plan.high_m[axis])
        for value in np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step:
            offset = (value - low) * frame.pixels_per_m
            label = f"{value + 0.0:g}"  # + 0.0 makes -0 a 0
            if axis == 0:
                sheet.box(left + offset, bottom, 1.0, 5.0, face=_QUIET)
                sheet.text(left + offset, bottom + 7.0, label, ink, align="center")
            else:
                sheet.box(left - 5.0, bottom - offset, 5.0, 1.0, face=_QUIET)
                sheet.text(left - 9.0, bottom - offset - 9.0, label, ink, align="right")


def _step_m(extent_m: float) -> float:
    """A round distance of which there are at most ten."""
    for power in range(-3, 5):
        for digit in (1.0, 2.0, 5.0):
            if extent_m / (digit * 10.0**power) <= 10.0:
                return float(digit * 10.0**power)
    return extent_m


def _draw_scale(sheet: Sheet, frame: _Frame) -> None:
    _, _, right, bottom = frame.rectangle
    length_m = _step_m(frame.plan.size_m[0])
    if length_m > _LONGEST_SCALE * frame.plan.size_m[0]:
        length_m /= 2.0
    length, ink = length_m * frame.pixels_per_m, Ink(13.0, "#1f2933")
    x, y = right - length - 22.0, bottom - 38.0
    sheet.box(x - 10.0, y - 4.0, length + 20.0, 32.0, face="white", opacity=0.82)
    sheet.text(x + length / 2.0, y - 4.0, f"{length_m:g} m", ink, align="center")
    sheet.box(x, y + 16.0, length, 4.0, face="#1f2933")


def _draw_legend(
    sheet: Sheet, marks: list[Mark], *, way: bool, truth: bool, x: float, y: float
) -> None:
    """One line of what is on the map."""
    ink, middle = Ink(14.0, _QUIET), y + 9.0
    entries = [(FOUND, "found")] if any(mark.found for mark in marks) else []
    entries += (
        [(REFUSED, "not found: the best candidate")]
        if any(not mark.found for mark in marks)
        else []
    )
    for colour, text in entries:
        corners = np.array([[x, middle - 7], [x + 20, middle - 7], [x + 20, middle + 7],
                            [x, middle + 7]])  # fmt: skip
        sheet.outline(corners, colour=colour, dashed=colour == REFUSED)
        sheet.text(x + 29.0, y, text, ink)
        x += 29.0 + sheet.width_of(text, ink) + 30.0
    if truth:
        sheet.cross(x + 8.0, middle, colour=TRUTH)
        sheet.text(x + 25.0, y, "the truth", ink)
        x += 25.0 + sheet.width_of("the truth", ink) + 30.0
    if way:
        sheet.line(np.array([[x, middle], [x + 28.0, middle]]), colour=WAY, rim_px=0.0)
        sheet.text(x + 37.0, y, "camera path", ink)
