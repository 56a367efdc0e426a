import pytest

from whereseen.nodes.outputs.longest_steps import LongestSteps
from whereseen.nodes.outputs.pieces import PieceByPiece, Progress


class Clock:
    now_s = 100.0

    def __call__(self):
        return self.now_s


class Core:
    edition = 0


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def core():
    return Core()


@pytest.fixture
def steps(clock):
    return LongestSteps(clock)


def working(clock, *times_s):
    for number, time_s in enumerate(times_s):
        if number:
            yield
        clock.now_s += time_s


def test_each_call_does_one_piece(core, clock, steps):
    work = PieceByPiece(core, steps)
    assert not work.is_busy
    work.begin("a", working(clock, 0.1, 0.3, 0.2))
    assert clock.now_s == 100.0
    progress = []
    while work.is_busy:
        progress.append(work.go_on())
        clock.now_s += 5.0  # frames
    assert progress == [Progress.GOING_ON, Progress.GOING_ON, Progress.DONE]
    assert work.took_s == pytest.approx(0.6)
    assert steps.seconds() == {"a": pytest.approx(0.3)}


def test_what_is_half_done_when_the_memory_is_edited_is_dropped(core, clock, steps):
    work = PieceByPiece(core, steps)
    work.begin("a", working(clock, 0.1, 0.1))
    assert work.go_on() == Progress.GOING_ON
    core.edition += 1
    assert work.go_on() == Progress.DROPPED
    assert not work.is_busy
    assert clock.now_s == pytest.approx(100.1)
    work.begin("b", working(clock, 0.1))
    assert work.go_on() == Progress.DONE


def test_what_fails_is_over(core, clock, steps):
    def failing():
        yield
        clock.now_s += 0.2
        raise ZeroDivisionError

    work = PieceByPiece(core, steps)
    work.begin("a", failing())
    work.go_on()
    with pytest.raises(ZeroDivisionError):
        work.go_on()
    assert not work.is_busy
    assert work.took_s == pytest.approx(0.2)
