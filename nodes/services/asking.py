"""Questions: where is something, which images show it, what changed, what should a planner know."""

from __future__ import annotations

from typing import Any

import numpy as np

from whereseen.memory.answer import Answer
from whereseen.memory.chronicle import turns_of
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.graph.visits import changes_since_visit
from whereseen.memory.objects.explaining import Explanation
from whereseen.memory.spatial.selection import Selection
from whereseen.nodes.convert.answer import (
    answer_messages,
    done,
    image_message,
    not_found,
    picture_of,
)
from whereseen.nodes.convert.chronicle import turn_message
from whereseen.nodes.convert.compressed import compressed_colour_of
from whereseen.nodes.convert.entity import belief_message, change_message, entity_message
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.core import Core
from whereseen.nodes.services.points import in_map
from whereseen.nodes.services.regions import selection_of
from whereseen.nodes.services.zones import local_zone

_PLACES = 5
_IMAGES = 10
_CHANGES = 100
_TOKENS = 1000
_LAST_VISIT = "the last visit"
_MOST = 1000  # of anything in one reply


def locate(core: Core, request: Any, response: Any) -> None:
    """Where is something now?"""
    within = selection_of(core, request.region)
    answer = _answer(core, request, min(request.limit or _PLACES, _MOST), within)
    core.show(answer)
    response.status, response.places = answer_messages(
        answer, frame_id=core.map_frame, stamp_ns=core.stamp_ns
    )


def recall(core: Core, request: Any, response: Any) -> None:
    """Which kept images show something, or were taken there and then?"""
    recollections = core.memory.recall_images(
        request.text or None,
        selection=selection_of(core, request.region, request.since, request.until),
        camera_id=request.camera_id or None,
        limit=min(request.limit or _IMAGES, _MOST),
    )
    response.observations = [
        image_message(
            each.keyframe,
            frame_id=core.map_frame,
            score=each.score,
            probability=each.probability,
            image=picture_of(each.keyframe) if request.with_images else None,
        )
        for each in recollections
    ]
    found = len(response.observations)
    response.status = done(f"{found} images") if found else not_found("no kept image shows that")


def changed_since(core: Core, request: Any, response: Any) -> None:
    """What appeared, moved or vanished?"""
    within, limit = selection_of(core, request.region), min(request.limit or _CHANGES, _MOST)
    since_ns, graph = ns_of(request.since), core.graph()
    if (request.when and not since_ns) or request.room:
        since = _LAST_VISIT if request.since_last_visit else since_ns or request.when or 0
        changes = core.memory.changed_since(
            since, room=request.room, within=within, limit=limit, zone=local_zone()
        )
    elif request.since_last_visit:
        changes = changes_since_visit(
            core.memory, graph, since_ns=since_ns, within=within, limit=limit
        )
    else:
        changes = core.objects.changed_since(since_ns, within=within, limit=limit)
    wording = Wording(local_zone(), core.stamp_ns)
    happened = turns_of(core.memory, changes, graph)
    turns = [turn_message(turn, wording) for turn in happened]
    response.changes = [
        change_message(change, frame_id=core.map_frame, stamp_ns=core.stamp_ns)
        for change in changes
    ]
    response.turns = turns
    response.text = "\n".join(turn.text for turn in turns)
    found = len(changes)
    response.status = done(f"{found} changes") if found else not_found("nothing changed")


def context(core: Core, request: Any, response: Any) -> None:
    """What should a planner know for a task?"""
    near = request.near
    near_m = in_map(core, near) if near.header.frame_id else None
    made = core.memory.context(
        request.task, near_m=near_m, budget_tokens=request.token_budget or _TOKENS
    )
    response.text, response.tokens = made.text, made.tokens
    response.entities = [
        entity_message(entity, frame_id=core.map_frame, stamp_ns=core.stamp_ns)
        for entity in made.entities
    ]
    response.status = done(f"{len(made.entities)} entities in {made.tokens} tokens")


def explain(core: Core, request: Any, response: Any) -> None:
    """Why does the memory believe in an entity?"""
    made = _explained(core, request)
    response.entity = entity_message(made.entity, frame_id=core.map_frame, stamp_ns=core.stamp_ns)
    response.beliefs = [belief_message(belief) for belief in made.beliefs]
    response.evidence = [
        image_message(
            kept,
            frame_id=core.map_frame,
            image=picture_of(kept) if request.with_images else None,
        )
        for kept in made.evidence
    ]
    response.text = made.text
    response.status = done(f"{len(made.beliefs)} beliefs, {len(made.evidence)} images")


def _explained(core: Core, request: Any) -> Explanation:
    """Of the thing that is meant; more than one is not explained at once."""
    if request.entity_id or not request.label:
        return core.objects.explain(request.entity_id)
    found = core.memory.explain(request.label)
    if len(found) > 1:
        ids = ", ".join(str(each.entity.id) for each in found)
        raise InvalidQuery(
            f"{len(found)} things may be meant", got=request.label, remedy=f"Give the id: {ids}"
        )
    return found[0]


def _answer(core: Core, request: Any, top: int, within: Selection | None) -> Answer:
    if request.text:
        return core.memory.ask(request.text, top=top, within=within)
    if len(request.image.data):
        crop = compressed_colour_of(request.image)
        return core.memory.ask_image(np.ascontiguousarray(crop), top=top, within=within)
    raise InvalidQuery("the question is empty", remedy="Give a text, or an image of an example")
