"""A simulated home as the topics of a robot in it: ros2 launch whereseen sim.launch.py"""

from launch import LaunchDescription

from whereseen.nodes.launching import launch_description


def generate_launch_description() -> LaunchDescription:
    return launch_description("sim")
