"""What is refused before anything moves: what is not understood, or never possible."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from whereseen.acting.instructions.task import Goal, Subtask
from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.acting.planning.aiming import Aim, depends_on_thing, failure_of
from whereseen.acting.planning.stages import skills_for
from whereseen.acting.references.resolution import RefusalKind, Resolution
from whereseen.acting.skills.call import (
    Call,
    Close,
    Explore,
    Heat,
    Open,
    Pick,
    Place,
    Pose2,
    Slice,
    Toggle,
    Wash,
    skill_name,
)
from whereseen.acting.skills.outcome import Failure, FailureKind
from whereseen.acting.skills.rules import why_impossible


@dataclass(frozen=True, slots=True)
class Chances:
    """What may help where something is not known.

    Attributes:
        skills: What the robot can do.
        seeks_furniture: Whether it looks for furniture of which it does not know.
        is_later: Whether something is done before, by which more may be known.
        least_match: What fits the words for a thing less well is no reason: a laundry basket,
            where a basket is asked for.
    """

    skills: Collection[type[Call]]
    seeks_furniture: bool = False
    is_later: bool = False
    least_match: float = 0.0


def refusal_of(
    subtask: Subtask, world: WorldModel, aim: Aim, chances: Chances, pose: Pose2
) -> Failure | None:
    """Why a subtask need not be begun at all; None if nothing speaks against it.

    Args:
        subtask: What is to be done.
        world: What is known.
        aim: Says what words mean.
        chances: What may help.
        pose: Where the robot is.
    """
    lacking = [each for each in skills_for(subtask.goal) if each not in chances.skills]
    if lacking:
        name = skill_name(lacking[0]).replace("_", " ")
        return Failure(FailureKind.NOT_POSSIBLE, f"this robot cannot {name}")
    thing = None if subtask.thing is None else aim.resolve(subtask.thing, pose)
    failure = None if thing is None else _of_words(thing, chances, can_seek=True)
    if failure is not None:
        return failure
    places = _places(subtask, thing, world, aim, pose)
    if places is not None:
        can_seek = subtask.goal is Goal.SLICE or chances.seeks_furniture
        failure = _of_words(places, chances, can_seek=can_seek)
    meant = None if thing is None else _well_meant(thing, chances)
    return failure or _of_kinds(subtask, world, meant, places, chances.skills)


def _well_meant(resolution: Resolution, chances: Chances) -> Resolution:
    """What a reference means, less what hardly fits a name.

    "The container" of a later subtask may be what an earlier one is about, and no laundry basket.
    """
    query, fits = resolution.query.casefold(), resolution.hypotheses
    if query:
        fits = tuple(it for it in fits if it.match >= chances.least_match)
        if chances.is_later:
            fits = tuple(it for it in fits if it.label.casefold() == query)
    return replace(resolution, hypotheses=fits)


def _places(
    subtask: Subtask, thing: Resolution | None, world: WorldModel, aim: Aim, pose: Pose2
) -> Resolution | None:
    """What the destination may mean; None where none is said, or nobody can say before."""
    if subtask.destination is None:
        return None
    if subtask.goal is Goal.SLICE:
        return aim.resolve(subtask.destination, pose)
    best = None if thing is None else thing.best
    known = None if best is None else world.thing(best.thing_id)
    if known is None and depends_on_thing(subtask.destination):
        return None
    return aim.resolve_place(subtask.destination, known, pose)


def _of_words(resolution: Resolution, chances: Chances, *, can_seek: bool) -> Failure | None:
    """Why words mean nothing that can be found; "the one you washed" may be known later."""
    refusal = resolution.refusal
    if refusal is None or refusal.kind is RefusalKind.NOT_YET_KNOWN:
        return None
    if refusal.kind is RefusalKind.UNKNOWN:
        if resolution.query and can_seek and Explore in chances.skills:
            return None
        if not resolution.query and chances.is_later:
            return None
    return failure_of(refusal)


def _of_kinds(
    subtask: Subtask,
    world: WorldModel,
    things: Resolution | None,
    places: Resolution | None,
    skills: Collection[type[Call]],
) -> Failure | None:
    """Why it is possible with nothing that may be meant; the reason for what fits best."""
    reasons = []
    for thing in _meant(things, world):
        for place in _meant(places, world):
            why = _why(subtask, thing, place, world, skills)
            if not why:
                return None
            reasons.append(why)
    return Failure(FailureKind.NOT_POSSIBLE, reasons[0]) if reasons else None


def _why(
    subtask: Subtask,
    thing: Thing | None,
    place: Thing | None,
    world: WorldModel,
    skills: Collection[type[Call]],
) -> str:
    for call, held in _calls(subtask, thing, place):
        why = why_impossible(call, world, skills, held)
        if why:
            return why
    return ""


def _calls(
    subtask: Subtask, thing: Thing | None, place: Thing | None
) -> Iterator[tuple[Call, int | None]]:
    """What would have to be done, and with what in the hand."""
    goal, carried = subtask.goal, (Goal.PUT, Goal.BRING, Goal.TAKE, Goal.WASH, Goal.HEAT)
    if thing is not None and goal in carried and not thing.is_held:
        yield Pick(thing.id), None
    if place is not None:
        yield from _at_place(subtask, None if thing is None else thing.id, place.id)
    if thing is None:
        return
    if goal in (Goal.OPEN, Goal.CLOSE):
        yield (Open(thing.id) if goal is Goal.OPEN else Close(thing.id)), None
    elif goal in (Goal.TURN_ON, Goal.TURN_OFF):
        yield Toggle(thing.id, goal is Goal.TURN_ON), None
    elif goal is Goal.SLICE:
        yield Slice(thing.id), None if place is None else place.id


def _at_place(
    subtask: Subtask, thing_id: int | None, place_id: int
) -> Iterator[tuple[Call, int | None]]:
    if subtask.goal is Goal.PUT:
        yield Place(place_id, subtask.relation), thing_id
    elif subtask.goal is Goal.WASH:
        yield Wash(place_id), thing_id
    elif subtask.goal is Goal.HEAT:
        yield Heat(place_id), thing_id
    elif subtask.goal is Goal.SLICE:
        yield Pick(place_id), None


def _meant(resolution: Resolution | None, world: WorldModel) -> list[Thing | None]:
    """Things that a reference may mean; None where that is not known, or is a room."""
    if resolution is None or not resolution.hypotheses:
        return [None]
    return [world.thing(each.thing_id) if each.thing_id else None for each in resolution.hypotheses]
