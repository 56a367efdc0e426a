from dataclasses import replace

import pytest
from diagnostic_msgs.msg import DiagnosticStatus

from whereseen.nodes.intake.tally import TallySnapshot
from whereseen.nodes.outputs.diagnostics import Health, status_of

TALLY = TallySnapshot(
    received=100, mapped=98, dropped={"no transform": 2}, latency_s=(0.0125, 0.05),
    rate_hz=9.96, age_s=0.1,
)  # fmt: skip
HEALTH = Health(
    is_active=True, tally=TALLY, waiting=1, longest_steps_s={"~/map": 0.0521}, loop_closures=2,
    used_mb=12.34, limit_mb=1024.0, voxels=31_000, keyframes=12, entities=7,
    encoder="labels+minilm", device="cpu",
    transforms_refused={"not finite": 3}, is_distorted=False, is_unregistered=False,
    fault="", map_file="/maps/home.map",
)  # fmt: skip


def values(health):
    return {each.key: each.value for each in status_of("memory", health).values}


def with_tally(**changes):
    return replace(HEALTH, tally=replace(TALLY, **changes))


def test_a_node_that_maps_is_well():
    status = status_of("memory", HEALTH)
    assert status.level == DiagnosticStatus.OK
    assert status.message == "10.0 frames a second"
    assert (status.name, status.hardware_id) == ("memory", "cpu")


def test_figures_are_told_with_their_units():
    told = values(HEALTH)
    assert told["rate [Hz]"] == "9.96"
    assert told["latency, median [ms]"] == "12.5"
    assert told["latency, 95th percentile [ms]"] == "50.0"
    assert told["memory used [MB]"] == "12.3" and told["memory limit [MB]"] == "1024"
    assert told["dropped: no transform"] == "2"
    assert told["tf refused: not finite"] == "3"
    assert told["encoder"] == "labels+minilm" and told["map file"] == "/maps/home.map"
    assert told["longest step, ~/map [ms]"] == "52.1"
    assert told["loop closures"] == "2" and told["frames waiting"] == "1"


@pytest.mark.parametrize(
    ("health", "level", "message"),
    [
        (
            with_tally(mapped=0, rate_hz=0.0),
            DiagnosticStatus.WARN,
            "no frame mapped yet: no transform",
        ),
        (with_tally(mapped=0, dropped={}), DiagnosticStatus.WARN, "no frame mapped yet"),
        (with_tally(age_s=12.0), DiagnosticStatus.WARN, "no frame for 12 s: no transform"),
        (
            with_tally(dropped={"queue full": 50, "no transform": 2}),
            DiagnosticStatus.WARN,
            "frames are lost: queue full",
        ),
        (
            with_tally(dropped={"not saved: disk full": 1}),
            DiagnosticStatus.ERROR,
            "the map file cannot be written",
        ),
        (
            replace(HEALTH, is_distorted=True),
            DiagnosticStatus.WARN,
            "images are not rectified: edges land beside the truth",
        ),
        (
            with_tally(latency_s=(1.8e9, 1.8e9)),
            DiagnosticStatus.WARN,
            "stamps are of another clock: set use_sim_time",
        ),
        (
            replace(HEALTH, is_unregistered=True),
            DiagnosticStatus.WARN,
            "depth is in another frame than colour: register it",
        ),
        (replace(HEALTH, fault="a fault"), DiagnosticStatus.ERROR, "a fault"),
        (replace(HEALTH, is_active=False), DiagnosticStatus.OK, "inactive"),
    ],
)
def test_what_is_wrong_is_said_with_its_cause(health, level, message):
    status = status_of("memory", health)
    assert (status.level, status.message) == (level, message)


def test_before_the_first_frame_latencies_are_empty():
    nan = float("nan")
    told = values(with_tally(latency_s=(nan, nan), mapped=0))
    assert told["latency, median [ms]"] == ""


def test_a_model_that_does_not_answer_is_told_after_all_that_is_worse():
    silent = replace(HEALTH, planner_fault="nobody answers at 127.0.0.1", doing="open the fridge")
    status = status_of("memory", silent)
    assert status.level == DiagnosticStatus.WARN
    assert status.message == "tasks are planned without a model: nobody answers at 127.0.0.1"
    assert values(silent)["doing"] == "open the fridge"
    assert "images" in status_of("memory", replace(silent, is_distorted=True)).message
