from __future__ import annotations

import pytest
from geometry_msgs.msg import TransformStamped

from whereseen.nodes.convert.unusable import UnusableMessage
from whereseen.nodes.transforms.edge import Edge
from whereseen.nodes.transforms.messages import edge_of, message_of

EDGE = Edge("odom", "base", 1_700_000_000_123_456_789, (1.0, 2.0, 3.0), (0.1, 0.2, 0.3, 0.9))


def test_an_edge_comes_back_as_it_was() -> None:
    message = message_of(EDGE)
    assert (message.header.frame_id, message.child_frame_id) == ("odom", "base")
    assert (message.header.stamp.sec, message.header.stamp.nanosec) == (1_700_000_000, 123_456_789)
    assert edge_of(message) == EDGE


def test_an_empty_message_makes_an_edge_without_names() -> None:
    assert edge_of(TransformStamped()) == Edge("", "", 0, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0))


def test_a_stamp_that_no_message_can_say_is_refused() -> None:
    with pytest.raises(UnusableMessage, match="out of range"):
        message_of(Edge("odom", "base", -1, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0)))
