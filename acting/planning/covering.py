"""Whether a plan does what a task asks for: the same goals, things and places.

A task is not done by doing something else: who is to switch on a lamp and plans to look at it alone
has not planned it, nor who plans to switch on another lamp.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial

from whereseen.acting.experience.likeness import words_in
from whereseen.acting.instructions.task import Goal, Part, Reference, Subtask, Task
from whereseen.acting.knowledge.names import name_of
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.planning.aiming import Aim, depends_on_thing
from whereseen.acting.planning.resolving import AGAIN
from whereseen.acting.planning.wording import subtask_text
from whereseen.acting.references.expanding import Expander, is_of_several
from whereseen.acting.references.resolution import RefusalKind, Resolution
from whereseen.acting.skills.call import Pose2

_OTHER_WAYS = {
    Goal.BRING: (Goal.TAKE, Goal.PUT),
    Goal.TAKE: (Goal.BRING, Goal.PUT),
    Goal.FIND: tuple(each for each in Goal if each is not Goal.GO),
    Goal.TIDY: (Goal.PUT,),
}
_AS_GOOD = 0.5  # of how well the best fits the words: so well fits what may be meant


class Coverage:
    """Compares plans with what one task asks for.

    Args:
        task: What is asked for.
        world: What is known.
        aim: Says what words mean.
        pose: Where the robot is.
        expander: Makes one subtask for each thing of those about several; None: nobody does.
    """

    def __init__(
        self,
        task: Task,
        world: WorldModel,
        aim: Aim,
        pose: Callable[[], Pose2],
        expander: Expander | None = None,
    ) -> None:
        self._task = task
        self._world = world
        self._aim = aim
        self._pose = pose
        self._expander = expander
        self._by: dict[str, tuple[str, ...]] = {}
        self.follow()

    def follow(self) -> None:
        """Compare later plans with one that does the task as it was said."""
        self._by = {each.name: (each.name,) for each in self._task.subtasks}

    def left_out(
        self, planned: Sequence[Subtask], open_names: Collection[str] | None = None
    ) -> str:
        """What a plan leaves out, in words; empty if nothing.

        Args:
            planned: The subtasks of the plan.
            open_names: Subtasks of the plan before it that are not done; None for all.
        """
        wanted = [it for it in self._task.subtasks if self._is_open(it.name, open_names)]
        several = [self._parts(each) for each in wanted]
        found = iter(_paired([part for parts, _ in several for part in parts], planned, self._does))
        for whole, (parts, least) in zip(wanted, several, strict=True):
            own = [(part, next(found)) for part in parts]
            names = tuple(planned[number].name for _, number in own if number is not None)
            if len(names) < least:
                lacking = next(part for part, number in own if number is None)
                return f"a step is missing: {subtask_text(lacking)}"
            self._by[whole.name] = names
        return ""

    def _is_open(self, name: str, open_names: Collection[str] | None) -> bool:
        if open_names is None:
            return True
        named = [each.rstrip(AGAIN) for each in open_names]
        return any(it == own or it.startswith(f"{own}.") for own in self._by[name] for it in named)

    def _parts(self, wanted: Subtask) -> tuple[Sequence[Subtask], int]:
        """One for each thing that may be meant, and how many of these are to be done."""
        if self._expander is None or not is_of_several(wanted):
            return (wanted,), 1
        x, y, _ = self._pose()
        expand = partial(self._expander.expanded, bindings=self._aim.bindings, near_m=(x, y, 0.0))
        found = expand(wanted)
        if found.refusal is not None:
            return (wanted,), 1
        least, thing = len(found.subtasks), wanted.thing
        if thing is not None and thing.count is not None:  # any two of three
            found = expand(replace(wanted, thing=replace(thing, count=None)))
        return found.subtasks, least

    def _does(self, planned: Subtask, wanted: Subtask) -> bool:
        """Whether doing one subtask does another."""
        if planned.goal not in (wanted.goal, *_OTHER_WAYS.get(wanted.goal, ())):
            return False
        if not self._is_same(wanted.thing, planned.thing):
            return False
        to = wanted.destination
        if planned.goal is not wanted.goal or to is None or depends_on_thing(to):
            return True
        to_places = wanted.goal is not Goal.SLICE
        return self._is_same(to, planned.destination, to_places=to_places)

    def _is_same(
        self, wanted: Reference | None, planned: Reference | None, *, to_places: bool = False
    ) -> bool:
        """Whether two references may mean the same; what nobody knows is compared by its words."""
        if wanted is None:
            return True
        if planned is None:
            return False
        wanted, planned = self._spoken_of(wanted), self._spoken_of(planned)
        asked, told = (self._meant(each, to_places) for each in (wanted, planned))
        if asked.refusal is not None and asked.refusal.kind is RefusalKind.NOT_YET_KNOWN:
            return True
        one, other = _targets(asked), _targets(told)
        if one and other:
            return bool(one & other) or (to_places and bool(one & self._rooms(other)))
        return bool(self._words(wanted, one) & self._words(planned, other))

    def _spoken_of(self, reference: Reference) -> Reference:
        """What "it" stands for, where the task says that before."""
        by_name = {each.name: each for each in self._task.subtasks}
        for _ in by_name:
            mention = next(iter(reference.same_as), None)
            said = None if mention is None else by_name.get(mention.subtask)
            if mention is None or said is None or reference.thing_id is not None:
                break
            found = said.thing if mention.part is Part.THING else said.destination
            if found is None:
                break
            reference = found
        return reference

    def _meant(self, reference: Reference, to_places: bool) -> Resolution:
        if to_places:
            return self._aim.resolve_place(reference, None, self._pose())
        return self._aim.resolve(reference, self._pose())

    def _rooms(self, targets: Iterable[int | str]) -> set[int | str]:
        known = (self._world.thing(each) for each in targets if isinstance(each, int))
        return {each.room for each in known if each is not None}

    def _words(self, reference: Reference, ids: Iterable[int | str]) -> frozenset[str]:
        named = (self._world.thing(each) for each in ids if isinstance(each, int))
        names = (name_of(each) for each in named if each is not None)
        return words_in(" ".join((reference.text, *names)))


def _targets(resolution: Resolution) -> set[int | str]:
    """Things, furniture and rooms that may be meant."""
    refusal, known = resolution.refusal, resolution.hypotheses
    if refusal is not None and refusal.kind is RefusalKind.AMBIGUOUS:
        known = refusal.candidates
    least = _AS_GOOD * max((each.match for each in known), default=0.0)
    return {each.target for each in known if each.match >= least}


def _paired(
    wanted: Sequence[Subtask],
    planned: Sequence[Subtask],
    does: Callable[[Subtask, Subtask], bool],
) -> list[int | None]:
    """For each that is wanted the number of a planned one that does it, each of which does one.

    A planned one about several things does for all of them. Augmenting paths (Kuhn 1955).
    """
    fits = [[n for n, each in enumerate(planned) if does(each, it)] for it in wanted]
    by: dict[int, int] = {}
    several = {n for n, each in enumerate(planned) if is_of_several(each)}
    found: list[int | None] = [next((n for n in own if n in several), None) for own in fits]

    def take(one: int, tried: set[int]) -> bool:
        for n in fits[one]:
            if n not in tried:
                tried.add(n)
                if n not in by or take(by[n], tried):
                    by[n] = one
                    return True
        return False

    for one, number in enumerate(found):
        if number is None:
            take(one, set())
    for n, one in by.items():
        found[one] = n
    return found
