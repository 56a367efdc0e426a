"""A rosbag2 or a recording as topics: ros2 launch whereseen replay.launch.py path:=FILE"""

from launch import LaunchDescription

from whereseen.nodes.launching import launch_description


def generate_launch_description() -> LaunchDescription:
    return launch_description("replay")
