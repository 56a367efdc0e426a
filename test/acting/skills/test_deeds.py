"""Calls that were done, as a memory is told of them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from whereseen.acting.skills.call import Place, Relation
from whereseen.acting.skills.deeds import deed_of
from whereseen.memory.language import Verb

_SPEC = importlib.util.spec_from_file_location(
    "acting_fakes_for_deeds", Path(__file__).parents[1] / "fakes.py"
)
assert _SPEC is not None and _SPEC.loader is not None
fakes: Any = importlib.util.module_from_spec(_SPEC)
sys.modules["acting_fakes_for_deeds"] = fakes
_SPEC.loader.exec_module(fakes)

RED, TABLE, NOBODY = 1, 104, 999


@pytest.mark.parametrize(
    ("held", "place", "where"),
    [(RED, TABLE, "dining table"), (RED, NOBODY, ""), (NOBODY, TABLE, None), (None, TABLE, None)],
)
def test_who_put_something_down_has_a_free_hand(
    held: int | None, place: int, where: str | None
) -> None:
    """Also if memory does not know what it was, or what it was put on."""
    at_m = (6.0, 3.0, 0.9)
    deed = deed_of(Place(place), fakes.home(), 1, 2, held=held, position_m=at_m)
    assert deed is not None and (deed.verb, deed.thing_id) == (Verb.PUT, held or 0)
    assert (None if deed.after is None else deed.after.support) == where
    assert where is None or deed.after.position_m == at_m


def test_where_it_was_put_is_the_top_or_the_middle() -> None:
    table = fakes.TABLE
    for relation, z_m in ((Relation.ON, 0.4 + 0.45), (Relation.IN, 0.4)):
        deed = deed_of(Place(TABLE, relation), fakes.home(), 1, 2, held=RED)
        assert deed.after.position_m == pytest.approx((*table.position_m[:2], z_m))
    nowhere = deed_of(Place(NOBODY), fakes.home(), 1, 2, held=RED)
    assert nowhere is not None and nowhere.after is None
