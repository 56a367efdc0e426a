"""`whereseen bench tiers`: arguments, exit codes; what it measures is tested elsewhere."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from typer.testing import CliRunner

from whereseen.cli import app
from whereseen.sim.tiers import suite

SHORT = suite.TiersConfig(streams=suite.StreamConfig(tasks=301), capacities=(10,))


@pytest.fixture
def runs(monkeypatch):
    """Runs of the suite on short streams; our lead and what is asked for is as told."""
    made, lead, real = [], [0.01], suite.run

    def run(seeds, config, out_dir, say):
        made.append((seeds, config))
        results = real(seeds[:1], SHORT, None, say)
        metrics = [replace(m, value=lead[0]) if m.name == "ahead" else m for m in results.metrics]
        return replace(results, metrics=tuple(metrics), config=asdict(SHORT))

    monkeypatch.setattr(suite, "run", run)
    return type("Runs", (), {"made": made, "lead": lead})


def bench(*arguments):
    return CliRunner().invoke(app, ["bench", "tiers", *arguments])


def test_the_standard_form_takes_all_seeds(runs):
    done = bench("--seeds", "3-5")
    assert done.exit_code == 0
    assert runs.made == [((3, 4, 5), suite.FULL)]


def test_the_short_form_takes_two_seeds(runs):
    assert bench("--quick").exit_code == 0
    assert runs.made == [((1000, 1001), suite.QUICK)]


def test_only_the_short_form_fails_where_ours_is_behind(runs):
    runs.lead[0] = -0.01
    assert bench("--quick").exit_code == 1
    assert bench("--seeds", "3").exit_code == 0
