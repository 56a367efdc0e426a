"""What references mean in a small home."""

from __future__ import annotations

import pytest

from test.acting.fakes import home
from whereseen.acting.instructions.task import Reference
from whereseen.acting.references.config import Ambiguity, ReferenceConfig
from whereseen.acting.references.resolution import RefusalKind
from whereseen.acting.references.resolver import ReferenceResolver
from whereseen.memory.language import Verb


@pytest.fixture(scope="module")
def lived_in():
    """A home where apple, then banana were put in the fridge, and the plate was washed."""
    world = home()
    world.put(3, 102, "in")
    world.put(4, 102, "in")
    world.do(Verb.CLEANED, 7)
    return world


@pytest.mark.parametrize(
    ("text", "thing_id"),
    [
        ("the red mug", 1),
        ("the mug on the kitchen counter", 1),
        ("the mug in the living room", 2),
        ("the dirty mug", 1),
        ("the sink in the bathroom", 110),
        ("the nearest sink", 103),
        ("something to drink", 9),
        ("what you put in the fridge first", 3),
        ("the thing I put in the fridge last", 4),
        ("the plate you washed", 7),
        ("the closed cupboard", 109),
        ("the one next to the lamp", 11),
    ],
)
def test_what_is_meant(lived_in, text, thing_id):
    asking = ReferenceConfig(Ambiguity.ASK)
    found = ReferenceResolver(lived_in, asking).resolve(Reference(text), near_m=(0.0, 0.0, 0.0))
    assert found.refusal is None
    assert found.best.thing_id == thing_id


def test_what_several_fit_is_asked_or_picked(lived_in):
    asked = ReferenceResolver(lived_in, ReferenceConfig(Ambiguity.ASK)).resolve(
        Reference("the mug")
    )
    picked = ReferenceResolver(lived_in).resolve(Reference("the mug"), near_m=(6.0, 3.0, 0.0))
    assert asked.refusal.kind is RefusalKind.AMBIGUOUS
    assert {each.thing_id for each in asked.refusal.candidates} == {1, 2}
    assert picked.best.thing_id == 2
