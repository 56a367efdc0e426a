"""When the scene graph is read anew."""

import pytest

from whereseen.nodes.outputs.graph_rounds import GraphRounds
from whereseen.nodes.outputs.longest_steps import LongestSteps


class Clock:
    now_s = 100.0

    def __call__(self):
        return self.now_s


class Core:
    edition = 0
    is_graph_valid = False
    has_news = True

    def __init__(self, clock):
        self._clock = clock
        self.read = 0

    def next_graph(self):
        return self._reading() if self.has_news else None

    def _reading(self):
        self._clock.now_s += 0.01
        yield
        self.read += 1
        self.is_graph_valid = True


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def core(clock):
    return Core(clock)


def run(rounds, clock, until_s):
    while clock.now_s < until_s:
        clock.now_s += min(max(rounds.step(), 0.001), 0.1)  # other work looks in, too


def test_it_is_read_once_a_period(core, clock):
    run(GraphRounds(core, LongestSteps(clock), period_s=5.0), clock, 150.0)
    assert core.read == 10


def test_what_takes_long_comes_less_often(core, clock):
    run(GraphRounds(core, LongestSteps(clock), period_s=0.01), clock, 110.0)
    assert core.read == pytest.approx(10.0 * 0.05 / 0.01, abs=3)


def test_after_something_was_erased_it_is_read_at_once(core, clock):
    rounds = GraphRounds(core, LongestSteps(clock), period_s=1000.0)
    run(rounds, clock, 101.0)
    core.edition, core.is_graph_valid = 1, False
    run(rounds, clock, 102.0)
    assert core.read == 2 and core.is_graph_valid


def test_what_was_erased_meanwhile_voids_what_was_begun(core, clock):
    rounds = GraphRounds(core, LongestSteps(clock), period_s=5.0)
    rounds.step()
    core.edition = 1
    rounds.step()
    assert core.read == 0
    run(rounds, clock, clock.now_s + 0.1)
    assert core.read == 1


def test_without_news_it_is_not_read(core, clock):
    core.has_news, core.is_graph_valid = False, True
    assert GraphRounds(core, LongestSteps(clock), period_s=5.0).step() > 0.0
