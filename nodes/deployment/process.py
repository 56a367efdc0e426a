"""Values that say what is started and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ParameterValue = bool | int | float | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """What a user may choose when starting.

    Attributes:
        name: As in `name:=value`.
        default: Taken when the user says nothing.
        description: One sentence, with the unit.
        choices: The only values allowed; any if empty.
    """

    name: str
    default: str
    description: str
    choices: tuple[str, ...] = ()

    @property
    def full_description(self) -> str:
        """The description with the choices, as `ros2 launch -s` puts it."""
        if not self.choices:
            return self.description
        return f"{self.description} Valid choices are: {list(self.choices)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeProcess:
    """One process that holds one node.

    Attributes:
        name: The node's name, without its namespace.
        package: The ament package that the program belongs to.
        executable: The program's name in that package.
        module: Python module that is the same program; empty for programs of other packages.
        namespace: The node's namespace; empty for the one of whoever starts it.
        arguments: Plain arguments, before those for ROS.
        parameters: Set last, so they win over the files.
        parameter_files: YAML files, later ones win.
        remappings: Pairs of names, from and to.
        log_level: Least level that is logged.
        environment: Variables to set beside those of whoever starts it.
        required: When it ends, everything else is stopped.
        stop_within_s: How long it may take to end when asked to, before it is told harder.
    """

    name: str
    package: str
    executable: str
    module: str
    namespace: str = ""
    arguments: tuple[str, ...] = ()
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    parameter_files: tuple[Path, ...] = ()
    remappings: tuple[tuple[str, str], ...] = ()
    log_level: str = "info"
    environment: Mapping[str, str] = field(default_factory=dict)
    required: bool = True
    stop_within_s: float = 20.0
