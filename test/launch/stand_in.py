"""As much of `launch` and `launch_ros` as our launch files use, recording what they ask for.

Signatures are those of ROS 2 Jazzy: an argument that the real class lacks is an error here too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType


class LaunchContext:
    """Values of arguments, and the environment."""

    def __init__(self) -> None:
        self.launch_configurations: dict[str, str] = {}

    @property
    def environment(self) -> Mapping[str, str]:
        return os.environ


class LaunchDescription:
    def __init__(self, entities=None) -> None:
        self.entities = list(entities or ())


class DeclareLaunchArgument:
    def __init__(self, name, *, default_value=None, description=None, choices=None) -> None:
        if default_value is not None and choices is not None:
            assert default_value in choices, "the real class refuses this"
        self.name = name
        self.default_value = default_value
        self.description = description
        self.choices = choices


class LaunchConfiguration:
    def __init__(self, variable_name, *, default=None) -> None:
        self._name = variable_name

    def perform(self, context: LaunchContext) -> str:
        return context.launch_configurations[self._name]


class OpaqueFunction:
    def __init__(self, *, function: Callable[..., object], args=None, kwargs=None) -> None:
        self._call = (function, tuple(args or ()), dict(kwargs or {}))

    def execute(self, context: LaunchContext):
        function, args, kwargs = self._call
        return function(context, *args, **kwargs)


class Shutdown:
    """What a process's end may ask for."""


@dataclass(kw_only=True)
class Node:
    executable: str
    package: str | None = None
    name: str | None = None
    namespace: str | None = None
    exec_name: str | None = None
    parameters: list[object] = field(default_factory=list)
    remappings: list[tuple[str, str]] = field(default_factory=list)
    ros_arguments: list[str] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)
    additional_env: dict[str, str] = field(default_factory=dict)
    output: str = "log"
    emulate_tty: bool = False
    sigterm_timeout: str = "5"
    sigkill_timeout: str = "5"
    on_exit: Shutdown | None = None


@dataclass(frozen=True)
class _Logger:
    said: list[str]

    def info(self, text: str) -> None:
        self.said.append(text)


def modules(said: list[str]) -> dict[str, ModuleType]:
    """The modules to put into sys.modules.

    Args:
        said: Gets what is logged.
    """
    contents = {
        "launch": {"LaunchContext": LaunchContext, "LaunchDescription": LaunchDescription},
        "launch.actions": {
            "DeclareLaunchArgument": DeclareLaunchArgument,
            "OpaqueFunction": OpaqueFunction,
            "Shutdown": Shutdown,
        },
        "launch.logging": {"get_logger": lambda name: _Logger(said)},
        "launch.substitutions": {"LaunchConfiguration": LaunchConfiguration},
        "launch_ros": {},
        "launch_ros.actions": {"Node": Node},
    }
    made = {}
    for name, content in contents.items():
        made[name] = ModuleType(name)
        vars(made[name]).update(content)
    return made


def execute(description: LaunchDescription, values: Mapping[str, str]) -> list[Node]:
    """Do what LaunchService does with a description: arguments first, then what needs them."""
    context = LaunchContext()
    context.launch_configurations |= values
    nodes: list[Node] = []
    for entity in description.entities:
        if isinstance(entity, DeclareLaunchArgument):
            context.launch_configurations.setdefault(entity.name, entity.default_value)
            value = context.launch_configurations[entity.name]
            assert entity.choices is None or value in entity.choices
        elif isinstance(entity, OpaqueFunction):
            nodes += entity.execute(context) or ()
        else:
            raise AssertionError(f"{entity!r} is not known here")
    return nodes
