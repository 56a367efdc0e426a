"""The demo as `whereseen demo --short` runs it."""

import json

import numpy as np
import pytest
from PIL import Image

from whereseen.demo_report import report_demo
from whereseen.memory.asking import describe_map
from whereseen.sim.demo.run import run_demo
from whereseen.sim.demo.story import QUESTIONS, ROUNDS_NS

pytestmark = pytest.mark.sim
pytest.importorskip("pybullet")


class Steps:
    """Progress that is remembered."""

    def begin(self, what, total):
        self.total, self.done = total, []

    def step(self, done):
        self.done.append(done)

    def saved(self, frames):
        raise AssertionError("nothing is saved on the way")


@pytest.fixture(scope="module")
def progress():
    return Steps()


@pytest.fixture(scope="module")
def result(tmp_path_factory, progress):
    return run_demo(tmp_path_factory.mktemp("demo") / "out", short=True, progress=progress)


def asked(result, round_, text):
    (found,) = (it for it in result.questions if (it.round, it.question.text) == (round_, text))
    return found


def test_every_answer_is_right_and_everything_is_noticed(result):
    wrong = [(it.round, it.question.text, it.distance_m) for it in result.questions]
    wrong = [each for each, it in zip(wrong, result.questions, strict=True) if not it.is_right]
    assert wrong == []
    assert len(result.questions) == len(QUESTIONS) * len(ROUNDS_NS)
    assert [(str(it.happening), it.said) for it in result.noticed if not it.is_right] == []
    assert len(result.noticed) == 6
    assert result.passed


def test_answers_follow_what_people_do(result):
    mug = [asked(result, n, "where is the red mug?").answer.places[0].position_m for n in (1, 2, 3)]
    assert np.linalg.norm(np.subtract(mug[0], mug[1])) > 1.0
    assert np.linalg.norm(np.subtract(mug[0], mug[2])) < 0.2
    assert [asked(result, n, "the teddy bear").answer.found for n in (1, 2, 3)] == [
        True,
        False,
        True,
    ]
    assert [asked(result, n, "a bottle of wine").answer.found for n in (1, 2, 3)] == [
        True,
        True,
        False,
    ]


def test_everything_is_written(result, progress):
    assert describe_map(result.map_file)["frames"] == result.frames > 0
    with Image.open(result.picture) as image:
        assert np.asarray(image).std() > 10
    assert progress.done == sorted(progress.done)
    assert progress.done[-1] == progress.total


def test_the_report_says_what_was_asked_what_is_true_and_what_was_noticed(result, capsys):
    report_demo(result, as_json=False)
    printed = capsys.readouterr().out
    assert "26 of 26 answers right, 6 of 6 changes noticed, 0 made up" in printed
    assert "red mug: from the coffee table to the dining table" in printed


def test_the_report_as_json(result, capsys):
    report_demo(result, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["passed"]
    assert [each["right"] for each in told["questions"]] == [True] * 21
    first, then, *_, changed = told["past"]
    assert (first["said"], then["said"]) == (
        {"red mug": "coffee table"},
        {"red mug": "dining table"},
    )
    assert set(changed["said"]) == {"red mug", "brown teddy bear", "wine bottle"}
    bear = next(each for each in told["questions"] if each["query"] == "the teddy bear")
    assert bear["truth"][0]["on"] == "sofa"
    for each in told["changes"]:
        assert each["earliest_ns"] <= each["stamp_ns"] <= each["latest_ns"]
