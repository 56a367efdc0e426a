"""Starts the processes of a measurement in a ROS domain of their own, and ends them all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from whereseen.nodes.benchmark.actor import Actor, Watched
from whereseen.nodes.benchmark.domain import locked_domain
from whereseen.nodes.deployment.command import program_for
from whereseen.nodes.deployment.files import config_file
from whereseen.nodes.deployment.process import NodeProcess, ParameterValue
from whereseen.nodes.deployment.transport import PROFILE_VARIABLE

_HEALTH_PERIOD_S = 0.5
_TIMEOUT_S = 60.0
_TRANSPORTS = (PROFILE_VARIABLE, "FASTDDS_DEFAULT_PROFILES_FILE", "FASTDDS_BUILTIN_TRANSPORTS")


class Stage:
    """Where processes are started; leaving the block that opened it ends those still running.

    Args:
        folder: For their output and for files that they share.
        domain: Their ROS domain.
        stack: Ends them.
    """

    def __init__(self, folder: Path, domain: int, stack: ExitStack) -> None:
        self.folder = folder
        self._domain = domain
        self._stack = stack
        self._started = 0

    def actor(self, name: str, *, profiled: bool = True) -> Actor:
        """A process of `whereseen.nodes.benchmark.<name>`.

        Args:
            name: Of the module.
            profiled: Whether it has our Fast DDS profile, or what Fast DDS does by itself.
        """
        command = (sys.executable, "-m", f"whereseen.nodes.benchmark.{name}")
        actor = Actor(name, command, self._environment(profiled), self._log(name))
        self._stack.callback(actor.close)
        return actor

    @contextmanager
    def memory_node(self, **parameters: ParameterValue) -> Iterator[Watched]:
        """A memory node with the labels encoder and these parameters, for as long as the block."""
        given: dict[str, ParameterValue] = {
            "encoder": "labels",
            "output.diagnostics_period_s": _HEALTH_PERIOD_S,
            "request_timeout_s": _TIMEOUT_S,  # a late reply is a late one, not a refusal
            **parameters,
        }
        process = NodeProcess(
            name="memory",
            package="whereseen",
            executable="memory_node",
            module="whereseen.nodes.memory_node",
            parameters=given,
        )
        program = program_for(process, self._environment(True))
        node = Watched(program.command, program.environment, self._log("memory_node"))
        with ExitStack() as stack:
            stack.callback(node.close)
            yield node

    def _log(self, name: str) -> Path:
        self._started += 1
        return self.folder / f"{self._started:02d}_{name}.log"

    def _environment(self, profiled: bool) -> Mapping[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in _TRANSPORTS}
        profile = {PROFILE_VARIABLE: str(config_file("fastdds.xml", os.environ))}
        return {
            **inherited,
            **(profile if profiled else {}),
            "ROS_DOMAIN_ID": str(self._domain),
            "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST",
            "ROS_LOG_DIR": str(self.folder / "ros_log"),
        }


@contextmanager
def open_stage() -> Iterator[Stage]:
    """A stage with a temporary folder and a domain of its own."""
    with (
        TemporaryDirectory(prefix="whereseen-bench-") as folder,
        locked_domain() as domain,
        ExitStack() as stack,
    ):
        yield Stage(Path(folder), domain, stack)
