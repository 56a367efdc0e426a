"""Tools that change a memory, none of which is allowed unless somebody says so by its name."""

from __future__ import annotations

from typing import Any

from whereseen.acting.tools.parameters import Is, Parameter
from whereseen.acting.tools.plain import entity_json
from whereseen.acting.tools.tool import (
    OBJECT,
    OBJECTS,
    TEXTS,
    YES_NO,
    Arguments,
    Desk,
    Tool,
    require,
    told,
)
from whereseen.memory.chronicle import Deed, note_deed
from whereseen.memory.consolidation.consolidating import consolidate
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.forgetting import carry_out, plan_erasure
from whereseen.memory.language import Actor, Role, Verb

_DEEDS = (
    Verb.MOVED, Verb.PUT, Verb.TOOK, Verb.OPENED, Verb.CLOSED, Verb.TURNED_ON, Verb.TURNED_OFF,
    Verb.CLEANED, Verb.SLICED, Verb.HEATED, Verb.USED,
)  # fmt: skip
_AGENT = "an agent"


def _remember(desk: Desk, said: Arguments) -> dict[str, Any]:
    told_by = said["source"] or _AGENT
    entity = desk.memory.remember(
        said["what"],
        said["position_m"],
        probability=said["probability"],
        source=told_by,
    )
    return {"thing": entity_json(entity, desk.memory)}


def _forget(desk: Desk, said: Arguments) -> dict[str, Any]:
    require(bool(said["what"]), "nothing is named", "Name things, identities or boxes")
    plan = plan_erasure(desk.memory, said["what"])
    listed = [entity_json(each, desk.memory) for each in plan.things]
    if not said["confirm"]:
        return {"erased": False, "things": listed, "traces": []}
    proof = carry_out(desk.memory, plan)
    counts = {"voxels": proof.voxels, "images": proof.images, "rows": proof.rows}
    return {"erased": True, "things": listed, "traces": list(proof.left)} | counts


def _note_deed(desk: Desk, said: Arguments) -> dict[str, Any]:
    thing_id, label = said["thing_id"], said["label"]
    require(bool(thing_id or label), "no thing is named", "Give thing_id or label")
    entity = desk.memory.objects.entity(thing_id) if thing_id else None
    if thing_id and entity is None:
        raise InvalidQuery("there is no such thing", got=str(thing_id))
    now_ns = desk.now_ns
    deed = Deed(
        verb=Verb(said["verb"]),
        start_ns=now_ns,
        end_ns=now_ns,
        actor=Actor(Role.PERSON, said["by"]) if said["by"] else Actor(Role.ROBOT),
        thing_id=thing_id or 0,
        label=label if entity is None else entity.label,
        room=said["room"],
    )
    note_deed(desk.memory, deed)
    return {"noted": True, "at_ns": now_ns}


def _consolidate(desk: Desk, said: Arguments) -> dict[str, Any]:
    report = consolidate(desk.memory, budget_s=said["budget_s"], zone=desk.zone)
    return {"report": report.to_json(), "complete": report.is_complete}


WRITING = (
    Tool(
        name="remember",
        about="Tell the memory where something is; it is believed until its place is seen "
        'without it. As "the keys are on the desk in the office", or a name with a position.',
        parameters=(
            Parameter(name="what", kind=Is.TEXT, least=1, most=200, about="The sentence or name."),
            Parameter(
                name="position_m", kind=Is.POINT, default=None, least=-1e6, most=1e6,
                about="Its middle in the map frame, if the sentence does not say where it is.",
            ),
            Parameter(
                name="probability", kind=Is.NUMBER, default=1.0, least=0.01, most=1.0,
                about="How sure that is.",
            ),
            Parameter(name="source", kind=Is.TEXT, default="", most=100, about="Who says so."),
        ),
        gives={"thing": OBJECT},
        run=_remember,
        writes=True,
    ),
    Tool(
        name="note_deed",
        about="Note what the robot, or a person, has just done with a thing.",
        parameters=(
            Parameter(
                name="verb", kind=Is.TEXT, choices=tuple(each.value for each in _DEEDS),
                least=1, about="What was done.",
            ),
            Parameter(
                name="thing_id", kind=Is.WHOLE, default=None, least=1, most=2**53,
                about="Identity of the thing, if it is known.",
            ),
            Parameter(
                name="label", kind=Is.TEXT, default="", most=100,
                about="What it is called, if its identity is not known.",
            ),
            Parameter(name="room", kind=Is.TEXT, default="", most=100, about="Where."),
            Parameter(
                name="by", kind=Is.TEXT, default="", most=100,
                about="Name of the person; empty for the robot.",
            ),
        ),
        gives={"noted": YES_NO},
        run=_note_deed,
        writes=True,
    ),
    Tool(
        name="forget",
        about="Erase things or places for good: surfaces, images, history, log. Without confirm "
        "it only says what would be erased.",
        parameters=(
            Parameter(
                name="what", kind=Is.TEXTS, least=1, most=20,
                about="Names or identities of things, or boxes in metres as 0,0,0:1,1,2.",
            ),
            Parameter(name="confirm", kind=Is.YES_NO, default=False, about="Do erase it."),
        ),
        gives={
            "erased": YES_NO,
            "things": OBJECTS,
            "traces": told(TEXTS, "Names that are still in the file; none if all went well."),
        },
        run=_forget,
        writes=True,
        erases=True,
    ),
    Tool(
        name="consolidate",
        about="Thin and archive what is old, learn where things usually are, sum up the days.",
        parameters=(
            Parameter(
                name="budget_s", kind=Is.NUMBER, default=10.0, least=0.0, most=60.0,
                about="Stop after so long; the next call goes on there.",
            ),
        ),
        gives={"report": OBJECT, "complete": YES_NO},
        run=_consolidate,
        writes=True,
        erases=True,
    ),
)  # fmt: skip
