"""What references cost: what is asked, and how figures are made of it."""

from __future__ import annotations

import pytest

from test.acting.fakes import home
from whereseen.acting.instructions.task import Reference
from whereseen.acting.references.resolver import ReferenceResolver
from whereseen.sim.benchmark.results import Results
from whereseen.sim.referring.bars import is_sane, verdicts
from whereseen.sim.referring.phrases import phrases
from whereseen.sim.referring.suite import Spans, measured, metrics_of, quantile


def test_all_kinds_of_references_are_asked_and_most_mean_something():
    world = home()
    texts = list(phrases(world, 40))
    assert {"the red mug", "the mug in the kitchen", "what you put in the fridge first"} <= {*texts}
    resolver = ReferenceResolver(world)
    found = [resolver.resolve(Reference(text)) for text in texts]
    assert sum(each.best is not None for each in found) > len(found) / 2
    assert resolver.resolve(Reference("the flurb")).best is None


def test_each_is_asked_after_a_deed_and_again():
    world = home()
    before = len(world.chronicle().deeds)
    spans = measured(world, 3)
    assert len(spans.first_ms) == len(spans.again_ms) == len(world.chronicle().deeds) - before
    assert min(*spans.first_ms, *spans.again_ms) >= 0.0


def test_a_percentile_lies_in_its_interval():
    found = quantile([float(n) for n in range(101)], 99.0)
    assert found.value == pytest.approx(99.0)
    assert found.low <= found.value <= found.high
    assert found.n == 101


@pytest.mark.parametrize(("cost_ms", "is_met"), [(10.0, True), (80.0, False)])
def test_the_bar_is_on_the_first_answer_in_each_kind_of_home(cost_ms, is_met):
    metrics = tuple(metrics_of({"symbols": Spans((cost_ms,), (1.0,))}))
    results = Results("references", "0", "", "", {}, {}, (), metrics)
    (verdict,) = verdicts(results)
    assert verdict.is_met is is_met
    assert is_sane(results) is is_met
