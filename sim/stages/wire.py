"""What is told to a stage in another interpreter, as JSON and arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_args

import numpy as np

from whereseen.memory import errors as memory_errors
from whereseen.memory.errors import WhereseenError
from whereseen.sim.modelling.model import Joint, Link, Model
from whereseen.sim.modelling.shapes import Part, Shape
from whereseen.sim.stages import errors as stage_errors
from whereseen.sim.stages.channel import Array, Message
from whereseen.sim.stages.errors import StageFailed
from whereseen.sim.stages.protocol import Body, Camera, Picture, Placement

VERSION = 2  # of all that is said here; both ends must agree

_KINDS = {kind.__name__: kind for kind in (Model, Link, Joint, Part, Camera, *get_args(Shape))}
_ERRORS: dict[str, type[WhereseenError]] = {
    name: kind
    for module in (memory_errors, stage_errors)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, WhereseenError)
}


def described(value: Any) -> Any:
    """A frozen value as JSON: objects as `[kind, field...]`, tuples as `["", item...]`."""
    if is_dataclass(value) and not isinstance(value, type):
        return [
            type(value).__name__,
            *(described(getattr(value, field.name)) for field in fields(value)),
        ]
    if isinstance(value, tuple):
        return ["", *map(described, value)]
    if isinstance(value, np.generic):
        return value.item()
    return value


def restored(value: Any) -> Any:
    """The value that `described` told of; raises StageFailed if there is no such kind."""
    if not isinstance(value, list):
        return value
    kind, *inside = value
    if kind == "":
        return tuple(map(restored, inside))
    if kind not in _KINDS:
        raise StageFailed("no such kind of thing on a stage", got=repr(kind))
    return _KINDS[kind](*map(restored, inside))


def told_bodies(bodies: Iterable[Body]) -> dict[str, Any]:
    """Bodies, with each model once."""
    models: dict[Model, int] = {}
    rows = []
    for body in bodies:
        model = models.setdefault(body.model, len(models))
        rows.append([body.name, body.instance, model, body.is_movable])
    return {"models": [described(model) for model in models], "bodies": rows}


def heard_bodies(head: Mapping[str, Any]) -> list[Body]:
    """The bodies that `told_bodies` told of."""
    models = [restored(each) for each in head["models"]]
    return [
        Body(name, instance, models[model], is_movable)
        for name, instance, model, is_movable in head["bodies"]
    ]


def told_placements(placements: Mapping[str, Placement]) -> tuple[list[Any], Array]:
    """Names with joints, or None for hidden ones, and poses (K, 4, 4) of those that show."""
    rows: list[Any] = []
    poses = []
    for name, placement in placements.items():
        if placement.T_map_body is None:
            rows.append([name, None])
            continue
        rows.append([name, {joint: float(at) for joint, at in placement.joints.items()}])
        poses.append(np.asarray(placement.T_map_body, dtype="<f8"))
    return rows, np.array(poses, dtype="<f8").reshape(-1, 4, 4)


def heard_placements(rows: Iterable[Any], poses: Array) -> dict[str, Placement]:
    """The placements that `told_placements` told of."""
    left = iter(poses)
    return {
        name: Placement(None, {}) if joints is None else Placement(next(left), joints)
        for name, joints in rows
    }


def told_picture(picture: Picture) -> Message:
    """A picture."""
    depth_m = picture.depth_m.astype("<f4", copy=False)
    instances = picture.instances.astype("<i4", copy=False)
    return Message({}, (picture.rgb, depth_m, instances, picture.intrinsics))


def heard_picture(message: Message) -> Picture:
    """The picture that `told_picture` told of."""
    rgb, depth_m, instances, intrinsics = message.arrays
    return Picture(rgb, depth_m, instances, intrinsics)


def told_error(error: Exception) -> dict[str, str]:
    """What went wrong."""
    if isinstance(error, WhereseenError):
        kind = type(error).__name__
        return {"error": kind, "what": error.what, "got": error.got, "remedy": error.remedy}
    what = "the simulator failed"
    return {"error": "StageFailed", "what": what, "got": f"{type(error).__name__}: {error}"}


def heard_error(head: Mapping[str, Any]) -> WhereseenError:
    """The error that `told_error` told of, of the same kind."""
    kind = _ERRORS.get(str(head["error"]), StageFailed)
    error = kind.__new__(kind)
    got, remedy = str(head.get("got", "")), str(head.get("remedy", ""))
    WhereseenError.__init__(error, str(head["what"]), got=got, remedy=remedy)
    return error
