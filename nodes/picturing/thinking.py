"""What a robot believes and plans: messages to values, and values to ink."""

from __future__ import annotations

import numpy as np
from nav_msgs.msg import Path
from visualization_msgs.msg import Marker, MarkerArray

from whereseen.memory.frames import Float64
from whereseen.memory.io.picture.canvas import Ink, Sheet
from whereseen.memory.io.picture.labels import Rectangle
from whereseen.nodes.convert.belief_marker import HYPOTHESES, HYPOTHESIS_NAMES
from whereseen.nodes.convert.pose import matrix_of_pose, xyz_of
from whereseen.nodes.picturing.marks import Projection, ink_of, paint_of, surrounding
from whereseen.nodes.picturing.scene import NamedBox, Scene, centred_corners

_WAY, _HALO = "#0b84c6", "#ffffff"
_LINE = Ink(14.0)
_FIRST = Ink(14.0, bold=True)
_BADGE = Ink(12.5, bold=True)
_LINE_PX = 20.0
_SMALLEST_PX = 9.0
_WAY_PX, _ARROW_PX, _ROBOT_PX = 4.0, 16.0, 8.0
_LOWEST_PERCENT = 1.0
_BARB = np.array([[0.87, -0.5], [0.5, 0.87]])  # half a right angle and less aside


def beliefs_of(message: MarkerArray | None) -> tuple[NamedBox, ...]:
    """Where a thing may be, with its name and how likely that is."""
    if message is None:
        return ()
    shown = [marker for marker in message.markers if marker.action == Marker.ADD]
    names = {marker.id: marker.text for marker in shown if marker.ns == HYPOTHESIS_NAMES}
    return tuple(
        NamedBox(
            centred_corners(matrix_of_pose(marker.pose), xyz_of(marker.scale)),
            names.get(marker.id, "").splitlines()[-1] if names.get(marker.id) else "",
            (marker.color.r, marker.color.g, marker.color.b),
        )
        for marker in shown
        if marker.ns == HYPOTHESES
    )


def way_of(message: Path | None) -> Float64:
    """Points (N, 3) of a way; none if there is none."""
    poses = [] if message is None else message.poses
    return np.array([xyz_of(each.pose.position) for each in poses]).reshape(-1, 3)


def robot_of(message: MarkerArray | None, points_map: Float64) -> Float64 | None:
    """Where the robot is (3,), under the text that hangs over it, as low as points (N, 3) go."""
    if message is None or not message.markers or not len(points_map):
        return None
    at = xyz_of(message.markers[0].pose.position)
    return np.array([at[0], at[1], float(np.percentile(points_map[:, 2], _LOWEST_PERCENT))])


def lines_of(message: MarkerArray | None) -> tuple[str, ...]:
    """The subtasks, the step and its reason."""
    texts = [] if message is None else [marker.text for marker in message.markers]
    return tuple(line for text in texts for line in text.splitlines())


def draw_thoughts(
    sheet: Sheet, scene: Scene, project: Projection, area: Rectangle
) -> list[Rectangle]:
    """Draw the way and where the thing may be; returns the rectangles that names cover."""
    draw_way(sheet, scene, project)
    covered = []
    for box in reversed(scene.beliefs):
        covered.append(_draw_belief(sheet, box, project, area))
    return covered


def draw_way(sheet: Sheet, scene: Scene, project: Projection) -> None:
    """Draw the robot, a disc, and its way to where it goes, an arrow."""
    way_map = scene.way_map
    if len(way_map) < 2:
        if scene.robot_map is not None and scene.is_acting:
            x, y = project(scene.robot_map[None])[0].tolist()
            sheet.disc(x, y, _ROBOT_PX, face=_WAY)
        return
    pixels = project(way_map)
    sheet.line(pixels, colour=_HALO, line_px=_WAY_PX + 3.5, rim_px=0.0)
    sheet.line(pixels, colour=_WAY, line_px=_WAY_PX, rim_px=0.0)
    end, back = pixels[-1], pixels[-2] - pixels[-1]
    length = float(np.linalg.norm(back))
    if length > 1.0:
        turns = (_BARB @ (back / length), _BARB.T @ (back / length))
        barbs = np.stack([end + _ARROW_PX * turns[0], end, end + _ARROW_PX * turns[1]])
        sheet.line(barbs, colour=_HALO, line_px=_WAY_PX + 3.5, rim_px=0.0)
        sheet.line(barbs, colour=_WAY, line_px=_WAY_PX, rim_px=0.0)
    x, y = pixels[0].tolist()
    sheet.disc(x, y, _ROBOT_PX, face=_WAY)


def draw_task(sheet: Sheet, lines: tuple[str, ...], area: Rectangle) -> float:
    """Write what the robot does and why; returns where that ends."""
    left, top, right, bottom = area
    for number, line in enumerate(lines):
        if top + _LINE_PX > bottom:
            break
        ink = _FIRST if not number else _LINE
        sheet.text(left, top, sheet.shortened(line, ink, width=right - left), ink)
        top += _LINE_PX
    return top


def _draw_belief(sheet: Sheet, box: NamedBox, project: Projection, area: Rectangle) -> Rectangle:
    left, top, right, bottom = surrounding(box, project)
    grow_x = max(_SMALLEST_PX - (right - left), 0.0) / 2.0
    grow_y = max(_SMALLEST_PX - (bottom - top), 0.0) / 2.0
    left, top, right, bottom = left - grow_x, top - grow_y, right + grow_x, bottom + grow_y
    colour = paint_of(box.rgb)
    sheet.box(
        left, top, right - left, bottom - top, edge=colour, face=colour, opacity=0.55, line_px=2.5
    )
    width = sheet.width_of(box.name, _BADGE) + 8.0
    x = min(max((left + right) / 2.0, area[0] + width / 2.0), area[2] - width / 2.0)
    y = top - 20.0 if top - 20.0 > area[1] else bottom + 3.0
    sheet.box(x - width / 2.0, y - 1.0, width, 18.0, face="white", edge=colour, opacity=0.92)
    sheet.text(x, y, box.name, Ink(_BADGE.size_px, ink_of(box.rgb), bold=True), align="center")
    return x - width / 2.0, y - 1.0, x + width / 2.0, y + 17.0
