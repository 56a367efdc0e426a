"""From the shared description to actions of ROS 2 `launch`; only launch files import this."""

from __future__ import annotations

import os
from typing import Any

from launch import LaunchContext, LaunchDescription
from launch.actions import DeclareLaunchArgument, OpaqueFunction, Shutdown
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node

from whereseen.nodes.deployment.catalogue import deployment_named
from whereseen.nodes.deployment.command import is_installed_by_colcon, module_command
from whereseen.nodes.deployment.deployment import Deployment
from whereseen.nodes.deployment.process import Argument, NodeProcess


def launch_description(name: str) -> LaunchDescription:
    """A deployment as `ros2 launch` wants it: arguments, then nodes made from their values.

    Args:
        name: As `memory`.

    Raises:
        UnknownDeployment: if there is none of that name.
        NotInstalled: if a file of this package is missing.
    """
    deployment = deployment_named(name, os.environ)
    declared = [_declaration(argument) for argument in deployment.arguments]
    return LaunchDescription([*declared, OpaqueFunction(function=_nodes, args=[deployment])])


def _declaration(argument: Argument) -> DeclareLaunchArgument:
    return DeclareLaunchArgument(
        argument.name,
        default_value=argument.default,
        description=argument.description,
        choices=list(argument.choices) or None,
    )


def _nodes(context: LaunchContext, deployment: Deployment) -> list[Node]:
    values = {
        argument.name: LaunchConfiguration(argument.name).perform(context)
        for argument in deployment.arguments
    }
    environment = context.environment
    return [_node(process, environment) for process in deployment.start_list(values, environment)]


def _node(process: NodeProcess, environment: Any) -> Node:
    head, *before = module_command(process)
    if not process.module or is_installed_by_colcon(process, environment):
        program: dict[str, Any] = {"package": process.package, "executable": process.executable}
        before = []
    else:
        program = {"executable": head}
    return Node(
        **program,
        exec_name=process.name,
        name=process.name,
        namespace=process.namespace,
        arguments=[*before, *process.arguments],
        parameters=[*map(str, process.parameter_files), dict(process.parameters)],
        remappings=list(process.remappings),
        ros_arguments=["--log-level", process.log_level],
        additional_env=dict(process.environment),
        output="screen",
        emulate_tty=True,
        sigterm_timeout=str(process.stop_within_s),
        on_exit=Shutdown() if process.required else None,
    )
