"""Answers to questions about now and the past, from what was believed and what changed.

`Chronicle` holds plain values: where each thing was, while, in which room and on or in what.
`ChronicleAnswerer` takes a question as `memory.language` reads it and answers from those, or says
why not.
"""

from whereseen.memory.chronicle.answerer import ChronicleAnswerer, NotAnswered, Recollection
from whereseen.memory.chronicle.chronicling import chronicle_of, turns_of
from whereseen.memory.chronicle.stays import Chronicle, Stay

__all__ = [
    "Chronicle",
    "ChronicleAnswerer",
    "NotAnswered",
    "Recollection",
    "Stay",
    "chronicle_of",
    "turns_of",
]
