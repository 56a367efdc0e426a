"""One loop turns a configuration into declared parameters, another into a parameter file."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import Field, dataclass, fields, is_dataclass, replace
from typing import Any, Generic, TypeVar, cast

from rcl_interfaces.msg import (
    FloatingPointRange,
    IntegerRange,
    ParameterDescriptor,
    SetParametersResult,
)
from rclpy.exceptions import ParameterException
from rclpy.node import Node
from rclpy.parameter import Parameter

from whereseen.memory.errors import InvalidConfig, WhereseenError

Config = TypeVar("Config")
Value = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Knob:
    """A field of a configuration, as a parameter.

    Attributes:
        name: Dotted, as `memory.voxels.range_m`.
        default: Its value where none is given.
        description: What it means.
        low, high: Range of a number, None otherwise.
        choices: Admitted texts; empty admits any.
        live: Whether it may change while the node is configured.
    """

    name: str
    default: Value
    description: str
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    live: bool

    @property
    def descriptor(self) -> ParameterDescriptor:
        """As ROS describes it."""
        told = [self.description]
        if self.choices:
            told.append(f"One of {', '.join(self.choices)}.")
        told.append("Live." if self.live else "Read when the node is configured.")
        descriptor = ParameterDescriptor(name=self.name, description=" ".join(told))
        if isinstance(self.default, bool) or self.low is None or self.high is None:
            return descriptor
        if isinstance(self.default, int):
            bounds = IntegerRange(from_value=int(self.low), to_value=int(self.high), step=0)
            descriptor.integer_range = [bounds]
        else:
            bounds = FloatingPointRange(from_value=float(self.low), to_value=float(self.high))
            descriptor.floating_point_range = [bounds]
        return descriptor


def knobs_of(config: object, prefix: str = "") -> Iterator[Knob]:
    """Every knob of a configuration and its groups, with the values it holds as defaults.

    Fields that say nothing of themselves are no knobs.
    """
    for each in fields(cast(Any, config)):
        value = getattr(config, each.name)
        if is_dataclass(value):
            yield from knobs_of(value, f"{prefix}{each.name}.")
        elif each.metadata:
            yield _knob(each, value, prefix)


def _knob(each: Field[Any], value: Value, prefix: str) -> Knob:
    about = each.metadata
    return Knob(
        name=prefix + each.name,
        default=value,
        description=about["description"],
        low=about.get("low"),
        high=about.get("high"),
        choices=about.get("choices", ()),
        live=about["live"],
    )


def with_values(config: Config, values: dict[str, Value], prefix: str = "") -> Config:
    """A configuration with some values replaced, by dotted name; its own checks run.

    Raises:
        InvalidConfig: if they do not fit together.
    """
    changes: dict[str, Any] = {}
    for each in fields(cast(Any, config)):
        value, name = getattr(config, each.name), prefix + each.name
        if is_dataclass(value):
            changes[each.name] = with_values(value, values, f"{name}.")
        elif name in values:
            changes[each.name] = values[name]
    return cast(Config, replace(cast(Any, config), **changes))


class Parameters(Generic[Config]):
    """The parameters of a node, as one configuration.

    Args:
        node: Declares them.
        defaults: The configuration, whose values are the defaults.

    Raises:
        InvalidConfig: if a value that was given has another type or is out of range.
    """

    def __init__(self, node: Node, defaults: Config) -> None:
        self._node = node
        self._defaults = defaults
        self._knobs = {knob.name: knob for knob in knobs_of(defaults)}
        self._apply: Callable[[Config], None] | None = None
        for knob in self._knobs.values():
            self._declare(knob)
        node.add_on_set_parameters_callback(self._on_set)

    def _declare(self, knob: Knob) -> None:
        given = self._given.get(knob.name)
        if isinstance(knob.default, float) and given is not None and type(given.value) is int:
            # People write rate:=2, which ROS refuses for a number with a fraction.
            self._given[knob.name] = Parameter(knob.name, value=float(given.value))
        try:
            self._node.declare_parameter(knob.name, knob.default, knob.descriptor)
        except ParameterException as error:
            raise InvalidConfig(
                f"the parameter {knob.name} cannot be that",
                got=repr(getattr(given, "value", None)),
                remedy=str(error),
            ) from error

    @property
    def _given(self) -> dict[str, Any]:
        """What the command line and parameter files say; rclpy shows it nowhere else."""
        return cast(dict[str, Any], getattr(self._node, "_parameter_overrides", {}))

    @property
    def unknown(self) -> tuple[str, ...]:
        """Parameters that were given and that nobody declared: most likely misspelt."""
        given = self._given
        return tuple(sorted(name for name in given if not self._node.has_parameter(name)))

    def read(self) -> Config:
        """The configuration as set now.

        Raises:
            InvalidConfig: if values do not fit together.
        """
        return with_values(self._defaults, self._values())

    def follow(self, apply: Callable[[Config], None] | None) -> None:
        """From now on only live parameters may change, and `apply` gets the new configuration.

        None: all of them may change again; they are read when the node is configured.
        """
        self._apply = apply

    def _values(self) -> dict[str, Value]:
        return {name: self._node.get_parameter(name).value for name in self._knobs}

    def _on_set(self, parameters: Sequence[Parameter]) -> SetParametersResult:
        ours = {p.name: p.value for p in parameters if p.name in self._knobs}
        try:
            config = with_values(self._defaults, self._values() | ours)
            if self._apply is not None and ours:
                self._require_live(ours)
                self._apply(config)
        except WhereseenError as error:
            return SetParametersResult(successful=False, reason=str(error))
        return SetParametersResult(successful=True)

    def _require_live(self, values: dict[str, Value]) -> None:
        now = self._values()
        for name, value in values.items():
            if not self._knobs[name].live and value != now[name]:
                raise InvalidConfig(
                    f"{name} cannot change while the node is configured",
                    got=repr(value),
                    remedy="Set it in the parameter file, or clean the node up first",
                )


def to_yaml(config: object, *, node_name: str) -> str:
    """A parameter file that shows every parameter with its default, meaning and range."""
    lines = [f"/**/{node_name}:", "  ros__parameters:"]
    group = ""
    for knob in sorted(knobs_of(config), key=lambda each: "." in each.name):  # groups last
        parent, _, name = knob.name.rpartition(".")
        if parent != group:
            lines += _opened(group, parent)
            group = parent
        indent = "    " + "  " * len(parent.split(".") if parent else [])
        lines += [f"{indent}# {line}" for line in _told(knob, 96 - len(indent))]
        lines.append(f"{indent}{name}: {_scalar(knob.default)}")
    return "\n".join(lines) + "\n"


def _opened(before: str, after: str) -> list[str]:
    """Lines that open the groups of `after` that are not open yet."""
    old, new = before.split(".") if before else [], after.split(".")
    return [
        "    " + "  " * depth + f"{name}:"
        for depth, name in enumerate(new)
        if old[: depth + 1] != new[: depth + 1]
    ]


def _told(knob: Knob, width: int) -> list[str]:
    notes = [knob.description]
    if knob.choices:
        notes.append(f"One of {', '.join(knob.choices)}.")
    elif knob.low is not None and knob.high is not None:
        notes.append(f"{_scalar(knob.low)} to {_scalar(knob.high)}.")
    if knob.live:
        notes.append("Live.")
    return textwrap.wrap(" ".join(notes), width)


def _scalar(value: Value) -> str:
    """A scalar that YAML reads back with its type."""
    if isinstance(value, float):
        text = repr(value)
        return text if "e" not in text else f"{value:.1f}"
    return json.dumps(value, ensure_ascii=False)
