"""The memory node for a robot or a simulator: ros2 launch whereseen memory.launch.py"""

from launch import LaunchDescription

from whereseen.nodes.launching import launch_description


def generate_launch_description() -> LaunchDescription:
    return launch_description("memory")
