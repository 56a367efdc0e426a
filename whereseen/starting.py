"""What `whereseen up` does: list arguments, print command lines, start nodes."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping

from whereseen.nodes.deployment.catalogue import deployment_named
from whereseen.nodes.deployment.command import program_for, shell_line
from whereseen.nodes.deployment.presence import require_ros
from whereseen.nodes.deployment.supervisor import Supervisor


def report_arguments(name: str) -> None:
    """List the arguments of a deployment, as `ros2 launch -s` does."""
    deployment = deployment_named(name, os.environ)
    _print_line(deployment.summary)
    _print_line("\nArguments (pass arguments as '<name>:=<value>'):")
    for argument in deployment.arguments:
        _print_line(f"\n    '{argument.name}':\n        {argument.full_description}")
        _print_line(f"        (default: {argument.default!r})")


def report_commands(name: str, values: Mapping[str, str]) -> None:
    """Print the command line of each process of a deployment."""
    deployment = deployment_named(name, os.environ)
    for process in deployment.start_list(values, os.environ):
        _print_line(shell_line(process, os.environ))


def run_deployment(name: str, values: Mapping[str, str]) -> int:
    """Start the processes of a deployment and pass on what they print; returns the exit code."""
    deployment = deployment_named(name, os.environ)
    require_ros()
    processes = deployment.start_list(values, os.environ)
    programs = [program_for(process, os.environ) for process in processes]
    return Supervisor(programs, _Prefixed().write).run()


class _Prefixed:
    """Lines of several programs, whole and each with its program's name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def write(self, name: str, line: str) -> None:
        """Print a line of a program, or of ourselves if it has no name."""
        with self._lock:
            if name:
                _print_line(f"[{name}] {line}")
            else:
                _say(line)


def _print_line(text: str) -> None:
    """Print text as it is: no markup, no wrapping."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _say(text: str) -> None:
    """Say something about what goes on, on standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
