"""Tools about the past: history, changed_since, summary."""

from __future__ import annotations

import json
from typing import Any

from whereseen.acting.tools.asking_tools import LIMIT, ROOM
from whereseen.acting.tools.parameters import Is, Parameter
from whereseen.acting.tools.plain import entity_json, stay_json, turn_json
from whereseen.acting.tools.tool import OBJECTS, WHOLE, Arguments, Desk, Tool, told
from whereseen.memory.chronicle import chronicle_of, turns_of
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.consolidation.consolidating import zone_of
from whereseen.memory.consolidation.telling import summaries_of
from whereseen.memory.operations.changing import visit_meant
from whereseen.memory.reviewing import things_named


def _history(desk: Desk, said: Arguments) -> dict[str, Any]:
    memory = desk.memory
    things = things_named(memory, str(said["thing"]))
    chronicle = chronicle_of(memory, memory.graph)
    wording = Wording(desk.zone, chronicle.now_ns)
    found = []
    for thing in things:
        stays = [each for each in chronicle.stays if each.thing_id == thing.id]
        turns = [each for each in chronicle.turns if each.thing_id == thing.id]
        deeds = [each for each in chronicle.deeds if thing.id and each.thing_id == thing.id]
        lines = [(each.start_ns, wording.stay(each)) for each in stays]
        lines += [(each.latest_ns, wording.turn(each)) for each in turns]
        lines += [(each.start_ns, wording.deed(each)) for each in deeds]
        found.append(
            entity_json(thing, memory)
            | {
                "lines": [text for _, text in sorted(lines)],
                "stays": [stay_json(each) for each in stays],
                "changes": [turn_json(each, wording) for each in turns],
            }
        )
    return {"things": found}


def _changed_since(desk: Desk, said: Arguments) -> dict[str, Any]:
    memory, when = desk.memory, said["since"]
    since: int | str = when if visit_meant(when)[0] else desk.since(when)
    changes = memory.changed_since(since, room=said["room"], limit=said["limit"], zone=desk.zone)
    news = [each for each in changes if each.earliest_ns]
    wording = Wording(desk.zone, desk.now_ns)
    turns = turns_of(memory, news, memory.graph)
    return {
        "changes": [turn_json(each, wording) for each in turns],
        "first_sights": len(changes) - len(news),
    }


def _summary(desk: Desk, said: Arguments) -> dict[str, Any]:
    found = summaries_of(desk.memory, said["what"], zone_of(desk.memory, desk.zone))
    return {
        "summaries": [
            {
                "level": each.level,
                "name": each.name,
                "day": each.day,
                "text": each.text,
                "start_ns": each.t0_ns,
                "end_ns": each.t1_ns,
                "numbers": json.loads(each.stats),
                "thing_ids": list(each.thing_ids),
            }
            for each in found[: said["limit"]]
        ],
        "fitting": len(found),
    }


PAST = (
    Tool(
        name="history",
        about="Where a thing was, while; what happened to it, what was done with it.",
        parameters=(
            Parameter(name="thing", kind=Is.THING, least=1, most=200, about="Identity or name."),
        ),
        gives={"things": told(OBJECTS, "Each with lines in words, stays and changes.")},
        run=_history,
    ),
    Tool(
        name="changed_since",
        about="What appeared, moved, vanished, or came to be in another state since a time.",
        parameters=(
            Parameter(
                name="since",
                kind=Is.TEXT,
                least=1,
                about='As "9:30", "yesterday", "2h", ISO 8601, "the last visit", or "the last '
                'visit to the kitchen".',
            ),
            ROOM,
            LIMIT,
        ),
        gives={
            "changes": OBJECTS,
            "first_sights": told(WHOLE, "Things seen for the first time: new to the memory."),
        },
        run=_changed_since,
    ),
    Tool(
        name="summary",
        about="What was so on a day, or with a thing or a place each day, in a few sentences.",
        parameters=(
            Parameter(
                name="what",
                kind=Is.TEXT,
                default="",
                about="A thing, furniture, a room, today, yesterday or 2026-11-21; empty for the "
                "newest day.",
            ),
            LIMIT,
        ),
        gives={"summaries": OBJECTS, "fitting": WHOLE},
        run=_summary,
        sums_up=True,
    ),
)
