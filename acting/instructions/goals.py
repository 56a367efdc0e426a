"""What a verb asks for of the nouns and places that are said with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

from whereseen.acting.instructions.carrying import HERE, Carrying, is_aim
from whereseen.acting.instructions.commands import HOME, Command
from whereseen.acting.instructions.errors import InstructionNotUnderstood
from whereseen.acting.instructions.lying import placed, relation_to
from whereseen.acting.instructions.noun import Noun
from whereseen.acting.instructions.task import Goal
from whereseen.acting.instructions.told import Told
from whereseen.acting.instructions.units import Unit, replaced
from whereseen.acting.skills.call import Relation as Carried
from whereseen.memory.attributes.category import affordances_of
from whereseen.memory.language.thing import Sort

_HEATERS = frozenset({"heat food", "cook on", "cook in"})
_WASHERS = frozenset({"wash in"})
_DIRTY = "the dirty dishes"
_WASHING = ("dishes", "washing up", "washing", "dirty dishes")


class Goals:
    """Tells what is asked for.

    Args:
        verb: In its base form, with its particle.
        command: What it asks for.
        text: The clause, for errors.
    """

    def __init__(self, verb: str, command: Command, text: str) -> None:
        self._verb, self._command, self._text = verb, command, text

    def told(self, units: Sequence[Unit]) -> list[Told]:
        """What is to be done.

        Raises:
            InstructionNotUnderstood: if what the verb needs is not said.
        """
        goal = self._command.goal
        if self._command.is_swap:
            return [self._swap(units)]
        if goal is Goal.GO or self._is_going(units):
            return [Told(Goal.GO, destination=self._going([each])) for each in units or [Unit()]]
        if goal is Goal.TIDY:
            return [self._tidy(unit) for unit in units or [Unit()]]
        if self._verb == "wash up" and not units:
            return [Told(goal, Noun(_DIRTY, count=None))]
        told = [self._one(unit) for unit in self._whole(units)]
        if not told:
            self._refuse("it is not said what to do that with", f'Say it, as in "{self._verb} it"')
        return told

    def _whole(self, units: Sequence[Unit]) -> list[Unit]:
        """Units with what they share: "the mug and the plate in the sink" are both put there."""
        whole: list[Unit] = []
        shared = Unit()
        for unit in reversed(units):
            has_own = unit.places or unit.there or unit.tool or unit.whole
            if has_own:
                shared = unit
            elif shared.noun is not None and self._shares(shared):
                unit = replaced(unit, shared)
            if unit.noun is None and whole:
                continue
            whole.append(unit)
        whole.reverse()
        for n, unit in enumerate(whole[1:], start=1):  # "the mug in the sink and the plate"
            is_bare = not (unit.places or unit.there or unit.tool or unit.whole)
            if is_bare and self._shares(whole[n - 1]) and not self._command.is_swap:
                if unit.noun is not None and unit.noun.sort in (Sort.ROOM, Sort.RECEPTACLE):
                    self._refuse("several places are named", "Say what shall be at which of them")
                whole[n] = replaced(unit, whole[n - 1])
        return whole

    def _shares(self, unit: Unit) -> bool:
        if self._command.goal is Goal.PUT:
            return True
        return bool(unit.tool) or any(is_aim(place) for place in unit.places)

    def _one(self, unit: Unit) -> Told:
        goal = self._command.goal
        if unit.noun is None:
            self._refuse("it is not said what to do that with", "Name a thing")
        if goal in (Goal.PUT, Goal.BRING, Goal.TAKE):
            return Carrying(self._command, self._text).told(unit.noun, unit)
        if goal is Goal.WASH:
            return self._wash(unit)
        if goal in (Goal.SLICE, Goal.HEAT):
            return self._with_tool(goal, unit)
        there = Noun(unit.there, pronoun="there") if unit.there else None
        return Told(goal, _described(unit.noun, unit), there=there)

    def _wash(self, unit: Unit) -> Told:
        noun = unit.noun
        assert noun is not None
        if self._verb == "do":
            if noun.phrase is None or noun.phrase.thing.noun not in _WASHING:
                self._refuse("it is not said what is to be done", 'Say it, as in "wash the dishes"')
            noun = replace(noun, text=_DIRTY, count=None)
        if noun.sort is Sort.ROOM:
            return Told(Goal.TIDY, destination=noun)
        return self._at(Goal.WASH, replace(unit, noun=noun), _WASHERS)

    def _with_tool(self, goal: Goal, unit: Unit) -> Told:
        if unit.tool is not None:
            return Told(goal, _described(unit.noun, replace(unit, tool=None)), unit.tool)
        return self._at(goal, unit, _HEATERS if goal is Goal.HEAT else frozenset())

    def _at(self, goal: Goal, unit: Unit, uses: frozenset[str]) -> Told:
        """With furniture or an appliance that such things are done at."""
        noun = unit.noun
        assert noun is not None
        at = [
            place
            for place in unit.places
            if set(affordances_of(place.noun.noun)) & uses or is_aim(place)
        ][-1:]
        rest = [place for place in unit.places if place not in at]
        if at and len(rest) and unit.places.index(at[0]) < len(unit.places) - 1:
            more = unit.places[unit.places.index(at[0]) + 1 :]
            rest = [place for place in rest if place not in more]
            destination: Noun | None = placed(at[0].noun, [[place] for place in more])
        else:
            destination = at[0].noun if at else unit.tool
        if destination is None and self._command.destination:
            destination = Noun(self._command.destination)
        relation = relation_to(at[0]) if at else Carried.IN
        return Told(goal, placed(noun, [[place] for place in rest]), destination, relation)

    def _is_going(self, units: Sequence[Unit]) -> bool:
        """As in "move to the kitchen" and "take me to the kitchen"."""
        first = units[0] if units else Unit()
        is_bare = first.noun is None and bool(first.places)
        return is_bare and (self._command.is_going or is_aim(first.places[0]))

    def _going(self, units: Sequence[Unit]) -> Noun:
        first = units[0] if units else Unit()
        if first.there and first.noun is not None:
            self._refuse("it is not said what is to be done there", "Say only where to go")
        if first.there in HERE:
            return Noun("me", pronoun="me")
        if first.there:
            return Noun(first.there, pronoun="there")
        if first.noun is not None and not first.places:
            return first.noun
        if first.noun is None and first.places:
            head, *more = first.places
            return placed(head.noun, [[place] for place in more])
        if first.noun is not None:
            return _described(first.noun, first)
        if self._verb != "come":
            self._refuse("it is not said where to go", 'Say it, as in "go to the kitchen"')
        return Noun("me", pronoun="me")

    def _tidy(self, unit: Unit) -> Told:
        noun = unit.noun
        if noun is None:
            place = unit.places[0].noun if unit.places else None
            return Told(Goal.TIDY, destination=place)
        if noun.sort in (Sort.ROOM, Sort.RECEPTACLE) and not noun.pronoun:
            return Told(Goal.TIDY, destination=_described(noun, unit))
        return Told(Goal.PUT, _described(noun, unit), Noun(HOME))

    def _swap(self, units: Sequence[Unit]) -> Told:
        nouns = [unit.noun for unit in units if unit.noun is not None]
        if len(units) == 1 and units[0].tool is not None:
            nouns.append(units[0].tool)
        if len(units) == 1 and len(nouns) == 1 and units[0].places:
            nouns.append(units[0].places[-1].noun)
        if len(nouns) != 2:
            self._refuse("two things are needed", 'Name them, as in "swap the mug and the plate"')
        parts = [_described(noun, unit) for noun, unit in zip(nouns, units, strict=False)]
        both = [*parts, *nouns[len(parts) :]]
        return Told(Goal.PUT, both[0], both[1], is_swap=True)

    def _refuse(self, what: str, remedy: str) -> NoReturn:
        raise InstructionNotUnderstood(what, got=repr(self._text), remedy=remedy)


def _described(noun: Noun | None, unit: Unit) -> Noun:
    assert noun is not None
    return placed(noun, [unit.places])
