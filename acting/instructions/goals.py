"""What a verb asks for of the nouns and places that are said with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

from whereseen.acting.instructions.commands import FORMER, HOME, Command
from whereseen.acting.instructions.errors import InstructionNotUnderstood
from whereseen.acting.instructions.nouns import Noun, Placed
from whereseen.acting.instructions.task import Goal
from whereseen.acting.instructions.units import Unit
from whereseen.acting.skills.call import Relation as Carried
from whereseen.memory.attributes.category import affordances_of
from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.memory.language.thing import Relation, Sort

_BESIDE = (
    Relation.NEAR,
    Relation.BETWEEN,
    Relation.LEFT,
    Relation.RIGHT,
    Relation.BEHIND,
    Relation.IN_FRONT,
)
_NO_PLACE = (Relation.UNDER, Relation.ABOVE)
_INTO = ("into", "onto", "to", "towards", "toward", "upon")
_PUT_ON = (Relation.ON, Relation.IN, Relation.AT, Relation.TO, Relation.NEAR)
_WITHIN = ("put things in", "wash in", "keep cold", "heat food")
_SURFACES = ("put things on", "sit on", "lie on", "cook on")
_HEATERS = frozenset({"heat food", "cook on", "cook in"})
_WASHERS = frozenset({"wash in"})
_HERE = ("here", "over here")
_PERSONS = frozenset({"me", "us", "you", "him", "her"})
_DIRTY = "the dirty dishes"
_WASHING = ("dishes", "washing up", "washing", "dirty dishes")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a clause tells to do.

    Attributes:
        goal: What for.
        thing: With what.
        destination: Where to, or with what.
        relation: How it lies to that.
        is_swap: Whether the thing and the destination change places.
        there: Tells that the thing is where something was named before.
    """

    goal: Goal
    thing: Noun | None = None
    destination: Noun | None = None
    relation: Carried = Carried.ON
    is_swap: bool = False
    there: Noun | None = None


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
            return [Told(Goal.GO, destination=self._going(units))]
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
                unit = replace_places(unit, shared)
            if unit.noun is None and whole:
                continue
            whole.append(unit)
        whole.reverse()
        for n, unit in enumerate(whole[1:], start=1):  # "the mug in the sink and the plate"
            is_bare = not (unit.places or unit.there or unit.tool or unit.whole)
            if is_bare and self._shares(whole[n - 1]):
                whole[n] = replace_places(unit, whole[n - 1])
        return whole

    def _shares(self, unit: Unit) -> bool:
        if self._command.goal is Goal.PUT:
            return True
        return bool(unit.tool) or any(self._is_aim(place) for place in unit.places)

    def _one(self, unit: Unit) -> Told:
        goal = self._command.goal
        if unit.noun is None:
            self._refuse("it is not said what to do that with", "Name a thing")
        if goal in (Goal.PUT, Goal.BRING, Goal.TAKE):
            return self._carried(goal, unit)
        if goal is Goal.WASH:
            return self._wash(unit)
        if goal in (Goal.SLICE, Goal.HEAT):
            return self._with_tool(goal, unit)
        there = Noun(unit.there, pronoun="there") if unit.there else None
        return Told(goal, _described(unit.noun, unit), there=there)

    def _carried(self, goal: Goal, unit: Unit) -> Told:
        """What is put, brought or taken; "bring it to the desk" is to put it there."""
        noun, groups = unit.noun, grouped(unit.places)
        if noun is None:
            self._refuse("it is not said what to do that with", "Name a thing")
        if unit.tool is not None:
            noun = replace(noun, text=f"{noun.text} with {unit.tool.text}")
        if unit.whole is not None:
            return self._put(_placed(noun, groups), unit.whole, Carried.ON)
        if unit.there and goal is Goal.TAKE:
            there = Noun(unit.there, pronoun="there")
            return Told(goal, _placed(noun, groups), there=there)
        if unit.there in _HERE:
            return Told(Goal.BRING, _placed(noun, groups))
        if unit.there:
            there = Noun(unit.there, pronoun="there")
            return self._put(_placed(noun, groups), there, _there_relation(unit.there))
        aims = [n for n, group in enumerate(groups) if self._is_aim(group[0])]
        if not aims and goal is Goal.PUT and groups and self._may_be_aim(groups[-1][0]):
            aims = [len(groups) - 1]
        if aims:
            aim = aims[-1]
            rest = [group for n, group in enumerate(groups) if n != aim]
            target = groups[aim]
            if target[0].relation in _BESIDE:
                beside = replace(target[0].noun, text=target[0].text)
                return self._put(_placed(noun, rest), _placed(beside, [target[1:]]), Carried.ON)
            destination = _placed(target[0].noun, [[place] for place in target[1:]])
            if destination.pronoun in ("me", "us"):
                return Told(Goal.BRING, _placed(noun, rest))
            if destination.sort is Sort.PERSON:
                return Told(Goal.BRING, _placed(noun, rest), destination)
            if target[0].relation in _NO_PLACE:
                self._refuse("things are put on or in something", "Say on or in what")
            return self._put(_placed(noun, rest), destination, relation_to(target[0]))
        noun = _placed(noun, groups)
        if goal is not Goal.PUT:
            return Told(goal, noun, unit.whom)
        if self._command.needs_place:
            self._refuse("it is not said where to", "Say where it shall be")
        usual = Noun(self._command.destination) if self._command.destination else None
        return self._put(noun, usual, self._command.relation)

    def _put(self, noun: Noun, destination: Noun | None, relation: Carried) -> Told:
        return Told(Goal.PUT, noun, destination, relation)

    def _is_aim(self, place: Placed) -> bool:
        """Whether a place is where something is to go, whatever the verb."""
        words = place.preposition.split()
        return place.relation is Relation.TO or words[0] in _INTO

    def _may_be_aim(self, place: Placed) -> bool:
        """Whether a place may be where something is put; what is thrown away is put in bins."""
        is_bin = any(household_lexicon().is_a(kind, "bin") for kind in _kinds(place.noun))
        return place.relation is not Relation.FROM and (is_bin or not self._command.is_throwing)

    def _wash(self, unit: Unit) -> Told:
        noun = unit.noun
        assert noun is not None
        if self._verb == "do":
            if noun.phrase is None or noun.phrase.thing.noun not in _WASHING:
                self._refuse("it is not said what is to be done", 'Say it, as in "wash the dishes"')
            noun = replace(noun, text=_DIRTY, count=None)
        if noun.sort is Sort.ROOM:
            return Told(Goal.TIDY, destination=noun)
        return self._at(Goal.WASH, replace_noun(unit, noun), _WASHERS)

    def _with_tool(self, goal: Goal, unit: Unit) -> Told:
        if unit.tool is not None:
            return Told(goal, _described(unit.noun, replace_tool(unit)), unit.tool)
        return self._at(goal, unit, _HEATERS if goal is Goal.HEAT else frozenset())

    def _at(self, goal: Goal, unit: Unit, uses: frozenset[str]) -> Told:
        """With furniture or an appliance that such things are done at."""
        noun = unit.noun
        assert noun is not None
        at = [
            place
            for place in unit.places
            if set(affordances_of(place.noun.noun)) & uses or self._is_aim(place)
        ][-1:]
        rest = [place for place in unit.places if place not in at]
        if at and len(rest) and unit.places.index(at[0]) < len(unit.places) - 1:
            more = unit.places[unit.places.index(at[0]) + 1 :]
            rest = [place for place in rest if place not in more]
            destination: Noun | None = _placed(at[0].noun, [[place] for place in more])
        else:
            destination = at[0].noun if at else unit.tool
        if destination is None and self._command.destination:
            destination = Noun(self._command.destination)
        relation = relation_to(at[0]) if at else Carried.IN
        return Told(goal, _placed(noun, [[place] for place in rest]), destination, relation)

    def _is_going(self, units: Sequence[Unit]) -> bool:
        """As in "move to the kitchen" and "take me to the kitchen"."""
        first = units[0] if units else Unit()
        is_bare = first.noun is None and bool(first.places)
        return is_bare and (self._command.is_going or self._is_aim(first.places[0]))

    def _going(self, units: Sequence[Unit]) -> Noun:
        first = units[0] if units else Unit()
        if first.there in _HERE:
            return Noun("me", pronoun="me")
        if first.there:
            return Noun(first.there, pronoun="there")
        if first.noun is not None and not first.places:
            return first.noun
        if first.noun is None and first.places:
            head, *more = first.places
            return _placed(head.noun, [[place] for place in more])
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


def grouped(places: Sequence[Placed]) -> list[list[Placed]]:
    """Places with those that tell which they are: "the sink" "in the bathroom" is one."""
    groups: list[list[Placed]] = []
    for place in places:
        tells = place.noun.sort is Sort.ROOM or place.relation is Relation.NEAR
        before = groups[-1][-1] if groups else None
        is_room = before is not None and before.noun.sort is Sort.ROOM
        is_beside = before is not None and before.relation in _BESIDE
        if (
            before is not None
            and (tells or is_beside)
            and not is_room
            and place.preposition != "to"
        ):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def relation_to(place: Placed) -> Carried:
    """Whether things are on it or in it, by the word or else by what it is."""
    word = place.preposition.split()[0]
    if word in ("in", "into", "inside", "within"):
        uses = affordances_of(place.noun.noun)
        is_surface = set(_SURFACES) & set(uses) and not set(_WITHIN) & set(uses)
        return Carried.ON if is_surface else Carried.IN
    if word in ("on", "onto", "upon"):
        return Carried.ON
    return usual_relation(place.noun.noun)


def usual_relation(noun: str) -> Carried:
    """Whether things usually are on or in furniture of a name."""
    uses = set(affordances_of(noun))
    return Carried.IN if uses & set(_WITHIN) and not uses & set(_SURFACES) else Carried.ON


def _there_relation(said: str) -> Carried:
    return Carried.IN if said.split()[0] in ("in", "inside", "into") else Carried.ON


def _placed(noun: Noun, groups: Sequence[Sequence[Placed]]) -> Noun:
    for group in groups:
        for place in group:
            noun = noun.with_place(place)
    return noun


def _kinds(noun: Noun) -> frozenset[str]:
    return noun.phrase.thing.kinds if noun.phrase is not None else frozenset()


def _described(noun: Noun | None, unit: Unit) -> Noun:
    assert noun is not None
    return _placed(noun, [unit.places])


def replace_places(unit: Unit, other: Unit) -> Unit:
    """A unit with the places of another."""
    return Unit(unit.noun, other.places, unit.particle, other.tool, other.there, other.whole)


def replace_noun(unit: Unit, noun: Noun) -> Unit:
    """A unit with another noun."""
    return Unit(noun, unit.places, unit.particle, unit.tool, unit.there, unit.whole)


def replace_tool(unit: Unit) -> Unit:
    """A unit without its tool."""
    return Unit(unit.noun, unit.places, unit.particle, None, unit.there, unit.whole)


__all__ = ["FORMER", "Goals", "Told", "grouped", "relation_to", "usual_relation"]
