"""Tools that ask: ask, localize, recall, context, explain."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from whereseen.acting.tools.parameters import Is, Parameter
from whereseen.acting.tools.plain import entity_json, images_json, localization_json
from whereseen.acting.tools.tool import (
    MAYBE,
    OBJECT,
    OBJECTS,
    TEXT,
    WHOLE,
    YES_NO,
    Arguments,
    Desk,
    Tool,
    require,
    told,
)
from whereseen.memory.asking import recollect
from whereseen.memory.log.query import Near, Reply, Where
from whereseen.memory.operations.localizing import localize

WHEN = (
    'As "9:30", "yesterday at nine", "2h" (ago), "20 minutes ago", or ISO 8601 2026-11-21T09:30:00.'
)
TOP = Parameter(
    name="top", kind=Is.WHOLE, default=5, least=1, most=20, about="At most so many places."
)
LIMIT = Parameter(
    name="limit", kind=Is.WHOLE, default=20, least=1, most=200, about="At most so many."
)
ROOM = Parameter(
    name="room", kind=Is.TEXT, default="", about="Name of a room, as the tool rooms lists them."
)
_FOUND = told(YES_NO, "Whether it is known well enough.")
_WORDS = told(TEXT, "The answer in words.")


def _ask(desk: Desk, said: Arguments) -> dict[str, Any]:
    """The past is answered from the chronicle, all else as where something is."""
    found = recollect(desk.memory, said["question"], desk.zone)
    if found is None:
        return _localize(desk, {"what": said["question"], "at": "", "top": said["top"]})
    known = found.to_json()
    known.pop("status")
    return {"found": found.found} | known


def _localize(desk: Desk, said: Arguments) -> dict[str, Any]:
    memory, what, top = desk.memory, said["what"], said["top"]
    if said["at"]:
        at_ns = desk.as_of(said["at"])
        then = memory.localize(what, as_of_ns=at_ns, top=top, zone=desk.zone)
        return localization_json(then) | {"as_of_ns": at_ns}
    return localization_json(localize(memory, what, memory.graph, top=top))


def _recall(desk: Desk, said: Arguments) -> dict[str, Any]:
    reply = desk.memory.recall(
        said["like"] or None,
        _where(desk, said),
        room=said["room"],
        limit=said["limit"],
    )
    return {"observations": _rows(reply), "exact": reply.exact, "fitting": reply.candidates}


def _where(desk: Desk, said: Arguments) -> Where:
    during = None
    if said["since"] or said["until"]:
        start_ns = desk.since(said["since"]) if said["since"] else -(2**62)
        during = (start_ns, desk.until(said["until"]) if said["until"] else 2**62)
        require(during[0] <= during[1], "until lies before since", "Exchange them")
    near = said["near_m"]
    return Where(
        kinds=said["kinds"],
        labels=said["labels"],
        entity_ids=() if said["thing_id"] is None else (said["thing_id"],),
        near=None if near is None else Near(near, said["radius_m"]),
        during_ns=during,
    )


def _rows(reply: Reply) -> list[dict[str, Any]]:
    found = []
    for hit in reply.hits:
        row = asdict(hit.observation) | {"row": hit.id, "score": hit.score, "age_s": hit.age_s}
        for name in ("covariance_m2", "model_id", "frame_id"):
            row.pop(name)
        found.append({name: each for name, each in row.items() if each not in (None, "", {})})
    return found


def _context(desk: Desk, said: Arguments) -> dict[str, Any]:
    made = desk.memory.context(
        said["task"], near_m=said["near_m"], budget_tokens=said["budget_tokens"]
    )
    ids = [each.id for each in made.entities]
    return {"text": made.text, "tokens": made.tokens, "lines_left_out": made.left_out} | {
        "thing_ids": ids
    }


def _explain(desk: Desk, said: Arguments) -> dict[str, Any]:
    found = desk.memory.explain(said["thing"])
    return {
        "things": [
            entity_json(each.entity, desk.memory)
            | {"text": each.text, "images": images_json(each.evidence)}
            for each in found
        ]
    }


ASKING = (
    Tool(
        name="ask",
        about="Ask the memory in plain English where something is or was, when it was moved, by "
        "whom, what changed, what was open or dirty. It refuses what it does not know.",
        parameters=(
            Parameter(
                name="question", kind=Is.TEXT, least=1, most=500, about='"where was the mug at 9?"'
            ),
            TOP,
        ),
        gives={"found": _FOUND, "text": _WORDS},
        run=_ask,
    ),
    Tool(
        name="localize",
        about="Where a thing is now, or was at a time: position in metres in the map frame with "
        "its deviation, room, furniture, probability, alternatives and images; or why not.",
        parameters=(
            Parameter(name="what", kind=Is.TEXT, least=1, most=200, about='As "a red mug".'),
            Parameter(
                name="at", kind=Is.TEXT, default="", about=f"When it was; empty for now. {WHEN}"
            ),
            TOP,
        ),
        gives={
            "found": _FOUND,
            "text": _WORDS,
            "reason": TEXT,
            "best": MAYBE,
            "alternatives": OBJECTS,
            "images": OBJECTS,
            "before": told(OBJECTS, "Where that thing was before."),
        },
        run=_localize,
    ),
    Tool(
        name="recall",
        about="Observations of the log by any mix of conditions; with `like` the most alike come "
        "first, else the newest.",
        parameters=(
            Parameter(
                name="like", kind=Is.TEXT, default="", about='As "something to drink from".'
            ),
            ROOM,
            Parameter(name="since", kind=Is.TEXT, default="", about=f"From when. {WHEN}"),
            Parameter(name="until", kind=Is.TEXT, default="", about=f"Until when. {WHEN}"),
            Parameter(
                name="labels", kind=Is.TEXTS, default=(), most=20, about="Things called so."
            ),
            Parameter(
                name="kinds",
                kind=Is.TEXTS,
                default=(),
                most=20,
                about="detection, absence, contact, told, or a kind of one's own.",
            ),
            Parameter(
                name="thing_id",
                kind=Is.WHOLE,
                default=None,
                least=1,
                most=2**53,
                about="Identity of a thing.",
            ),
            Parameter(
                name="near_m", kind=Is.POINT, default=None, least=-1e6, most=1e6,
                about="About this point of the map frame.",
            ),
            Parameter(
                name="radius_m", kind=Is.NUMBER, default=1.0, most=1e6, about="How far from there."
            ),
            LIMIT,
        ),
        gives={"observations": OBJECTS, "exact": YES_NO, "fitting": WHOLE},
        run=_recall,
    ),
    Tool(
        name="context",
        about="What a planner should know for a task, the most useful first, within a budget of "
        "tokens: what is at hand, things and where they are, recent changes.",
        parameters=(
            Parameter(
                name="task", kind=Is.TEXT, default="", about='As "bring me something to drink".'
            ),
            Parameter(
                name="near_m", kind=Is.POINT, default=None, least=-1e6, most=1e6,
                about="Where the asker is, in the map frame.",
            ),
            Parameter(
                name="budget_tokens", kind=Is.WHOLE, default=1000, least=50, most=8000,
                about="Most tokens of the text.",
            ),
        ),
        gives={"text": TEXT, "tokens": WHOLE, "lines_left_out": WHOLE},
        run=_context,
    ),
    Tool(
        name="explain",
        about="Why the memory believes that a thing is where it is: looks, hearsay, images.",
        parameters=(
            Parameter(name="thing", kind=Is.THING, least=1, most=200, about="Identity or name."),
        ),
        gives={"things": told({"type": "array", "items": OBJECT}, "Each with a text.")},
        run=_explain,
    ),
)  # fmt: skip
