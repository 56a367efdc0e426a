import pytest

from whereseen.nodes.outputs.longest_steps import LongestSteps
from whereseen.nodes.outputs.questions import QuestionRounds


class Clock:
    now_s = 100.0

    def __call__(self):
        return self.now_s


class Core:
    def __init__(self, clock, takes_s):
        self._clock = clock
        self._takes_s = takes_s
        self.asked = 0

    def refresh_objects(self):
        self.asked += 1
        self._clock.now_s += self._takes_s
        return 0.0


def rounds(takes_s):
    clock = Clock()
    core = Core(clock, takes_s)
    return clock, core, QuestionRounds(core, LongestSteps(clock))


def test_questions_take_a_twentieth_of_the_time_at_most():
    clock, core, questions = rounds(takes_s=0.1)
    while clock.now_s < 300.0:
        clock.now_s += questions.step()
    assert core.asked == pytest.approx(100, abs=2)


def test_between_two_questions_the_rest_of_the_wait_is_told():
    clock, core, questions = rounds(takes_s=0.2)
    assert questions.step() == 0.0
    assert questions.step() == pytest.approx(3.8)
    clock.now_s += 3.5
    assert questions.step() == pytest.approx(0.3)
    assert core.asked == 1


def test_quick_questions_are_asked_one_after_the_other():
    _, core, questions = rounds(takes_s=0.0)
    for _ in range(10):
        assert questions.step() == 0.0
    assert core.asked == 10
