"""A robot that does what it is asked in a simulated home: ros2 launch whereseen tidy.launch.py"""

from launch import LaunchDescription

from whereseen.nodes.launching import launch_description


def generate_launch_description() -> LaunchDescription:
    return launch_description("tidy")
