"""What a robot believes and plans, as rviz shows it."""

import numpy as np
import pytest
from std_msgs.msg import Header
from visualization_msgs.msg import Marker
from whereseen_msgs.msg import SubtaskResult

from whereseen.acting.navigation.costmap import Costmap
from whereseen.nodes.convert.belief_marker import (
    Belief,
    belief_markers,
    path_message,
    plan_markers,
    value_message,
)

HEADER = Header(frame_id="map")


def test_the_likelier_a_place_the_greener():
    beliefs = [Belief("mug", (1.0, 2.0, 0.8), (0.1,) * 3, p) for p in (0.9, 0.2)]
    erase, *markers = belief_markers(beliefs, "it may be on the table", HEADER).markers
    assert erase.action == Marker.DELETEALL
    keys = [(marker.ns, marker.id) for marker in markers]
    assert len(set(keys)) == len(keys) == 4
    boxes = [marker for marker in markers if marker.type == Marker.CUBE]
    assert boxes[0].color.g > boxes[1].color.g
    assert boxes[0].color.r < boxes[1].color.r
    texts = [marker.text for marker in markers if marker.type == Marker.TEXT_VIEW_FACING]
    assert texts == ["it may be on the table\nmug 90%", "mug 20%"]
    assert all(min(box.scale.x, box.scale.y, box.scale.z) > 0.1 for box in boxes)


def test_the_plan_says_what_is_done_and_why():
    subtasks = [
        SubtaskResult(progress=SubtaskResult.DONE, text="open the fridge"),
        SubtaskResult(progress=SubtaskResult.UNDER_WAY, text="put the milk in it"),
    ]
    (marker,) = plan_markers(
        subtasks, "go to the table", "it is there", (1.0, 2.0, 0.0), HEADER
    ).markers
    assert marker.text.splitlines() == [
        "✓ open the fridge", "▸ put the milk in it", "go to the table", "it is there",
    ]  # fmt: skip
    assert (marker.pose.position.x, marker.pose.position.y) == (1.0, 2.0)


def test_poses_of_a_way_face_the_next():
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    path = path_message(corners, (1.0, 1.0, np.pi), HEADER)
    turns = [2.0 * np.arctan2(p.pose.orientation.z, p.pose.orientation.w) for p in path.poses]
    assert turns == pytest.approx([np.pi / 2.0, 0.0, np.pi])
    assert path.poses[-1].pose.position.x == 1.0


def test_values_are_a_grid_where_nothing_is_clear():
    states = np.zeros((2, 3), np.int8)
    costmap = Costmap(states, 0.1, (1.0, -1.0), 0.2)
    value = np.array([[0.0, 0.5, 1.0], [0.001, 0.25, 0.0]], np.float32)
    grid = value_message(value, costmap, HEADER)
    assert list(grid.data) == [-1, 51, 100, -1, 26, -1]
    assert (grid.info.width, grid.info.height) == (3, 2)
    assert (grid.info.origin.position.x, grid.info.origin.position.y) == (1.0, -1.0)
    empty = value_message(np.zeros((2, 3), np.float32), costmap, HEADER)
    assert set(empty.data) == {-1}
