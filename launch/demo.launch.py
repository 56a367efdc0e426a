"""A simulated home and the memory that watches it: ros2 launch whereseen demo.launch.py"""

from launch import LaunchDescription

from whereseen.nodes.launching import launch_description


def generate_launch_description() -> LaunchDescription:
    return launch_description("demo")
