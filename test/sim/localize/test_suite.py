"""The suite in a single room, and what it makes of answers."""

from dataclasses import replace

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.localize.bars import is_sane
from whereseen.sim.localize.conditions import DEFAULT, PERFECT, conditions
from whereseen.sim.localize.questions import Question
from whereseen.sim.localize.suite import QUICK, Asked, metrics_of, run
from whereseen.sim.sensing.config import SensingConfig


def answer(method, category, *, is_right, found, probability=0.9, seed=0):
    question = Question("a mug", category)
    return Asked(method, PERFECT, seed, 0, question, is_right, found, probability)


def figures(asked):
    return {(m.method, m.case, m.name): m for m in metrics_of(asked)}


def test_rates_are_of_what_they_say():
    asked = [
        answer("whereseen", "present", is_right=True, found=True),
        answer("whereseen", "moved", is_right=False, found=True),
        answer("whereseen", "removed", is_right=False, found=True),
        answer("whereseen", "never seen", is_right=True, found=False),
        answer("whereseen", "description", is_right=False, found=False),
    ]
    found = figures(asked)
    assert found["whereseen", PERFECT, "accuracy"].value == 0.5
    assert found["whereseen", PERFECT, "accuracy"].n == 4
    assert found["whereseen", f"{PERFECT}, moved", "accuracy"].value == 0.0
    assert found["whereseen", f"{PERFECT}, description", "accuracy"].n == 1
    assert found["whereseen", PERFECT, "false_positive_rate"].value == 0.5


def test_being_ahead_is_told_home_by_home():
    asked = [
        answer(
            method, "present", is_right=method == "whereseen" or seed == 0, found=True, seed=seed
        )
        for seed in (0, 1)
        for method in ("whereseen", "replace")
    ]
    ahead = figures(asked)["whereseen", f"{PERFECT}, over replace", "ahead"]
    assert (ahead.value, ahead.n) == (0.5, 2)


def test_the_surest_answers_count_for_risk():
    asked = [
        answer("whereseen", "present", is_right=True, found=True, probability=0.9) for _ in range(8)
    ] + [
        answer("whereseen", "present", is_right=False, found=True, probability=0.5)
        for _ in range(2)
    ]
    assert figures(asked)["whereseen", PERFECT, "risk_at_80"].value == 0.0


def test_what_is_not_there_is_not_compared():
    with pytest.raises(InvalidConfig, match="no such method or condition"):
        run([0], replace(QUICK, methods=("dynamem",)), None)


def test_conditions_switch_on_what_they_say():
    known = conditions()
    assert known[PERFECT] == SensingConfig.perfect()
    assert known[DEFAULT] == SensingConfig()
    doubled = known["label noise x2"]
    assert doubled.recognition.miss_share == 2 * SensingConfig().recognition.miss_share
    assert not doubled.drift.enabled
    assert known["pose drift x4"].drift.yaw_deg == 4 * SensingConfig().drift.yaw_deg


@pytest.mark.slow
def test_a_room_is_watched_and_asked(tmp_path):
    pytest.importorskip("pybullet")
    few = replace(QUICK.rounds, changes=0, longest_s=20.0)
    config = replace(
        QUICK, rounds=few, each=6, conditions=(PERFECT,), methods=("whereseen", "static")
    )
    results = run([0], config, tmp_path)
    assert (tmp_path / "results.json").exists()
    by_key = {metric.key: metric for metric in results.metrics}
    assert by_key["whereseen", PERFECT, "accuracy"].n >= 4
    assert is_sane(results)
