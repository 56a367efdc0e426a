"""Whether ROS is here."""

import pytest

from whereseen.nodes.deployment.errors import NotInstalled
from whereseen.nodes.deployment.presence import require_ros


def test_nothing_is_said_where_everything_can_be_imported():
    require_ros(lambda name: True)


def test_the_two_ways_to_ros_are_named_where_it_is_missing():
    with pytest.raises(NotInstalled) as caught:
        require_ros(lambda name: name != "rclpy")
    text = str(caught.value)
    assert text.startswith("ROS 2 cannot be imported (got no module named rclpy)")
    assert "source /opt/ros/$ROS_DISTRO/setup.bash" in text
    assert "make setup" in text


def test_messages_that_were_not_built_are_named():
    with pytest.raises(NotInstalled, match="no module named tf2_msgs, whereseen_msgs"):
        require_ros(lambda name: not name.startswith(("tf2", "whereseen")))
