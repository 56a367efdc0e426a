import pytest

from whereseen.nodes.outputs.output import Schedule


class Output:
    def __init__(self, period_s=1.0):
        self.period_s = period_s
        self.listeners = 0
        self.published = []

    def publish(self, core):
        self.published.append(core.revision)


class Core:
    revision = 0


class Clock:
    now_s = 100.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def core():
    return Core()


@pytest.fixture
def clock():
    return Clock()


def test_nothing_is_made_that_nobody_listens_to(core, clock):
    output = Output()
    schedule = Schedule(core, [output], clock)
    core.revision = 1
    assert schedule.step() > 0.0
    assert output.published == []


def test_a_listener_gets_the_memory_as_it_is_at_once(core, clock):
    output = Output()
    schedule = Schedule(core, [output], clock)
    schedule.step()
    output.listeners = 1
    assert schedule.step() == 0.0
    assert output.published == [0]


def test_nothing_is_published_twice(core, clock):
    output = Output()
    output.listeners = 1
    schedule = Schedule(core, [output], clock)
    for _ in range(5):
        schedule.step()
        clock.now_s += 10.0
    assert output.published == [0]


def test_changes_are_published_when_the_period_is_over(core, clock):
    output = Output(period_s=2.0)
    output.listeners = 1
    schedule = Schedule(core, [output], clock)
    schedule.step()
    core.revision = 1
    clock.now_s += 1.9
    assert 0.0 < schedule.step() <= 0.2
    assert output.published == [0]
    clock.now_s += 0.2
    schedule.step()
    assert output.published == [0, 1]


def test_who_comes_later_gets_it_again(core, clock):
    """What is latched may be older than the updates since."""
    output = Output()
    output.listeners = 1
    schedule = Schedule(core, [output], clock)
    schedule.step()
    output.listeners = 2
    clock.now_s += 5.0
    schedule.step()
    assert output.published == [0, 0]


def test_who_leaves_causes_nothing(core, clock):
    output = Output()
    output.listeners = 2
    schedule = Schedule(core, [output], clock)
    schedule.step()
    output.listeners = 1
    clock.now_s += 5.0
    schedule.step()
    assert output.published == [0]


def test_one_thing_at_a_time_and_all_in_turn(core, clock):
    outputs = [Output(), Output(), Output()]
    for output in outputs:
        output.listeners = 1
    schedule = Schedule(core, outputs, clock)
    assert [schedule.step() for _ in range(3)] == [0.0, 0.0, 0.0]
    assert [output.published for output in outputs] == [[0], [0], [0]]
    assert schedule.step() > 0.0
