"""One table of several benchmarks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.console import Console

from whereseen.memory.errors import InvalidConfig, UnknownLayout
from whereseen.sim.benchmark.results import Metric, Results
from whereseen.sim.overview.suites import SUITES, results_of
from whereseen.sim.overview.table import overview_markdown, overview_table
from whereseen.sim.tiers.streams import STREAMS

SCORE = Metric("whereseen", "1 hour, noisy", "of_witness", 0.9, 0.8, 0.97, 3, "", "higher")
WITNESS = "oracle: all that was in view"
RECALL = Results(
    suite="recall",
    version="0",
    commit="abc",
    date="2026-01-01",
    machine={},
    config={"skipped": {"emem": "not installed"}},
    seeds=(1, 2),
    metrics=(
        SCORE,
        replace(SCORE, method=WITNESS, name="score", value=0.8),
        replace(SCORE, method="latest value", name="score", value=0.2),
        replace(SCORE, method="KARMA-like", name="score", value=0.4),
    ),
)


def unused(what: str) -> None:
    raise AssertionError(what)


@pytest.fixture(scope="module")
def tiers(tmp_path_factory):
    out = tmp_path_factory.mktemp("world")
    return out, results_of("tiers", out, quick=True, reuse=False, say=lambda _: None)


def test_a_benchmark_runs_into_its_folder_and_is_not_run_twice(tiers):
    out, first = tiers
    assert first.seeds == SUITES["tiers"].quick_seeds
    again = results_of("tiers", out, quick=True, reuse=True, say=unused)
    assert again.metrics == first.metrics


def test_what_cannot_be_run_or_read_is_said(tmp_path):
    with pytest.raises(InvalidConfig, match="no such benchmark"):
        results_of("speed", tmp_path, quick=True, reuse=False, say=unused)
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "results.json").write_text("{}")
    with pytest.raises(UnknownLayout):
        results_of("store", tmp_path, quick=True, reuse=True, say=unused)


def test_the_table_has_a_row_for_each_bar_and_names_who_is_best(tiers):
    judged = {
        "tiers": list(SUITES["tiers"].verdicts(tiers[1])),
        "recall": list(SUITES["recall"].verdicts(RECALL)),
    }
    assert overview_table(judged).row_count == 2 * len(STREAMS) + 1
    console = Console(width=200)
    with console.capture() as capture:
        console.print(overview_table(judged))
    assert "optimum" in capture.get()
    page = overview_markdown(judged, [tiers[1], RECALL])
    row = next(line for line in page.splitlines() if line.startswith("| recall"))
    assert (
        "| at least 0.95 | 0.9 (0.8 to 0.97) | KARMA-like 0.5, latest value 0.25 | MISSED |" in row
    )
    assert "seeds 1 to 2; emem was skipped: not installed" in page
