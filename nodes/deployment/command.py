"""From a described process to a command line: what `whereseen up` starts without `launch`."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Mapping

from whereseen.nodes.deployment.files import ament_program, program_of
from whereseen.nodes.deployment.process import NodeProcess, ParameterValue
from whereseen.nodes.deployment.supervisor import Program


def is_installed_by_colcon(process: NodeProcess, environment: Mapping[str, str]) -> bool:
    """Whether ament knows the program, as after colcon; pip alone leaves only the module."""
    return ament_program(process.package, process.executable, environment) is not None


def module_command(process: NodeProcess) -> tuple[str, ...]:
    """How Python runs the process's module."""
    return (sys.executable, "-m", process.module)


def program_for(process: NodeProcess, environment: Mapping[str, str]) -> Program:
    """The program to start for a process.

    Args:
        process: What is described.
        environment: Variables of whoever starts it; the program inherits them.

    Raises:
        NotInstalled: if a program of another package is not there.
    """
    if process.module and not is_installed_by_colcon(process, environment):
        head = module_command(process)
    else:
        head = (str(program_of(process.package, process.executable, environment)),)
    return Program(
        name=process.name,
        command=(*head, *process.arguments, *ros_arguments(process)),
        environment={**environment, "PYTHONUNBUFFERED": "1", **process.environment},
        required=process.required,
        stop_within_s=process.stop_within_s,
    )


def ros_arguments(process: NodeProcess) -> tuple[str, ...]:
    """What follows `--ros-args`: names, files, parameters, level."""
    words = ["--ros-args", "-r", f"__node:={process.name}"]
    if process.namespace:
        words += ["-r", f"__ns:=/{process.namespace.lstrip('/')}"]
    for before, after in process.remappings:
        words += ["-r", f"{before}:={after}"]
    for file in process.parameter_files:
        words += ["--params-file", str(file)]
    for name, value in process.parameters.items():
        words += ["-p", f"{name}:={_yaml_scalar(value)}"]
    return (*words, "--log-level", process.log_level)


def shell_line(process: NodeProcess, environment: Mapping[str, str]) -> str:
    """The command line as one would type it."""
    assigned = [f"{name}={value}" for name, value in process.environment.items()]
    return shlex.join([*assigned, *program_for(process, environment).command])


def _yaml_scalar(value: ParameterValue) -> str:
    """A value as YAML that keeps its type: JSON is YAML, and quotes text like "true"."""
    return json.dumps(value, ensure_ascii=False)
