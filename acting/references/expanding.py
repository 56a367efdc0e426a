"""Subtasks about several things, as one subtask for each."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from whereseen.acting.instructions.commands import HOME
from whereseen.acting.instructions.task import Goal, Mention, Part, Reference, Subtask, Task
from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.acting.references.meaning import Bindings
from whereseen.acting.references.resolution import Refusal, RefusalKind, Resolution
from whereseen.acting.references.resolver import ReferenceResolver
from whereseen.acting.skills.call import Relation
from whereseen.memory.answer import Metres3
from whereseen.memory.attributes.category import affordances_of

_ARTICLE = re.compile(r"^(?:the|my|our|these|those|other) ", re.IGNORECASE)
_JUST_NS = 60_000_000_000  # what was seen so long ago need not be looked at again
_MISPLACED = 0.25  # a thing stays where such things are at least so often, of the likeliest place
_INSIDE = ("put things in", "keep cold", "wash in")
_NOTHING_YET: Bindings = {}


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a subtask about several things becomes.

    Attributes:
        subtasks: One for each thing, with its identity; none where nothing is left to be done.
        refusal: Why it cannot be said for which things, None if it can.
        missing: How many fewer things are known than were asked for.
    """

    subtasks: tuple[Subtask, ...] = ()
    refusal: Refusal | None = None
    missing: int = 0

    @property
    def ids(self) -> tuple[int, ...]:
        """Identities of the things, in the order of the subtasks: what mentions then mean."""
        things = (each.thing for each in self.subtasks)
        return tuple(it.thing_id for it in things if it is not None and it.thing_id is not None)


def is_of_several(subtask: Subtask) -> bool:
    """Whether a subtask has to be expanded before it can be done."""
    is_many = subtask.thing is not None and subtask.thing.count != 1
    return is_many or subtask.goal is Goal.TIDY


class Expander:
    """Expands subtasks.

    Args:
        resolver: Tells which things are meant.
        world: What is known.
    """

    def __init__(self, resolver: ReferenceResolver, world: WorldModel) -> None:
        self._resolver, self._world = resolver, world

    def expanded(
        self,
        subtask: Subtask,
        *,
        bindings: Bindings = _NOTHING_YET,
        excluded: Collection[int] = (),
        near_m: Metres3 | None = None,
    ) -> Expansion:
        """A subtask as one for each thing, nearest first; one about one thing as it is.

        What was just seen to be as it shall be (on the table, clean, switched off) is left out;
        what is only thought to be so is not: who does it looks first. For each that is missing
        there is a subtask that looks for one.

        Args:
            subtask: As the instruction has it.
            bindings: What was named before in the task means.
            excluded: Things that were looked for and not found.
            near_m: Where the robot is.
        """
        if subtask.goal is Goal.TIDY:
            return self._tidied(subtask, bindings, excluded)
        thing = subtask.thing
        if thing is None or thing.count == 1:
            return Expansion((subtask,))
        found = self._resolver.resolve(thing, bindings=bindings, excluded=excluded, near_m=near_m)
        if found.refusal is not None and not _is_sought(found, thing):
            return Expansion(refusal=found.refusal)
        meant = self._meant(found, excluded)[: thing.count]
        missing = 0 if thing.count is None else thing.count - len(meant)
        there, now_ns = self._target(subtask, bindings, near_m), self._world.now_ns
        left = [it for it in meant if not (_is_done(subtask, it, there) and _is_seen(it, now_ns))]
        references = [replace(thing, thing_id=each.id, count=1, same_as=()) for each in left]
        references += [_another(thing, subtask.name)] * missing
        return Expansion(_numbered(subtask, references), missing=missing)

    def _meant(self, found: Resolution, excluded: Collection[int]) -> list[Thing]:
        things = (self._world.thing(it.thing_id) for it in found.hypotheses)
        return [each for each in things if each is not None and each.id not in excluded]

    def _target(self, subtask: Subtask, bindings: Bindings, near_m: Metres3 | None) -> int:
        """Identity of the furniture where things are put, 0 if that is not one piece."""
        if subtask.goal is not Goal.PUT or subtask.destination is None:
            return 0
        if subtask.destination.text == HOME:
            return 0
        place = self._resolver.resolve_place(subtask.destination, bindings=bindings, near_m=near_m)
        return place.best.thing_id if place.best is not None else 0

    def _tidied(self, subtask: Subtask, bindings: Bindings, excluded: Collection[int]) -> Expansion:
        """Each thing in a place that is not where such things usually are, to be put there."""
        room, support = "", 0
        if subtask.destination is not None:
            place = self._resolver.resolve_place(subtask.destination, bindings=bindings)
            if place.best is None:
                return Expansion(refusal=place.refusal)
            support = place.best.thing_id
            room = "" if support else place.best.room
        made = []
        for thing in self._world.things():
            is_here = (not room or thing.room == room) and support in (0, thing.support_id)
            if not is_here or thing.is_receptacle or thing.is_gone or thing.id in excluded:
                continue
            home = self._home(thing)
            if home is not None:
                reference = Reference(f"the {thing.label}", thing.id)
                inside = set(affordances_of(home.text)) & set(_INSIDE)
                made.append(
                    replace(
                        subtask,
                        goal=Goal.PUT,
                        thing=reference,
                        destination=replace(home, text=HOME),
                        relation=Relation.IN if inside else Relation.ON,
                    )
                )
        return Expansion(
            tuple(replace(it, name=f"{subtask.name}.{n}") for n, it in enumerate(made, start=1))
        )

    def _home(self, thing: Thing) -> Reference | None:
        """Where a thing should be that is not there; None if it is, or nobody knows."""
        likely = self._world.likely_places(thing.label)
        shares = {each.place: each.probability for each in likely}
        here = max(shares.get(thing.support_id, 0.0), shares.get(thing.room, 0.0))
        best = next((each for each in likely if isinstance(each.place, int)), None)
        if best is None or not isinstance(best.place, int) or thing.is_held:
            return None
        if here >= _MISPLACED * best.probability:
            return None
        home = self._world.thing(best.place)
        return None if home is None else Reference(home.label, home.id)


def with_expanded(task: Task, name: str, expansion: Expansion) -> Task:
    """A task in which a subtask is replaced by what it was expanded to.

    What came after it comes after all of these; bind its mention to `Expansion.ids`.
    """
    names = tuple(each.name for each in expansion.subtasks)
    own = next(each for each in task.subtasks if each.name == name)
    found: list[Subtask] = []
    for each in task.subtasks:
        if each.name == name:
            found += expansion.subtasks
        elif name in each.after:
            others = [other for other in each.after if other != name]
            kept = dict.fromkeys((*others, *(names or own.after)))
            found.append(replace(each, after=tuple(kept)))
        else:
            found.append(each)
    return replace(task, subtasks=tuple(found))


def mention_of(subtask: Subtask, part: Part = Part.THING) -> Mention:
    """How other subtasks refer to a part of one; of an expanded one, to that of the whole."""
    return Mention(subtask.name.split(".")[0], part)


def _is_sought(found: Resolution, thing: Reference) -> bool:
    """Whether things of which none is known can be looked for, since it is said how many."""
    is_unknown = found.refusal is not None and found.refusal.kind is RefusalKind.UNKNOWN
    return is_unknown and bool(found.query) and thing.count is not None and not thing.same_as


def _another(thing: Reference, name: str) -> Reference:
    """Any more of what several of are wanted."""
    text = f"one of the {_ARTICLE.sub('', thing.text)}"
    return Reference(text, other_than=(*thing.other_than, Mention(name)))


def _numbered(subtask: Subtask, references: Sequence[Reference]) -> tuple[Subtask, ...]:
    return tuple(
        replace(subtask, name=f"{subtask.name}.{n}", thing=reference)
        for n, reference in enumerate(references, start=1)
    )


_DONE = {
    Goal.WASH: ("clean", "washed"),
    Goal.TURN_ON: ("on",),
    Goal.TURN_OFF: ("off",),
    Goal.OPEN: ("open",),
    Goal.CLOSE: ("closed",),
    Goal.SLICE: ("sliced",),
    Goal.HEAT: ("hot",),
}


def _is_done(subtask: Subtask, thing: Thing, target: int) -> bool:
    """Whether a thing is thought to be as it shall be."""
    if subtask.goal is Goal.PUT:
        return bool(target) and thing.support_id == target and not thing.is_held
    return any(word in thing.states for word in _DONE.get(subtask.goal, ()))


def _is_seen(thing: Thing, now_ns: int) -> bool:
    """Whether a thing was in view a moment ago, where it is thought to be."""
    return not thing.is_gone and now_ns - thing.last_seen_ns <= _JUST_NS


__all__ = [
    "Expander",
    "Expansion",
    "RefusalKind",
    "is_of_several",
    "mention_of",
    "with_expanded",
]
