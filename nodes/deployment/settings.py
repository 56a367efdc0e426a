"""What the user chose: checked values of the declared arguments."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from whereseen.nodes.deployment.errors import InvalidArgument
from whereseen.nodes.deployment.process import Argument

_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_NAMESPACE = re.compile(r"/?[A-Za-z_][A-Za-z0-9_]*(/[A-Za-z_][A-Za-z0-9_]*)*")


@dataclass(frozen=True, slots=True)
class Settings:
    """Values of arguments, by name, with typed access.

    Attributes:
        values: As the user wrote them, or the defaults.
    """

    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """The value as it is."""
        return self.values[name]

    def flag(self, name: str) -> bool:
        """The value as a truth.

        Raises:
            InvalidArgument: if it is neither true nor false.
        """
        value = self.values[name]
        truth = _TRUTHS.get(value.strip().lower())
        if truth is None:
            raise InvalidArgument(f"{name} must be true or false", got=repr(value))
        return truth

    def positive(self, name: str) -> float:
        """The value as a number above zero.

        Raises:
            InvalidArgument: if it is none.
        """
        value = self.values[name]
        try:
            number = float(value)
        except ValueError:
            number = 0.0
        if not 0.0 < number < float("inf"):
            raise InvalidArgument(f"{name} must be a number above 0", got=repr(value))
        return number

    def number(self, name: str) -> float:
        """The value as a number that is not negative.

        Raises:
            InvalidArgument: if it is none.
        """
        return 0.0 if _is_zero(self.values[name]) else self.positive(name)

    def whole(self, name: str) -> int:
        """The value as a whole number that is not negative.

        Raises:
            InvalidArgument: if it is none.
        """
        value = self.values[name].strip()
        if not value.isdecimal():
            raise InvalidArgument(f"{name} must be a whole number", got=repr(value))
        return int(value)

    def path(self, name: str) -> Path:
        """The value as an absolute path, whatever is there."""
        return Path(self.values[name]).expanduser().absolute()

    def existing_path(self, name: str) -> Path:
        """The value as the absolute path of a file or folder that is there.

        Raises:
            InvalidArgument: if nothing is there.
        """
        path = self.path(name)
        if not self.values[name] or not path.exists():
            raise InvalidArgument(
                f"{name} names no file or folder",
                got=repr(self.values[name]),
                remedy=f"Give one, as {name}:=recordings/kitchen",
            )
        return path

    def namespace(self) -> str:
        """The namespace, without a slash at its end.

        Raises:
            InvalidArgument: if ROS would refuse it.
        """
        value = self.values["namespace"].rstrip("/")
        if value and not _NAMESPACE.fullmatch(value):
            raise InvalidArgument(
                "namespace holds what ROS does not allow",
                got=repr(value),
                remedy="Use letters, digits and _, as in robot1 or /fleet/robot1",
            )
        return value


def _is_zero(value: str) -> bool:
    try:
        return float(value) == 0.0
    except ValueError:
        return False


def parse_assignments(words: Sequence[str]) -> dict[str, str]:
    """Values from words like `name:=value`; of two for one name the last counts.

    Raises:
        InvalidArgument: if a word is of another form.
    """
    values = {}
    for word in words:
        name, mark, value = word.partition(":=")
        if not mark or not name:
            raise InvalidArgument("not of the form name:=value", got=repr(word))
        values[name] = value
    return values


def settings_of(arguments: Sequence[Argument], values: Mapping[str, str]) -> Settings:
    """The user's values completed with the defaults.

    Raises:
        InvalidArgument: if a name is not declared, or a value not among the choices.
    """
    declared = {argument.name: argument for argument in arguments}
    for name, value in values.items():
        if name not in declared:
            known = ", ".join(declared)
            raise InvalidArgument("no such argument", got=name, remedy=f"There are: {known}")
        choices = declared[name].choices
        if choices and value not in choices:
            remedy = f"Use one of: {', '.join(choices)}"
            raise InvalidArgument(f"{name} cannot be that", got=repr(value), remedy=remedy)
    return Settings({name: values.get(name, declared[name].default) for name in declared})
