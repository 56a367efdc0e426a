"""What "it", "them", "there" and "the other one" mean: what was named before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from whereseen.acting.instructions.errors import InstructionNotUnderstood
from whereseen.acting.instructions.lying import usual_relation
from whereseen.acting.instructions.noun import Noun
from whereseen.acting.instructions.task import Goal, Mention, Part, Reference, Subtask
from whereseen.acting.instructions.told import Told
from whereseen.acting.skills.call import Relation
from whereseen.memory.attributes.category import affordances_of
from whereseen.memory.language.thing import Sort

_PLACES = (Sort.ROOM, Sort.RECEPTACLE)
_HANDLED = (Goal.PUT, Goal.BRING, Goal.TAKE, Goal.SLICE, Goal.WASH, Goal.HEAT)
_PERSONS = frozenset({"me", "us", "you", "him", "her"})


@dataclass(frozen=True, slots=True)
class _Named:
    """Something that was named.

    Attributes:
        mention: How to refer to it.
        noun: What was said.
        clause: Which subtask's text it is from.
    """

    mention: Mention
    noun: Noun
    clause: str

    @property
    def is_many(self) -> bool:
        return self.noun.count != 1


class Antecedents:
    """Keeps what was named, the latest last."""

    def __init__(self) -> None:
        self._named: list[_Named] = []

    def note(self, subtask: Subtask, told: Told) -> None:
        """Keep what a subtask names; what only refers back is what it was."""
        parts = (
            (subtask.destination, told.destination, Part.DESTINATION),
            (subtask.thing, told.thing, Part.THING),
        )
        for reference, noun, part in parts:
            if reference is None or noun is None or noun.text.startswith("where "):
                continue
            if noun.pronoun:
                self._raise_again(reference, subtask.text)
            else:
                self._named.append(_Named(Mention(subtask.name, part), noun, subtask.text))

    def _raise_again(self, reference: Reference, text: str) -> None:
        """What is spoken of again was named last."""
        for mention in reference.same_as:
            for each in [it for it in self._named if it.mention == mention]:
                self._named.remove(each)
                self._named.append(_Named(each.mention, each.noun, text))

    def noun_of(self, reference: Reference) -> str:
        """Head noun of what a reference means, empty if it has none."""
        named = {each.mention: each.noun.noun for each in self._named}
        return next((named[it] for it in reference.same_as if it in named), "")

    def references(self, noun: Noun, goal: Goal, *, is_place: bool = False) -> list[Reference]:
        """References for a noun; several where "them" means several that were named.

        Raises:
            InstructionNotUnderstood: if it refers to what was not named.
        """
        if noun.pronoun in _PERSONS:
            return [Reference(noun.text)]
        if noun.pronoun == "there":
            return [self._place(noun)]
        if noun.pronoun == "them":
            return self._them(noun)
        if noun.pronoun:
            found = self._it(goal, is_place=is_place)
            if found is None:
                self._refuse(noun)
            return [Reference(noun.text, count=found.noun.count, same_as=(found.mention,))]
        if noun.is_other:
            return [self._other(noun)]
        return [Reference(noun.text, count=noun.count)]

    def place_text(self, noun: Noun) -> str:
        """What "there" means, in words: "in the kitchen".

        Raises:
            InstructionNotUnderstood: if no place was named.
        """
        mention = self._place(noun).same_as[0]
        named = next(each.noun for each in self._named if each.mention == mention)
        is_inside = named.sort is Sort.ROOM or usual_relation(named.noun) is Relation.IN
        return f"{'in' if is_inside else 'on'} {named.text}"

    def _it(self, goal: Goal, *, is_place: bool) -> _Named | None:
        named = list(reversed(self._named))
        if goal in (Goal.OPEN, Goal.CLOSE):
            named = [it for it in named if _can(it, "open")] or named
        elif goal in (Goal.TURN_ON, Goal.TURN_OFF):
            named = [it for it in named if _can(it, "switch on") or _can(it, "heat food")] or named
        elif is_place:
            named = [it for it in named if it.noun.sort in _PLACES] or named
        elif goal in _HANDLED:
            named = [it for it in named if it.noun.sort not in _PLACES] or named
        return named[0] if named else None

    def _place(self, noun: Noun) -> Reference:
        named = [it for it in reversed(self._named) if it.noun.sort in _PLACES]
        named = named or [it for it in reversed(self._named) if it.mention.part is Part.DESTINATION]
        if not named and noun.text.endswith(("it", "them")):
            named = self._named[::-1]  # on a plate that was named as a thing
        if not named:
            self._refuse(noun)
        return Reference(noun.text, same_as=(named[0].mention,))

    def _them(self, noun: Noun) -> list[Reference]:
        things = [it for it in reversed(self._named) if it.noun.sort not in _PLACES] or self._named
        if not things:
            self._refuse(noun)
        if things[0].is_many:
            mention = things[0].mention
            return [Reference(noun.text, count=things[0].noun.count, same_as=(mention,))]
        last = [it for it in things if it.clause == things[0].clause]
        last = last if len(last) > 1 else things[:2]
        return [Reference("it", same_as=(each.mention,)) for each in reversed(last)]

    def _other(self, noun: Noun) -> Reference:
        named = [it for it in reversed(self._named) if it.noun.sort not in _PLACES]
        if noun.noun:
            same = [it for it in named if it.noun.noun == noun.noun]
            if not named and noun.text.startswith("the "):
                self._refuse(noun)
            mentions = tuple(it.mention for it in same or named[:1])
            text = noun.text.replace("another ", "a ").replace(" other ", " ")
            return Reference(text, count=noun.count, other_than=mentions)
        if not named:
            self._refuse(noun)
        head = named[0].noun.noun or "thing"
        mentions = tuple(it.mention for it in named if it.noun.noun == named[0].noun.noun)
        return Reference(f"the {head}", count=noun.count, other_than=mentions)

    def _refuse(self, noun: Noun) -> NoReturn:
        raise InstructionNotUnderstood(
            "it is not said what that is", got=repr(noun.text), remedy="Name the thing or the place"
        )


def _can(named: _Named, use: str) -> bool:
    return use in affordances_of(named.noun.noun)
