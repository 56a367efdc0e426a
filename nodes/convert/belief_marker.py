"""What a robot believes and plans, as markers, a path and a grid.

Every layer is a namespace, so that it can be switched off by itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from geometry_msgs.msg import PoseStamped
from nav_msgs.msg import OccupancyGrid, Path
from std_msgs.msg import Header
from visualization_msgs.msg import Marker, MarkerArray
from whereseen_msgs.msg import SubtaskResult

from whereseen.acting.navigation.costmap import Costmap
from whereseen.acting.skills.call import Pose2
from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float32, Float64
from whereseen.nodes.convert.fill import filled
from whereseen.nodes.convert.marking import Rgb, marker_of, text_marker
from whereseen.nodes.convert.pose import point_of

HYPOTHESES, HYPOTHESIS_NAMES, PLAN_TEXT = "hypotheses", "hypothesis_names", "plan"

_WHITE: Rgb = (1.0, 1.0, 1.0)
_LIKELY: Rgb = (0.2, 0.9, 0.35)
_UNLIKELY: Rgb = (0.95, 0.3, 0.2)
_WIDER_M = 0.06  # than the thing, so that its own marker can be seen inside
_LEAST_M = 0.08
_LETTER_M = 0.16
_LINE_M = 0.24
_OVER_M = 1.9  # above the robot
_WRAPPED = 60
_SIGNS = {
    SubtaskResult.WAITING: "·",
    SubtaskResult.UNDER_WAY: "▸",
    SubtaskResult.DONE: "✓",
    SubtaskResult.FAILED: "✗",
    SubtaskResult.SKIPPED: "-",
}


@dataclass(frozen=True, slots=True)
class Belief:
    """A place where a thing may be.

    Attributes:
        label: What it is called.
        position_m: Middle of its box in the map frame.
        size_m: Of its box.
        probability: That it is there.
    """

    label: str
    position_m: Metres3
    size_m: Metres3
    probability: float


def erasing(header: Header) -> MarkerArray:
    """Takes away all markers of a topic."""
    return MarkerArray(markers=[Marker(header=header, action=Marker.DELETEALL)])


def belief_markers(beliefs: Sequence[Belief], text: str, header: Header) -> MarkerArray:
    """A box for each place, from green to red as it is less likely, with its probability.

    Args:
        beliefs: The likeliest first.
        text: What the robot says of it; shown with the first.
        header: Map frame and stamp.
    """
    markers = [Marker(header=header, action=Marker.DELETEALL)]
    for number, each in enumerate(beliefs):
        share = min(max(each.probability, 0.0), 1.0)
        red, green, blue = (
            share * good + (1.0 - share) * bad for good, bad in zip(_LIKELY, _UNLIKELY, strict=True)
        )
        x, y, z = (max(edge, _LEAST_M) + _WIDER_M for edge in each.size_m)
        rgba = (red, green, blue, 0.3 + 0.4 * share)
        box = marker_of(header, (HYPOTHESES, number), Marker.CUBE, rgba, (x, y, z))
        box.pose.position = point_of(each.position_m)
        name = f"{each.label} {share:.0%}"
        at = (each.position_m[0], each.position_m[1], each.position_m[2] + z / 2.0 + _LETTER_M)
        markers.append(box)
        said = f"{_wrapped(text)}\n{name}" if number == 0 and text else name
        markers.append(
            text_marker(
                header, (HYPOTHESIS_NAMES, number), said, (red, green, blue), at,
                letter_m=_LETTER_M,
            )
        )  # fmt: skip
    return MarkerArray(markers=markers)


def plan_markers(
    subtasks: Iterable[SubtaskResult], step: str, reason: str, pose: Pose2 | None, header: Header
) -> MarkerArray:
    """The subtasks, the step and its reason as text over the robot, or over the origin."""
    lines = [f"{_SIGNS[each.progress]} {each.text}" for each in subtasks]
    lines += [_wrapped(line) for line in (step, reason) if line]
    x, y = (0.0, 0.0) if pose is None else pose[:2]
    height = _OVER_M + _LINE_M * len("\n".join(lines).splitlines()) / 2.0
    marker = text_marker(
        header, (PLAN_TEXT, 0), "\n".join(lines), _WHITE, (x, y, height), letter_m=_LETTER_M
    )
    return MarkerArray(markers=[marker])


def path_message(corners: Float64, goal: Pose2, header: Header) -> Path:
    """A way over the floor (N, 2) to a goal, each pose facing the next."""
    poses = []
    for at, after in zip(corners, [*corners[1:], None], strict=True):
        yaw = goal[2] if after is None else math.atan2(after[1] - at[1], after[0] - at[0])
        pose = PoseStamped(header=header)
        pose.pose.position.x, pose.pose.position.y = float(at[0]), float(at[1])
        pose.pose.orientation.z = math.sin(yaw / 2.0)
        pose.pose.orientation.w = math.cos(yaw / 2.0)
        poses.append(pose)
    return Path(header=header, poses=poses)


def value_message(value: Float32, costmap: Costmap, header: Header) -> OccupancyGrid:
    """Values (H, W) as a grid, the greatest 100; what is worth nothing is unknown, thus clear."""
    height, width = value.shape
    top = float(value.max(initial=0.0))
    cells = np.full(value.shape, -1, dtype=np.int8)
    if top > 0.0:
        worth = value > 0.01 * top
        cells[worth] = np.clip(np.round(99.0 * value[worth] / top) + 1, 1, 100).astype(np.int8)
    message = OccupancyGrid(header=header)
    message.info.map_load_time = header.stamp
    message.info.resolution = float(costmap.cell_m)
    message.info.width, message.info.height = width, height
    x, y = costmap.origin_m
    message.info.origin.position = point_of((x, y, costmap.floor_m))
    message.info.origin.orientation.w = 1.0
    message.data = filled("b", cells)
    return message


def _wrapped(text: str) -> str:
    words, lines = text.split(), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) >= _WRAPPED:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
