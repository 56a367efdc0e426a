"""The suite on short streams."""

from __future__ import annotations

from dataclasses import replace

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.tiers.queues import Lru
from whereseen.sim.benchmark.results import Results, compare
from whereseen.sim.tiers.bars import is_sane, verdicts
from whereseen.sim.tiers.contestants import METHODS, OPTIMUM, OURS, YARDSTICK
from whereseen.sim.tiers.replaying import hits_of, outcome
from whereseen.sim.tiers.streams import STREAMS, Stream, StreamConfig
from whereseen.sim.tiers.suite import QUICK, TiersConfig, case_of, run
from whereseen.sim.tiers.tables import hit_rate_table

SHORT = TiersConfig(streams=StreamConfig(tasks=400), capacities=(3, 10))


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiers")
    done = run([0, 1], SHORT, folder)
    assert (folder / "hit_rates.png").stat().st_size > 10_000
    assert Results.read(folder / "results.json").metrics == done.metrics
    return done


def test_shares_are_of_what_they_say():
    stream = Stream(
        things=(0, 1, 0, 0, 1), moved=(False, False, False, True, True), cost_s=(2.0, 5.0)
    )
    hits = hits_of(Lru(1), stream.things)
    assert hits == [False, False, False, True, False]
    shares = outcome(stream, hits, 2)
    assert shares.hit_rate == pytest.approx(1 / 3)
    assert shares.stale_hits == pytest.approx(1 / 3)
    assert shares.refind_s == pytest.approx((2.0 + 2.0 + 5.0) / 3)


def test_all_methods_are_measured_everywhere(results):
    cells = {m.key for m in results.metrics}
    for stream in STREAMS:
        for capacity in (3, 10):
            for method in METHODS:
                for name in ("hit_rate", "regret", "stale_hits", "refind_s", "early_hit_rate"):
                    assert (method, case_of(stream, capacity), name) in cells


def test_the_optimum_is_best_and_regret_is_what_is_missing(results):
    cells = {m.key: m.value for m in results.metrics}
    for (method, case, name), value in cells.items():
        if name == "regret":
            best = cells[OPTIMUM, case, "hit_rate"]
            assert value >= 0.0
            assert value == pytest.approx(best - cells[method, case, "hit_rate"])


def test_the_same_seeds_give_the_same_figures(results):
    again = run([0, 1], SHORT, None)
    assert again.metrics == results.metrics
    assert compare(results, again) == []


def test_the_table_has_all_methods_under_each_stream(results):
    table = hit_rate_table(results)
    assert table.row_count == len(STREAMS) * (2 + len(METHODS))


def test_bars_are_judged_for_each_stream(results):
    judged = list(verdicts(results))
    assert len(judged) == 2 * len(STREAMS)
    assert all(len(each.rivals) >= len(METHODS) - 1 for each in judged)
    ahead = judged[1]
    yardstick = next(m for m in ahead.rivals if m.method == YARDSTICK)
    assert ahead.limit == yardstick.value


def test_a_policy_no_better_than_karmas_is_not_sane(results):
    assert is_sane(results)
    metrics = tuple(replace(m, value=0.0) if m.name == "ahead" else m for m in results.metrics)
    assert not is_sane(replace(results, metrics=metrics))
    metrics = tuple(
        replace(m, value=0.3) if (m.method, m.name) == (OURS, "regret") else m
        for m in results.metrics
    )
    assert not is_sane(replace(results, metrics=metrics))


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"methods": ("arc",)}, "no such method or stream"),
        ({"names": ("office",)}, "no such method or stream"),
        ({"streams": StreamConfig(tasks=300)}, "too short"),
    ],
)
def test_what_cannot_be_run_is_refused(wrong, named):
    with pytest.raises(InvalidConfig, match=named):
        run([0], replace(QUICK, **wrong), None)
