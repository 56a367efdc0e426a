"""Reads a clause: what is to be done, with what, and where to."""

from __future__ import annotations

from whereseen.acting.instructions.commands import command_named, take_command, with_particle
from whereseen.acting.instructions.errors import InstructionNotUnderstood
from whereseen.acting.instructions.goals import Goals
from whereseen.acting.instructions.refusing import no_verb
from whereseen.acting.instructions.sentences import text_of
from whereseen.acting.instructions.task import Goal
from whereseen.acting.instructions.told import Told
from whereseen.acting.instructions.units import units_of
from whereseen.memory.language.names import Names
from whereseen.memory.language.words import Cursor, Word

_TO = ("to", "into", "onto")
_AIMS = {
    Goal.PUT: (*_TO, "in", "on", "inside", "next", "near", "beside", "by", "at", "back", "away"),
    Goal.BRING: _TO,
    Goal.TAKE: _TO,
}
_GIVING = (Goal.BRING, Goal.FIND, Goal.HEAT, Goal.SLICE)


def read_clause(words: list[Word], names: Names, previous: str | None) -> tuple[str, list[Told]]:
    """What a clause tells, and with which verb.

    Args:
        words: The clause.
        names: What nouns name.
        previous: The verb before, for a clause that has none: "then the plate".

    Raises:
        InstructionNotUnderstood: if no verb, or nothing it could be done with, is said.
    """
    cursor, text = Cursor(words), text_of(words)
    verb = take_command(cursor) or previous
    if verb is None:
        raise no_verb(text)
    may_give = command_named(verb).goal in _GIVING or words[0].text in ("take", "bring")
    aims = _AIMS.get(command_named(verb).goal, ())
    units = units_of(cursor, names, may_give=may_give, aims=aims)
    if not cursor.is_done:
        raise InstructionNotUnderstood(
            "some words were not understood",
            got=repr(text_of(words[cursor.at :])),
            remedy="Leave them out, or say them in other words",
        )
    particle = next((unit.particle for unit in units if unit.particle), "")
    verb = (with_particle(verb, particle) if particle else None) or verb
    if command_named(verb).needs_particle:
        raise InstructionNotUnderstood(
            "it is not said whether on or off", got=repr(text), remedy='Say it: "turn on the lamp"'
        )
    return verb, Goals(verb, command_named(verb), text).told(units)
