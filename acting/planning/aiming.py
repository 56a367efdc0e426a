"""Where a thing is to go, or what is used for it: what was said, or a choice where nothing was."""

from __future__ import annotations

from collections.abc import Callable, Collection

from whereseen.acting.instructions.task import Goal, Mention, Part, Reference, Subtask
from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.acting.planning.resolving import Bindings, Bound, Resolver
from whereseen.acting.planning.searching import WayLength, nearest
from whereseen.acting.references.destinations import FORMER, HOME
from whereseen.acting.references.resolution import Refusal, RefusalKind, Resolution
from whereseen.acting.skills import kinds
from whereseen.acting.skills.call import Pose2
from whereseen.acting.skills.outcome import Failure, FailureKind

_KNIFE = "a knife"  # what is sought for cutting where nothing is said
_FAILURES = {
    RefusalKind.UNKNOWN: FailureKind.NOT_FOUND,
    RefusalKind.AMBIGUOUS: FailureKind.AMBIGUOUS,
    RefusalKind.NOT_UNDERSTOOD: FailureKind.NOT_UNDERSTOOD,
    RefusalKind.NOT_YET_KNOWN: FailureKind.NOT_UNDERSTOOD,
}
_BY_KIND: dict[Goal, Callable[[Thing], bool]] = {Goal.WASH: kinds.washes, Goal.HEAT: kinds.heats}
USUAL = {Goal.WASH: "sink", Goal.HEAT: "microwave"}  # where that is done, if nothing is said


def failure_of(refusal: Refusal) -> Failure:
    """Why something cannot be done, of what was not understood."""
    ids = tuple(each.thing_id for each in refusal.candidates if each.thing_id)
    is_question = refusal.kind is RefusalKind.AMBIGUOUS
    return Failure(_FAILURES[refusal.kind], refusal.reason, candidates=ids if is_question else ())


def depends_on_thing(reference: Reference) -> bool:
    """Whether a destination is "where it belongs", or "where it was"."""
    text = " ".join(reference.text.split())
    return bool(HOME.match(text) or FORMER.match(text))


def tool_of(subtask: Subtask) -> Reference:
    """What something is cut with."""
    return subtask.destination or Reference(_KNIFE)


class Aim:
    """Finds destinations.

    Args:
        world: What is known.
        resolver: Says what noun phrases mean.
        bound: What other parts of the task mean.
        told_ns: When the task was given.
        way_m: How long ways to things are; None for as the crow flies.
    """

    def __init__(
        self,
        world: WorldModel,
        resolver: Resolver,
        bound: Bound,
        told_ns: int,
        way_m: WayLength | None = None,
    ) -> None:
        self._world = world
        self._resolver = resolver
        self._bound = bound
        self._told_ns = told_ns
        self._way_m = way_m

    @property
    def bindings(self) -> Bindings:
        """What other parts of the task mean."""
        return self._bound.all

    def resolve(
        self, reference: Reference, pose: Pose2, excluded: Collection[int] = ()
    ) -> Resolution:
        """What a reference means, from where the robot is."""
        near_m = (pose[0], pose[1], 0.0)
        return self._resolver.resolve(
            reference, bindings=self._bound.all, excluded=excluded, near_m=near_m
        )

    def resolve_place(
        self,
        reference: Reference,
        thing: Thing | None,
        pose: Pose2,
        excluded: Collection[int] = (),
    ) -> Resolution:
        """Which furniture or room a reference means, for a thing that is to go there."""
        return self._resolver.resolve_place(
            reference,
            thing_id=None if thing is None else thing.id,
            bindings=self._bound.all,
            excluded=excluded,
            near_m=(pose[0], pose[1], 0.0),
            told_ns=self._told_ns,
        )

    def destination(
        self,
        subtask: Subtask,
        thing: Thing | None,
        pose: Pose2,
        excluded: Collection[int] = (),
        late: Collection[int] = (),
    ) -> tuple[int | str | Pose2 | Failure, Resolution | None]:
        """Where to, with what was made of the words for it.

        Args:
            subtask: What for.
            thing: What is to go there, as far as it is known.
            pose: Where the robot is.
            excluded: What turned out to be no use.
            late: What is taken only where nothing else will do.
        """
        avoided = {*excluded, *late}
        if subtask.destination is None:
            chosen = self._chosen(subtask, thing, pose, avoided)
            if late and isinstance(chosen, Failure):
                chosen = self._chosen(subtask, thing, pose, excluded)
            return chosen, None
        resolution = self.resolve_place(subtask.destination, thing, pose, avoided)
        if resolution.refusal is not None:
            return failure_of(resolution.refusal), resolution
        for hypothesis in resolution.hypotheses:
            place = hypothesis.target
            if isinstance(place, str) and subtask.goal is Goal.PUT:
                inside = self._in_room(place, thing, pose, avoided)
                if inside is None and late:
                    inside = self._in_room(place, thing, pose, excluded)
                if inside is not None:
                    return inside, resolution
            elif place not in excluded:
                return place, resolution
        name = subtask.destination.text.removeprefix("the ")
        return Failure(FailureKind.NO_ROOM, f"I know of no {name} that can be used"), resolution

    def spare_place(self, pose: Pose2, excluded: Collection[int], at: object) -> int | None:
        """Furniture on which something that is in the way is put down: here, or the nearest."""
        places = [each for each in self._open_tops() if each.id not in excluded]
        here = next((each.id for each in places if each.id == at), None)
        best = nearest(places, pose, self._way_m)
        return here or (None if best is None else best.id)

    def _chosen(
        self, subtask: Subtask, thing: Thing | None, pose: Pose2, excluded: Collection[int]
    ) -> int | Failure:
        if subtask.goal is Goal.PUT:
            place = self._usual_place(thing, excluded)
            why = "I do not know where such things are kept"
        else:
            place = self._by_kind(subtask.goal, pose, excluded)
            why = f"I know of nothing to {subtask.goal.value} it in"
        return place if place is not None else Failure(FailureKind.NOT_POSSIBLE, why)

    def _by_kind(self, goal: Goal, pose: Pose2, excluded: Collection[int]) -> int | None:
        does = _BY_KIND.get(goal)
        fit = [t for t in self._there() if does is not None and does(t) and t.id not in excluded]
        usual = [each for each in fit if USUAL.get(goal, "") in each.label]
        best = nearest(usual or fit, pose, self._way_m)
        return None if best is None else best.id

    def _usual_place(self, thing: Thing | None, excluded: Collection[int]) -> int | None:
        """Where such a thing usually is, of all furniture; not where it is now."""
        if thing is None:
            return None
        left = {*excluded, thing.support_id}
        likely = (each.place for each in self._world.likely_places(thing.label))
        return next((p for p in likely if isinstance(p, int) and p not in left), None)

    def _in_room(
        self,
        room: str,
        thing: Thing | None,
        pose: Pose2,
        excluded: Collection[int],
    ) -> int | None:
        """Furniture in a room on which a thing can be put: the likeliest for it, or the nearest."""
        inside = {t.id: t for t in self._there() if t.room == room and t.id not in excluded}
        tops = {each.id for each in self._open_tops()}
        fit = {i: t for i, t in inside.items() if i in tops}
        likely = () if thing is None else self._world.likely_places(thing.label)
        usual = next((p.place for p in likely if p.place in fit), None)
        best = nearest(fit.values(), pose, self._way_m)
        return usual if isinstance(usual, int) else None if best is None else best.id

    def _open_tops(self) -> list[Thing]:
        """Furniture that things can be put on without more ado."""
        there = self._there()
        tops = [each for each in there if kinds.is_top(each)]
        return tops or [each for each in there if each.is_receptacle and not kinds.has_door(each)]

    def _there(self) -> list[Thing]:
        return [each for each in self._world.things() if not each.is_gone]


def mention_of(subtask: Subtask, part: Part = Part.THING) -> Mention:
    """What other subtasks call a part of this one."""
    return Mention(subtask.name, part)
