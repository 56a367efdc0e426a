"""Where another thing to do begins, and what comes before what."""

from __future__ import annotations

import pytest

from whereseen.acting.instructions.sentences import clauses_of
from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.memory.language import Known
from whereseen.memory.language.names import Names

NAMES = Names(household_lexicon(), Known())


def clauses(text):
    return [(each.text, sorted(each.after)) for each in clauses_of(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wash it", [("wash it", [])]),
        ("Please wash it, thanks!", [("wash it", [])]),
        ("wash it and open the box", [("wash it", []), ("open the box", [])]),
        ("wash it, then open the box", [("wash it", []), ("open the box", [0])]),
        ("wash it. Then open the box", [("wash it", []), ("open the box", [0])]),
        ("wash it. Open the box", [("wash it", []), ("open the box", [])]),
        ("before you wash it, open the box", [("wash it", [1]), ("open the box", [])]),
        ("wash it before opening the box", [("wash it", []), ("open the box", [0])]),
        ("wash it after opening the box", [("wash it", [1]), ("open the box", [])]),
        ("after washing it, open the box", [("wash it", []), ("open the box", [0])]),
        ("once you have washed it, open the box", [("wash it", []), ("open the box", [0])]),
        ("wash the bowl and light bulb", [("wash the bowl and light bulb", [])]),
        ("put the cup and bin on it", [("put the cup and bin on it", [])]),
        ("put it next to the box", [("put it next to the box", [])]),
        ("find the box you moved before you opened the fridge",
         [("find the box you moved before you opened the fridge", [])]),
        ("go and find it", [("find it", [])]),
        ("a, b and c", [("a, b and c", [])]),
        ("?!", []),
    ],
)  # fmt: skip
def test_clauses(text, found):
    lowered = [(said.lower(), after) for said, after in clauses(text)]
    assert lowered == found


def test_what_is_done_together_all_comes_before_what_follows():
    text = "wash the cup and the bowl and open the box, then close it and turn on the lamp"
    assert [after for _, after in clauses(text)] == [[], [], [0, 1], [0, 1]]
