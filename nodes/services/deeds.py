"""What the robot or a person did, as told."""

from __future__ import annotations

from typing import Any

from geometry_msgs.msg import PointStamped

from whereseen.memory.chronicle import Deed, Stay
from whereseen.memory.chronicle.logged import note_deed
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.language import Actor, Role, Verb
from whereseen.nodes.convert.answer import done
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.core import Core
from whereseen.nodes.services.points import in_map

_VERBS = {verb.value: verb for verb in Verb if verb not in (Verb.WAS, Verb.DID)}
_ROBOT = "robot"


def remember_deed(core: Core, request: Any, response: Any) -> None:
    """Note a deed, which questions about the past know from now on."""
    end_ns = ns_of(request.end) or core.now_ns
    start_ns = ns_of(request.start) or end_ns
    if not 0 < start_ns <= end_ns:
        raise InvalidQuery(
            "a deed ends when it begins or later",
            got=f"{start_ns} to {end_ns} ns",
            remedy="Give stamps, or publish /clock",
        )
    label = _label(core, request)
    before = _stay(core, request, label, request.before, start_ns)
    after = _stay(core, request, label, request.after, end_ns)
    deed = Deed(
        _verb(request.verb),
        start_ns,
        end_ns,
        _actor(request.actor),
        request.entity_id,
        label,
        before,
        after,
        request.room,
    )
    note_deed(core.memory, deed)
    core.touch()
    response.status = done(f"{request.actor or _ROBOT} {deed.verb.value} {label or request.room}")


def _verb(name: str) -> Verb:
    verb = _VERBS.get(name.strip().lower())
    if verb is None:
        remedy = f"Use one of {', '.join(_VERBS)}"
        raise InvalidQuery("this verb is not known", got=repr(name), remedy=remedy)
    return verb


def _actor(name: str) -> Actor:
    if name in ("", _ROBOT):
        return Actor(Role.ROBOT)
    return Actor(Role.PERSON, name)


def _label(core: Core, request: Any) -> str:
    if not request.entity_id:
        return str(request.label)
    entity = core.objects.entity(request.entity_id)
    if entity is None:
        raise InvalidQuery("there is no such thing", got=str(request.entity_id))
    return entity.label


def _stay(core: Core, request: Any, label: str, point: PointStamped, stamp_ns: int) -> Stay | None:
    if not point.header.frame_id:
        return None
    at_m = in_map(core, point)
    room = core.memory.kept_graph.room_name(at_m) or ""
    return Stay(request.entity_id, label, at_m, stamp_ns, stamp_ns, stamp_ns, room=room)
