"""Where things are to be put."""

from __future__ import annotations

import pytest

from test.acting.fakes import NOON_NS, home
from whereseen.acting.instructions.task import Mention, Reference
from whereseen.acting.knowledge.world_model import Likely
from whereseen.acting.references.config import Ambiguity, ReferenceConfig
from whereseen.acting.references.resolution import RefusalKind
from whereseen.acting.references.resolver import ReferenceResolver

ORIGIN_M = (0.0, 0.0, 0.0)
LIKELY = {"mug": (Likely(109, 0.7), Likely("living room", 0.2), Likely(101, 0.1))}


@pytest.fixture
def world():
    """A home where mugs are kept in the cupboard; the red one was put on the desk."""
    made = home(likely=LIKELY)
    made.put(1, 106)
    return made


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("the sink in the bathroom", 110),
        ("the nearest sink", 103),
        ("the bin", 107),
        ("the kitchen", "kitchen"),
        ("the living room", "living room"),
        ("where it belongs", 109),
        ("its usual place", 109),
        ("where it was before", 101),
        ("where you found it", 101),
        ("where the plate is", 103),
        ("next to the book", 105),
        ("beside the fridge", 102),
        ("where the red mug was", 101),
        ("the table in the living room", 104),
        ("the plate", 7),
    ],
)
def test_places(world, text, target):
    resolver = ReferenceResolver(world, ReferenceConfig(Ambiguity.ASK))
    found = resolver.resolve_place(Reference(text), thing_id=1, near_m=ORIGIN_M)
    assert found.refusal is None
    assert found.best.target == target


def test_where_it_was_when_it_was_told(world):
    told_ns = world.now_ns
    world.put(1, 104)
    resolver = ReferenceResolver(world)
    was = Reference("where the red mug was", same_as=(Mention("1"),))
    bindings = {Mention("1"): (1,)}
    found = resolver.resolve_place(was, bindings=bindings, told_ns=told_ns)
    assert found.best.thing_id == 106
    before = resolver.resolve_place(was, bindings=bindings, told_ns=NOON_NS)
    assert before.best.thing_id == 101


def test_where_nothing_fits_the_next_place_comes_first(world):
    home_of_mugs = Reference("where it belongs")
    found = ReferenceResolver(world).resolve_place(home_of_mugs, thing_id=1, excluded=[109])
    assert found.best.target == "living room"
    assert found.hypotheses[-1].target == 109


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the piano", RefusalKind.UNKNOWN),
        ("next to the piano", RefusalKind.UNKNOWN),
        ("the sink", RefusalKind.AMBIGUOUS),
        ("when", RefusalKind.NOT_UNDERSTOOD),
    ],
)
def test_what_is_no_place_is_refused(world, text, kind):
    resolver = ReferenceResolver(world, ReferenceConfig(Ambiguity.ASK))
    assert resolver.resolve_place(Reference(text)).refusal.kind is kind


def test_nobody_knows_where_milk_belongs(world):
    found = ReferenceResolver(world).resolve_place(Reference("where it belongs"), thing_id=9)
    assert found.refusal.kind is RefusalKind.UNKNOWN
    assert "milk" in found.refusal.reason
