"""Answers to questions about now and the past, from what was believed, done and changed.

`Chronicle` holds plain values: where each thing was, while, in which room and on or in what; what
was done, and what was so. `ChronicleAnswerer` takes a question as `memory.language` reads it and
answers from those, or says why not.
"""

from whereseen.memory.chronicle.answerer import ChronicleAnswerer
from whereseen.memory.chronicle.chronicling import chronicle_of, turns_of
from whereseen.memory.chronicle.deeds import Condition, Deed
from whereseen.memory.chronicle.logged import note_deed
from whereseen.memory.chronicle.recollection import NotAnswered, Recollection
from whereseen.memory.chronicle.stays import Chronicle, Stay, Turn

__all__ = [
    "Chronicle",
    "ChronicleAnswerer",
    "Condition",
    "Deed",
    "NotAnswered",
    "Recollection",
    "Stay",
    "Turn",
    "chronicle_of",
    "note_deed",
    "turns_of",
]
