"""Puts what clauses tell together: names, what "it" means, what must come first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whereseen.acting.instructions.antecedents import Antecedents
from whereseen.acting.instructions.lying import usual_relation
from whereseen.acting.instructions.ordering import needed_order
from whereseen.acting.instructions.sentences import Clause
from whereseen.acting.instructions.task import Goal, Mention, Reference, Subtask
from whereseen.acting.instructions.told import Told


class Assembly:
    """Gathers the subtasks of an instruction."""

    def __init__(self) -> None:
        self._found: list[Subtask] = []
        self._clauses: list[tuple[list[str], Clause]] = []
        self._antecedents = Antecedents()

    def add(self, told: Sequence[Told], clause: Clause) -> None:
        """Add what a clause tells.

        Raises:
            InstructionNotUnderstood: if it speaks of "it" and nothing was named.
        """
        names: list[str] = []
        for each in told:
            made = self._swapped(each, clause) if each.is_swap else self._plain(each, clause)
            names += [subtask.name for subtask in made]
            self._found += made
        self._clauses.append((names, clause))

    def subtasks(self) -> tuple[Subtask, ...]:
        """All, with what must be done before each."""
        said: dict[str, set[str]] = {subtask.name: set() for subtask in self._found}
        for names, clause in self._clauses:
            before = {name for number in clause.after for name in self._clauses[number][0]}
            for name in names:
                said[name] |= before
        for subtask in self._found:
            said[subtask.name] |= set(subtask.after)
        return needed_order(self._found, said)

    def _plain(self, told: Told, clause: Clause) -> list[Subtask]:
        """One subtask, or one for each that "them" means."""
        things: list[Reference | None] = [None]
        if told.thing is not None:
            things = [*self._antecedents.references(told.thing, told.goal)]
        if told.there is not None:
            place = self._antecedents.place_text(told.there)
            things = [it and replace(it, text=f"{it.text} {place}") for it in things]
        made: list[Subtask] = []
        for thing in things:
            name = str(len(self._found) + len(made) + 1)
            target = told.destination
            destination = None
            if target is not None:
                destination = self._antecedents.references(target, told.goal, is_place=True)[0]
            relation = told.relation
            if target is not None and target.pronoun == "there" and destination is not None:
                noun = self._antecedents.noun_of(destination)
                relation = usual_relation(noun) if noun else relation
            made.append(Subtask(name, told.goal, thing, destination, relation, text=clause.text))
        for subtask in made:
            self._antecedents.note(subtask, told)
        return made

    def _swapped(self, told: Told, clause: Clause) -> list[Subtask]:
        """One thing is put aside, the other where it was, and it where that was."""
        assert told.thing is not None and told.destination is not None
        start = len(self._found) + 1
        names = [str(start + n) for n in range(3)]
        first = self._antecedents.references(told.thing, Goal.PUT)[0]
        second = self._antecedents.references(told.destination, Goal.PUT)[0]
        homes = [Reference(f"where {each.text} was") for each in (first, second)]
        of_first = Reference(homes[0].text, same_as=(Mention(names[0]),))
        of_second = Reference(homes[1].text, same_as=(Mention(names[1]),))
        again = Reference(first.text, same_as=(Mention(names[0]),))
        text = clause.text
        made = [
            Subtask(names[0], Goal.PUT, first, None, text=text),
            Subtask(names[1], Goal.PUT, second, of_first, after=(names[0],), text=text),
            Subtask(names[2], Goal.PUT, again, of_second, after=(names[1],), text=text),
        ]
        self._antecedents.note(made[0], told)
        self._antecedents.note(made[1], replace(told, thing=told.destination, destination=None))
        return made
