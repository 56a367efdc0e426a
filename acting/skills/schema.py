"""Calls of skills as JSON, for who plans in another process: a JSON Schema, and strict reading.

Things are spoken of by their identity in the memory or by a phrase, which is looked up when the
call is due; there is no way to write a coordinate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from enum import Enum
from typing import Any, cast, get_type_hints

from whereseen.acting.instructions.task import Reference
from whereseen.acting.skills.call import CALLS, Call, skill_name
from whereseen.memory.errors import WhereseenError

Argument = Reference | tuple[Reference, ...] | str | bool | Enum

MOST_STEPS = 60
MOST_LETTERS = 200  # of a phrase
MOST_PLACES = 50
_LARGEST = 2**63 - 1
_NUMBERED = re.compile(r"(?:.*\s)?#([1-9][0-9]{0,17})")  # as briefings say it: "red mug #8"


class InvalidPlan(WhereseenError):
    """A plan with a step that is none: an unknown skill, or arguments that do not fit it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A call of a skill whose things may still have to be looked up.

    Attributes:
        skill: Which.
        arguments: Names and values of the fields that were given, in their order in the skill.
    """

    skill: type[Call]
    arguments: tuple[tuple[str, Argument], ...] = ()

    @property
    def references(self) -> tuple[Reference, ...]:
        """All that it speaks of."""
        found: list[Reference] = []
        for _, value in self.arguments:
            if isinstance(value, Reference):
                found.append(value)
            elif isinstance(value, tuple):
                found += value
        return tuple(found)

    def call(self, place_of: Callable[[Reference], int | str]) -> Call:
        """The call, once all that it speaks of is known.

        Args:
            place_of: Identity of a thing, or name of a room, that is meant.
        """
        known = {name: _looked_up(value, place_of) for name, value in self.arguments}
        return self.skill(**cast(Any, known))

    def to_json(self) -> dict[str, Any]:
        """As `read_step` takes it."""
        said = {_said(name): _plain(value) for name, value in self.arguments}
        return {"skill": skill_name(self.skill)} | said


def step_schema(skill: type[Call]) -> dict[str, Any]:
    """JSON Schema of a call of a skill, made of its fields."""
    kinds = get_type_hints(skill)
    told = _told_of(skill)
    properties: dict[str, Any] = {"skill": {"const": skill_name(skill)}}
    for field in fields(skill):
        about = {"description": told[field.name]} if field.name in told else {}
        properties[_said(field.name)] = about | _kind_schema(kinds[field.name])
    required = [_said(field.name) for field in fields(skill) if _is_required(field)]
    return {
        "type": "object",
        "description": (skill.__doc__ or "").partition("\n")[0].replace(", or to a pose", ""),
        "properties": properties,
        "required": ["skill", *required],
        "additionalProperties": False,
    }


def plan_schema(skills: Collection[type[Call]] = CALLS) -> dict[str, Any]:
    """JSON Schema of a plan: an object whose `steps` are calls of these skills."""
    steps = {
        "type": "array",
        "minItems": 1,
        "maxItems": MOST_STEPS,
        "items": {"anyOf": [step_schema(skill) for skill in CALLS if skill in skills]},
    }
    return {
        "type": "object",
        "properties": {"steps": steps},
        "required": ["steps"],
        "additionalProperties": False,
    }


def read_plan(value: Any, skills: Collection[type[Call]] = CALLS) -> tuple[Step, ...]:
    """Steps of a plan as `plan_schema` has it.

    Raises:
        InvalidPlan: naming the step and what is wrong with it.
    """
    if not isinstance(value, dict) or value.keys() != {"steps"}:
        raise InvalidPlan('a plan is an object with "steps" and nothing else', got=_shown(value))
    steps = value["steps"]
    if not isinstance(steps, list) or not 1 <= len(steps) <= MOST_STEPS:
        got = f"{len(steps)}" if isinstance(steps, list) else _shown(steps)
        raise InvalidPlan(f'"steps" is a list of 1 to {MOST_STEPS} steps', got=got)
    return tuple(_numbered(number, each, skills) for number, each in enumerate(steps, start=1))


def read_step(value: Any, skills: Collection[type[Call]] = CALLS) -> Step:
    """A step as `step_schema` has it.

    Raises:
        InvalidPlan: if there is no such skill here, or its arguments do not fit.
    """
    if not isinstance(value, dict):
        raise InvalidPlan("a step is an object", got=_shown(value))
    skill = _skill(value.get("skill"), skills)
    kinds = get_type_hints(skill)
    names = {_said(field.name): field for field in fields(skill)}
    unknown = value.keys() - names.keys() - {"skill"}
    if unknown:
        takes = ", ".join(names) or "nothing"
        raise InvalidPlan(
            f"{skill_name(skill)} does not take this", got=_shown(sorted(unknown)),
            remedy=f"It takes: {takes}",
        )  # fmt: skip
    lacking = [name for name, field in names.items() if _is_required(field) and name not in value]
    if lacking:
        raise InvalidPlan(
            f"{skill_name(skill)} needs more", got=_shown(value), remedy=f"Add {lacking[0]}"
        )
    given = (
        (field.name, _read(kinds[field.name], value[name], name))
        for name, field in names.items()
        if name in value
    )
    return Step(skill, tuple(given))


def _numbered(number: int, value: Any, skills: Collection[type[Call]]) -> Step:
    try:
        return read_step(value, skills)
    except InvalidPlan as error:
        raise InvalidPlan(
            f"step {number}: {error.what}", got=error.got, remedy=error.remedy
        ) from error


def _skill(name: Any, skills: Iterable[type[Call]]) -> type[Call]:
    by_name = {skill_name(each): each for each in CALLS if each in skills}
    if not isinstance(name, str) or name not in by_name:
        raise InvalidPlan(
            "there is no such skill", got=_shown(name), remedy=f"Use one of: {', '.join(by_name)}"
        )
    return by_name[name]


def _read(kind: Any, value: Any, name: str) -> Argument:
    if kind is bool:
        return bool(_checked(value, isinstance(value, bool), name, "true or false"))
    if kind is str:
        return _text(value, name, least=0)
    if isinstance(kind, type) and issubclass(kind, Enum):
        values = {each.value: each for each in kind}
        is_one = isinstance(value, str) and value in values
        _checked(value, is_one, name, " or ".join(values))
        return values[value]
    if _is_list(kind):
        is_list = isinstance(value, list) and len(value) <= MOST_PLACES
        listed = _checked(value, is_list, name, f"a list of at most {MOST_PLACES}")
        return tuple(_reference(each, name) for each in listed)
    return _reference(value, name)


def _reference(value: Any, name: str) -> Reference:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # JSON has one kind of numbers
    if isinstance(value, int) and not isinstance(value, bool):
        _checked(value, 1 <= value <= _LARGEST, name, "a positive identity")
        return Reference(f"thing {value}", value)
    text = _text(value, name, least=1)
    numbered = _NUMBERED.fullmatch(text)
    return Reference(text, int(numbered[1]) if numbered else None)


def _text(value: Any, name: str, *, least: int) -> str:
    is_text = isinstance(value, str) and least <= len(value) <= MOST_LETTERS
    wanted = f"{least} to {MOST_LETTERS} letters" + (" or an identity" if least else "")
    _checked(value, is_text, name, wanted)
    return str(_checked(value, value.isprintable(), name, "text without control characters"))


def _checked(value: Any, is_so: bool, name: str, wanted: str) -> Any:
    if not is_so:
        raise InvalidPlan(f"{name} must be {wanted}", got=_shown(value))
    return value


def _kind_schema(kind: Any) -> dict[str, Any]:
    if kind is bool:
        return {"type": "boolean"}
    if kind is str:
        return {"type": "string", "maxLength": MOST_LETTERS}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [each.value for each in kind]}
    if _is_list(kind):
        return {"type": "array", "maxItems": MOST_PLACES, "items": _REFERENCE}
    return dict(_REFERENCE)


_REFERENCE: dict[str, Any] = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": _LARGEST},
        {"type": "string", "minLength": 1, "maxLength": MOST_LETTERS},
    ]
}


def _is_list(kind: Any) -> bool:
    """Whether a field is a tuple of any length; a pose among other things does not count."""
    return getattr(kind, "__origin__", None) is tuple


def _looked_up(value: Argument, place_of: Callable[[Reference], int | str]) -> object:
    if isinstance(value, Reference):
        return place_of(value)
    return tuple(map(place_of, value)) if isinstance(value, tuple) else value


def _plain(value: Argument) -> Any:
    if isinstance(value, Reference):
        return value.text if value.thing_id is None else value.thing_id
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value


def _said(name: str) -> str:
    """`thing` for the field `thing_id`: a phrase does as well."""
    return name.removesuffix("_id")


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING


def _told_of(skill: type[Call]) -> Mapping[str, str]:
    """What the docstring of a skill says of its fields."""
    _, _, listed = (skill.__doc__ or "").partition("Attributes:\n")
    found: dict[str, str] = {}
    name = ""
    for line in listed.splitlines():
        indent = len(line) - len(line.lstrip())
        if indent == 8 and ":" in line:
            name, _, about = line.strip().partition(": ")
            found[name] = about
        elif name and line.strip():
            found[name] += f" {line.strip()}"
    return {name: about.replace(", or a pose", "") for name, about in found.items()}


def _shown(value: Any) -> str:
    """A value in at most so many letters."""
    text = repr(value)
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}..."
