"""A deployment: arguments, and the processes that follow from their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from whereseen.nodes.deployment.process import Argument, NodeProcess
from whereseen.nodes.deployment.settings import Settings, settings_of
from whereseen.nodes.deployment.transport import transport_environment

Plan = Callable[[Settings, Mapping[str, str]], tuple[NodeProcess, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """Nodes that are started together.

    Attributes:
        name: As in `whereseen up memory` and `memory.launch.py`.
        summary: One sentence for the help.
        arguments: What a user may choose.
        plan: From settings and the starter's environment to processes.
    """

    name: str
    summary: str
    arguments: tuple[Argument, ...]
    plan: Plan

    def start_list(
        self, values: Mapping[str, str], environment: Mapping[str, str]
    ) -> tuple[NodeProcess, ...]:
        """Check the values and list the processes to start.

        Args:
            values: Of arguments, by name; defaults count for those left out.
            environment: Variables of whoever starts the nodes.

        Raises:
            InvalidArgument: if a name is not declared or a value cannot be used.
            NotInstalled: if a file of this package is missing.
        """
        settings = settings_of(self.arguments, values)
        transport = transport_environment(environment)
        return tuple(
            replace(process, environment=transport | dict(process.environment))
            for process in self.plan(settings, environment)
        )
