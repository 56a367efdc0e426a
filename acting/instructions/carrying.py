"""What is put, brought or taken, and where to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

from whereseen.acting.instructions.commands import Command
from whereseen.acting.instructions.errors import InstructionNotUnderstood
from whereseen.acting.instructions.lying import (
    grouped,
    is_beside,
    placed,
    relation_to,
    there_relation,
)
from whereseen.acting.instructions.noun import Noun, Placed
from whereseen.acting.instructions.nouns import OUT_OF
from whereseen.acting.instructions.task import Goal
from whereseen.acting.instructions.told import Told
from whereseen.acting.instructions.units import Unit
from whereseen.acting.skills.call import Relation as Carried
from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.memory.language.thing import Relation, Sort

_STAYING = ("where it is", "where they are", "where it stands", "where it lies")
HERE = ("here", "over here")
_NO_PLACE = (Relation.UNDER, Relation.ABOVE)
_INTO = ("into", "onto", "to", "towards", "toward", "upon")


def is_aim(place: Placed) -> bool:
    """Whether a place is where something is to go, whatever the verb."""
    return place.relation is Relation.TO or place.preposition.split()[0] in _INTO


class Carrying:
    """Tells what is to be put, brought or taken.

    Args:
        command: What the verb asks for.
        text: The clause, for errors.
    """

    def __init__(self, command: Command, text: str) -> None:
        self._command, self._text = command, text

    def told(self, noun: Noun, unit: Unit) -> Told:
        """What is to be done; "bring it to the desk" is to put it there.

        Args:
            noun: What is carried.
            unit: What is said of places.

        Raises:
            InstructionNotUnderstood: if it is said badly or not at all where to.
        """
        goal, groups = self._command.goal, grouped(unit.places)
        if unit.tool is not None and noun.sort is Sort.RECEPTACLE and not groups:
            self._refuse(f"it is not said where {unit.tool.text!r} shall be", "Say where to put it")
        if unit.tool is not None:
            noun = replace(noun, text=f"{noun.text} with {unit.tool.text}")
        if unit.whole is not None and unit.whole.text in _STAYING:
            self._refuse("nothing is to be done then", "Leave it out")
        if unit.whole is not None:
            return Told(Goal.PUT, placed(noun, groups), unit.whole)
        if unit.there:
            return self._there(placed(noun, groups), unit.there)
        aim = self._aim(groups)
        if aim is not None:
            rest = [group for n, group in enumerate(groups) if n != aim]
            return self._to(self._placed(noun, rest), groups[aim])
        noun = self._placed(noun, groups)
        if goal is not Goal.PUT:
            return Told(goal, noun, unit.whom)
        if self._command.needs_place:
            self._refuse("it is not said where to", "Say where it shall be")
        usual = Noun(self._command.destination) if self._command.destination else None
        return Told(Goal.PUT, noun, usual, self._command.relation)

    def _placed(self, noun: Noun, groups: Sequence[Sequence[Placed]]) -> Noun:
        """A noun with places that tell which one is meant; of "it" that is known."""
        for place in (each for group in groups for each in group):
            is_detail = place.relation is Relation.FROM or place.noun.sort is Sort.ROOM
            if noun.pronoun and not is_detail:
                self._refuse(f"it is not clear what {place.text!r} is for", "Leave it out")
        return placed(noun, groups)

    def _there(self, noun: Noun, said: str) -> Told:
        there, goal = Noun(said, pronoun="there"), self._command.goal
        if goal is Goal.TAKE or (goal is Goal.BRING and said in OUT_OF):
            return Told(goal, noun, there=there)
        if said in OUT_OF:
            self._refuse("it is not said where to", "Say where it shall be")
        if said in HERE:
            return Told(Goal.BRING, noun)
        return Told(Goal.PUT, noun, there, there_relation(said))

    def _aim(self, groups: Sequence[Sequence[Placed]]) -> int | None:
        """Number of the group that tells where to."""
        aims = [n for n, group in enumerate(groups) if is_aim(group[0])]
        if aims:
            return aims[-1]
        is_put = self._command.goal is Goal.PUT
        return len(groups) - 1 if is_put and groups and self._may_be_aim(groups[-1][0]) else None

    def _to(self, noun: Noun, target: Sequence[Placed]) -> Told:
        first, more = target[0], target[1:]
        if is_beside(first):
            beside = placed(replace(first.noun, text=first.text), [more])
            return Told(Goal.PUT, noun, beside, Carried.ON)
        destination = placed(first.noun, [more])
        if re.search(rf"\b{first.preposition} (?:each|every|both|all)\b", self._text):
            self._refuse("several places are named", "Say what shall be at which of them")
        if destination.pronoun in ("me", "us"):
            return Told(Goal.BRING, noun)
        if destination.sort is Sort.PERSON:
            return Told(Goal.BRING, noun, destination)
        if first.relation in _NO_PLACE:
            self._refuse("things are put on or in something", "Say on or in what")
        return Told(Goal.PUT, noun, destination, relation_to(first))

    def _may_be_aim(self, place: Placed) -> bool:
        """Whether a place may be where something is put; what is thrown away is put in bins."""
        phrase, lexicon = place.noun.phrase, household_lexicon()
        kinds = phrase.thing.kinds if phrase is not None else frozenset[str]()
        is_bin = any(lexicon.is_a(kind, "bin") for kind in kinds)
        return place.relation is not Relation.FROM and (is_bin or not self._command.is_throwing)

    def _refuse(self, what: str, remedy: str) -> NoReturn:
        raise InstructionNotUnderstood(what, got=repr(self._text), remedy=remedy)
