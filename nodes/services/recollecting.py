"""Questions in words: now and the past, the history of things, and where they are in words."""

from __future__ import annotations

from typing import Any

from whereseen.memory.asking import recollect
from whereseen.memory.chronicle import Recollection
from whereseen.memory.chronicle.histories import history_of
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.operations.localizing import Localization, localize
from whereseen.memory.operations.localizing_past import localize_as_of
from whereseen.nodes.convert.answer import (
    answer_messages,
    done,
    image_message,
    not_found,
    picture_of,
)
from whereseen.nodes.convert.chronicle import stay_message, turn_message
from whereseen.nodes.convert.stamp import ns_of, time_of
from whereseen.nodes.convert.whereabouts import whereabouts_message
from whereseen.nodes.core import Core
from whereseen.nodes.services.regions import selection_of
from whereseen.nodes.services.zones import local_zone, zone_of

_PLACES = 5
_ALTERNATIVES = 4
_EACH = 100
_MOST = 1000  # of anything in one reply


def ask(core: Core, request: Any, response: Any) -> None:
    """A question in words, about now or the past, as `whereseen ask` takes it."""
    zone = zone_of(request.zone)
    response.asked_at = time_of(core.stamp_ns)
    recollection = recollect(core.memory, request.text, zone, core.chronicle)
    if recollection is None:
        _ask_where(core, request, response)
        return
    _tell(recollection, Wording(zone, core.stamp_ns), response)


def history(core: Core, request: Any, response: Any) -> None:
    """Where a thing was, while, and what happened to it."""
    zone = local_zone()
    found = history_of(
        core.chronicle(),
        thing_id=request.entity_id,
        label=request.label,
        start_ns=ns_of(request.since) or None,
        end_ns=ns_of(request.until) or None,
        limit=min(request.limit or _EACH, _MOST),
        zone=zone,
    )
    wording = Wording(zone, core.stamp_ns)
    response.stays = [stay_message(stay) for stay in found.stays]
    response.turns = [turn_message(turn, wording) for turn in found.turns]
    response.text = found.text
    told = f"{len(found.stays)} places, {len(found.turns)} changes"
    response.status = done(told) if found.stays else not_found("no such thing was ever known")


def where(core: Core, request: Any, response: Any) -> None:
    """Where something is now, in words and with its uncertainty, or why that is not known."""
    top = 1 + min(request.limit or _ALTERNATIVES, _MOST)
    within, as_of_ns = selection_of(core, request.region), ns_of(request.as_of)
    if as_of_ns:
        found = localize_as_of(
            core.memory, request.text, core.graph(), as_of_ns,
            chronicle=core.chronicle(), top=top, within=within, zone=local_zone(),
        )  # fmt: skip
    else:
        found = _localized(core, request.text, top, within)
    make = _placed(core)
    response.status = done(found.reason) if found.found else not_found(found.reason)
    if found.best is not None:
        response.best = make(found.best)
    response.alternatives = [make(each) for each in found.alternatives]
    response.evidence = [
        image_message(
            kept,
            frame_id=core.map_frame,
            image=picture_of(kept) if request.with_images else None,
        )
        for kept in found.evidence
    ]
    response.before = [stay_message(stay) for stay in found.before]


def _ask_where(core: Core, request: Any, response: Any) -> None:
    found = _localized(core, request.text, min(request.limit or _PLACES, _MOST), None)
    response.status, response.places = answer_messages(
        found.answer, frame_id=core.map_frame, stamp_ns=core.stamp_ns
    )
    is_told = found.found and found.best is not None
    response.text = found.best.text if is_told and found.best else f"Not found: {found.reason}"


def _tell(recollection: Recollection, wording: Wording, response: Any) -> None:
    response.text = recollection.text
    response.stays = [stay_message(stay) for stay in recollection.stays[:_MOST]]
    response.turns = [turn_message(turn, wording) for turn in recollection.turns[:_MOST]]
    reason, *_ = recollection.text.splitlines()
    response.status = done(reason) if recollection.found else not_found(reason)


def _localized(core: Core, text: str, top: int, within: Any) -> Localization:
    chronicle = core.chronicle()
    found = localize(
        core.memory, text, core.scene_graph, chronicle=chronicle, top=top, within=within
    )
    core.show(found.answer)
    return found


def _placed(core: Core) -> Any:
    def make(found: Any) -> Any:
        return whereabouts_message(found, frame_id=core.map_frame, stamp_ns=core.stamp_ns)

    return make
