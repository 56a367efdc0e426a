from dataclasses import replace

import pytest

from whereseen.nodes.benchmark import ros_suite
from whereseen.nodes.benchmark.live import Run
from whereseen.nodes.benchmark.ros_suite import FULL, QUICK, lost_at, run
from whereseen.sim.benchmark.results import Results

OURS = "whereseen"
RUN = Run(
    sent=100, received=100, mapped=99, dropped={"queue full": 1}, wall_s=10.0,
    node_cpu_s=4.0, camera_cpu_s=0.2, latency_ms=(20.0, 40.0), waiting=2,
    longest_ms={"~/map": 60.0},
)  # fmt: skip


class Stage:
    """Has actors that do nothing."""

    def __init__(self):
        self.orders = []

    def actor(self, name, **options):
        return self

    def ask(self, do, **arguments):
        self.orders.append((do, arguments))
        return {}

    def close(self):
        self.orders.append(("close", {}))

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        pass


@pytest.fixture
def stage(monkeypatch):
    """The suite with measurements that only say what they were asked for."""
    stage = Stage()
    measure = ros_suite.measure
    monkeypatch.setattr(ros_suite, "open_stage", lambda: stage)
    monkeypatch.setattr(measure, "transport", lambda *_, **__: {(OURS, "", "received_share"): [1]})
    monkeypatch.setattr(measure, "clouds", lambda *_, **__: {(OURS, "", "fill_ms"): [1.0, 3.0]})
    monkeypatch.setattr(
        measure,
        "sustained",
        lambda _stage, _camera, rates_hz, frames: {
            (OURS, f"{rate:g} Hz", "frames_lost"): [1.0] for rate in rates_hz
        },
    )
    monkeypatch.setattr(
        measure, "questions", lambda *_, **__: {(OURS, "things", "locate_ms"): [5.0, 7.0]}
    )
    monkeypatch.setattr(
        measure, "quick", lambda *_, **__: {(OURS, "5 Hz, 9 voxels", "frames_lost"): [2.0]}
    )

    class Growth(measure.Growth):
        def measure(self, stage, camera, rate_hz, minutes):
            self.minutes = [number / 60.0 for number in range(120)]
            self.private_mb = [300.0 + 2.0 * minute for minute in self.minutes]
            return RUN

    monkeypatch.setattr(ros_suite, "Growth", Growth)
    return stage


def rows(results):
    return {(metric.case, metric.name): metric for metric in results.metrics}


def test_samples_of_all_seeds_are_pooled_and_other_rates_tried_once(stage):
    found = rows(run((0, 1, 2), FULL, None))
    assert found["10 Hz", "frames_lost"].value == 3.0
    assert found["30 Hz", "frames_lost"].value == 1.0
    assert found["things", "locate_ms"].n == 6
    assert [order["seed"] for do, order in stage.orders if do == "render"] == [0, 1, 2]


def test_memory_is_watched_after_the_first_laps(stage):
    found = rows(run((0,), FULL, None))
    growth = found["10 Hz for 2 min", "growth_mb_min"]
    assert growth.value == pytest.approx(2.0)
    assert growth.n == 90
    assert found["10 Hz for 2 min", "private_max_mb"].value == pytest.approx(300.0 + 2 * 119 / 60)
    assert found["10 Hz for 2 min", "frames_lost"].value == 1.0
    assert found["10 Hz for 2 min", "cpu_share"].value == pytest.approx(0.2)
    assert found["10 Hz for 2 min: queue full", "dropped"].value == 1.0


def test_memory_need_not_be_watched(stage):
    found = rows(run((0,), replace(FULL, minutes=0.0), None))
    assert not any(name == "growth_mb_min" for _, name in found)


def test_the_short_form_tells_what_was_lost_at_its_lowest_rate(stage, tmp_path):
    said = []
    results = run((0,), QUICK, tmp_path / "out", said.append)
    assert lost_at(results, 5.0) == 2
    assert lost_at(results, 10.0) == 0
    assert said == ["images", "clouds", "a map of 100,000 voxels"]
    assert Results.read(tmp_path / "out" / "results.json").metrics == results.metrics
