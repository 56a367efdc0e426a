"""The suite, small, and what it makes of figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from whereseen.sim.benchmark.results import Results
from whereseen.sim.storing.bars import is_sane
from whereseen.sim.storing.measuring import Asked
from whereseen.sim.storing.questions import Truth, recall_at_k
from whereseen.sim.storing.suite import OURS, POST_FILTER, QUICK, run

TINY = replace(QUICK, sizes=(3000,), dimension=32, each=3, crashes=1, limits_bytes=(500_000,))


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    said = []
    results = run([0], TINY, folder, said.append)
    assert said[0] == "writing 3000 observations"
    assert Results.read(folder / "results.json").metrics == results.metrics
    return results


def test_everything_is_measured(results):
    names = {metric.name for metric in results.metrics if metric.method == OURS}
    assert names >= {"insert_rows_per_s", "bytes_per_row", "ask_peak_mb", "p99_ms", "recall@10"}
    cases = {m.case for m in results.metrics if (m.method, m.name) == (POST_FILTER, "recall@10")}
    assert cases == {f"3000 rows, {width}" for width in ("3 m, 24 h", "10 m, 7 d", "anything")}
    assert results.config["skipped"] == {"emem": "not part of the short form"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("recall@10", 0.9), ("lost_share", 0.001), ("torn_batches", 1.0), ("typed_and_usable", 0.5)],
)
def test_a_fault_misses_the_bars(results, name, value):
    quick = [  # a handful of rows tells nothing of speed
        replace(m, value=9e9) if m.name == "insert_rows_per_cpu_s" else m for m in results.metrics
    ]
    assert is_sane(replace(results, metrics=tuple(quick)))
    worse = [replace(m, value=value) if m.name == name else m for m in quick]
    assert not is_sane(replace(results, metrics=tuple(worse)))


def test_recall_is_the_share_of_the_truth():
    truth = Truth((1, 2, 3, 4), 9)
    assert recall_at_k(Asked(0.0, 0.0, (2, 9, 4)).ids, truth) == 0.5
    assert recall_at_k((), Truth((), 0)) == 1.0
