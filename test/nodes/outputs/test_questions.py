import pytest

from whereseen.nodes.outputs.longest_steps import LongestSteps
from whereseen.nodes.outputs.questions import QuestionRounds


class Clock:
    now_s = 100.0

    def __call__(self):
        return self.now_s


class Core:
    def __init__(self, clock, takes_s, pieces):
        self._clock = clock
        self._pieces = pieces
        self._takes_s = takes_s
        self.asked = 0

    edition = 0

    def next_question(self):
        return self._asking()

    def _asking(self):
        for _ in range(self._pieces - 1):
            self._clock.now_s += self._takes_s / self._pieces
            yield
        self._clock.now_s += self._takes_s / self._pieces
        self.asked += 1


def rounds(takes_s, pieces=1):
    clock = Clock()
    core = Core(clock, takes_s, pieces)
    return clock, core, QuestionRounds(core, LongestSteps(clock))


@pytest.mark.parametrize("pieces", [1, 4])
def test_questions_take_a_twentieth_of_the_time_at_most(pieces):
    clock, core, questions = rounds(takes_s=0.1, pieces=pieces)
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


def test_a_question_is_asked_piece_by_piece():
    clock, core, questions = rounds(takes_s=0.3, pieces=3)
    for asked in (0, 0, 1):
        assert questions.step() == 0.0
        assert core.asked == asked
        clock.now_s += 1.0  # frames
    assert questions.step() == pytest.approx(20 * 0.3 - 3.3)


def test_a_question_about_what_is_no_more_is_left():
    _, core, questions = rounds(takes_s=0.0, pieces=2)
    questions.step()
    core.edition += 1
    questions.step()
    assert core.asked == 0
    questions.step()
    questions.step()
    assert core.asked == 1


def test_without_a_question_it_is_told_when_to_look_again():
    _, core, questions = rounds(takes_s=0.0)
    core.next_question = lambda: None
    assert questions.step() == pytest.approx(0.1)
