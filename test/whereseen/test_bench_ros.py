"""`whereseen bench ros`: arguments, table, exit codes; what it measures is tested elsewhere."""

import importlib.util

import pytest
from typer.testing import CliRunner

from whereseen.cli import app
from whereseen.sim.benchmark.intervals import single
from whereseen.sim.benchmark.results import Metric, Results

if importlib.util.find_spec("rclpy") is None:
    pytest.skip("needs rclpy", allow_module_level=True)

pytestmark = pytest.mark.ros


@pytest.fixture
def runs(monkeypatch):
    """Runs of the suite, which measures nothing but `lost` frames."""
    from whereseen.nodes.benchmark import ros_suite

    made = []

    def run(seeds, config, out_dir, say):
        say("something")
        made.append((seeds, config))
        lost = Metric.of(
            single(float(runs.lost)), method="whereseen", case="5 Hz, 100000 voxels",
            name="frames_lost", unit="frames", direction="lower",
        )  # fmt: skip
        return Results("ros", "1", "", "", {}, {}, seeds, (lost,))

    monkeypatch.setattr(ros_suite, "run", run)
    runs = type("Runs", (), {"made": made, "lost": 0})()
    return runs


def bench(*arguments):
    return CliRunner().invoke(app, ["bench", "ros", *arguments])


def test_the_standard_form_takes_seeds_and_minutes(runs):
    assert bench("--seeds", "1,3", "--minutes", "30").exit_code == 0
    ((seeds, config),) = runs.made
    assert seeds == (1, 3)
    assert (config.form, config.minutes) == ("full", 30.0)


def test_the_short_form_takes_one_seed(runs):
    assert bench("--quick", "--seeds", "4-6").exit_code == 0
    ((seeds, config),) = runs.made
    assert seeds == (4,)
    assert (config.form, config.minutes) == ("quick", 0.0)


def test_only_the_short_form_fails_where_frames_are_lost(runs):
    runs.lost = 1
    assert bench("--quick").exit_code == 1
    assert bench().exit_code == 0
