"""Reads instructions."""

from __future__ import annotations

from whereseen.acting.instructions.assembly import Assembly
from whereseen.acting.instructions.clause import read_clause
from whereseen.acting.instructions.errors import InstructionNotUnderstood
from whereseen.acting.instructions.refusing import require_instruction
from whereseen.acting.instructions.rewording import reworded
from whereseen.acting.instructions.sentences import clauses_of
from whereseen.acting.instructions.task import Task
from whereseen.acting.knowledge.names import known_of
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.memory.encoder.lexicon import Lexicon, household_lexicon
from whereseen.memory.language import Known
from whereseen.memory.language.names import Names

MOST_LETTERS = 1000
MOST_CLAUSES = 40


class InstructionReader:
    """Reads what English instructions tell a robot to do; the same text gives the same task.

    Args:
        known: Names that are known for rooms, furniture, things and people, or who knows them.
        lexicon: What household things are called; the one of the library if None.
    """

    def __init__(
        self, known: Known | WorldModel | None = None, *, lexicon: Lexicon | None = None
    ) -> None:
        self._known = Known() if known is None else known
        self._lexicon = household_lexicon() if lexicon is None else lexicon
        self._names: tuple[Known, Names] | None = None

    def read(self, text: str) -> Task:
        """What an instruction tells.

        Args:
            text: The instruction, of at most 1,000 characters.

        Raises:
            InstructionNotUnderstood: if it tells nothing that a robot could do, or some of its
                words are not understood; tells which.
        """
        said = " ".join(text.split(" ")).strip()
        if not said or len(said) > MOST_LETTERS:
            raise InstructionNotUnderstood(
                "an instruction has 1 to 1,000 characters",
                got=f"{len(said)} characters",
                remedy='Say it as in "put the red mug in the sink"',
            )
        said = reworded(said)
        require_instruction(said)
        names = self._current_names()
        clauses = clauses_of(said, names)
        if not clauses or len(clauses) > MOST_CLAUSES:
            raise InstructionNotUnderstood(
                f"an instruction tells 1 to {MOST_CLAUSES} things to do",
                got=f"{len(clauses)}",
                remedy='Say it as in "put the red mug in the sink"',
            )
        assembly, verb = Assembly(), None
        for clause in clauses:
            verb, told = read_clause(clause.words, names, verb)
            assembly.add(told, clause)
        return Task(text, assembly.subtasks())

    def _current_names(self) -> Names:
        known = self._known if isinstance(self._known, Known) else known_of(self._known)
        if self._names is None or self._names[0] != known:
            self._names = known, Names(self._lexicon, known)
        return self._names[1]
