import pytest

from whereseen.nodes.outputs.longest_steps import LongestSteps
from whereseen.nodes.outputs.output import Schedule


class Output:
    topic = "~/test"

    def __init__(self, period_s=1.0, work=lambda: None, pieces=1):
        self.period_s = period_s
        self.pieces = pieces
        self._work = work
        self.listeners = 0
        self.published = []

    def revision_of(self, core):
        return core.revision

    def publish(self, core):
        revision = core.revision
        for _ in range(self.pieces - 1):
            self._work()
            yield
        self.published.append(revision)
        self._work()


class Core:
    revision = 0
    edition = 0


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
    schedule = Schedule(core, [output], LongestSteps(clock))
    core.revision = 1
    assert schedule.step() > 0.0
    assert output.published == []


def test_a_listener_gets_the_memory_as_it_is_at_once(core, clock):
    output = Output()
    schedule = Schedule(core, [output], LongestSteps(clock))
    schedule.step()
    output.listeners = 1
    assert schedule.step() == 0.0
    assert output.published == [0]


def test_nothing_is_published_twice(core, clock):
    output = Output()
    output.listeners = 1
    schedule = Schedule(core, [output], LongestSteps(clock))
    for _ in range(5):
        schedule.step()
        clock.now_s += 10.0
    assert output.published == [0]


def test_changes_are_published_when_the_period_is_over(core, clock):
    output = Output(period_s=2.0)
    output.listeners = 1
    schedule = Schedule(core, [output], LongestSteps(clock))
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
    schedule = Schedule(core, [output], LongestSteps(clock))
    schedule.step()
    output.listeners = 2
    clock.now_s += 5.0
    schedule.step()
    assert output.published == [0, 0]


def test_who_leaves_causes_nothing(core, clock):
    output = Output()
    output.listeners = 2
    schedule = Schedule(core, [output], LongestSteps(clock))
    schedule.step()
    output.listeners = 1
    clock.now_s += 5.0
    schedule.step()
    assert output.published == [0]


def test_one_thing_at_a_time_and_all_in_turn(core, clock):
    outputs = [Output(), Output(), Output()]
    for output in outputs:
        output.listeners = 1
    schedule = Schedule(core, outputs, LongestSteps(clock))
    assert [schedule.step() for _ in range(3)] == [0.0, 0.0, 0.0]
    assert [output.published for output in outputs] == [[0], [0], [0]]
    assert schedule.step() > 0.0


def test_what_takes_long_is_made_less_often_and_timed(core, clock):
    def work():
        clock.now_s += 0.5

    output = Output(period_s=2.0, work=work)
    output.listeners = 1
    steps = LongestSteps(clock)
    schedule = Schedule(core, [output], steps)
    schedule.step()
    for passed_s, times in ((2.1, 1), (9.8, 1), (0.2, 2)):  # 25 times half a second in all
        core.revision += 1
        clock.now_s += passed_s
        schedule.step()
        assert len(output.published) == times
    assert steps.seconds() == {"~/test": pytest.approx(0.5)}


def test_one_thing_is_published_piece_by_piece_before_another(core, clock):
    outputs = [Output(pieces=3), Output()]
    for output in outputs:
        output.listeners = 1
    schedule = Schedule(core, outputs, LongestSteps(clock))
    for _ in range(4):
        assert schedule.step() == 0.0
        core.revision += 1  # a frame
    assert outputs[0].published == [0]
    assert outputs[1].published == [3]
    assert schedule.step() > 0.0


def test_only_the_time_of_its_own_pieces_counts(core, clock):
    def work():
        clock.now_s += 0.1

    output = Output(period_s=0.0, work=work, pieces=2)
    output.listeners = 1
    schedule = Schedule(core, [output], LongestSteps(clock))
    schedule.step()
    clock.now_s += 1.0  # frames
    schedule.step()
    core.revision += 1
    assert output.published == [0]
    clock.now_s += 3.7  # 4.9 s since it was begun
    assert schedule.step() > 0.0
    clock.now_s += 0.2
    assert schedule.step() == 0.0


def test_what_was_begun_before_the_memory_was_edited_is_made_anew(core, clock):
    output = Output(pieces=3)
    output.listeners = 1
    schedule = Schedule(core, [output], LongestSteps(clock))
    schedule.step()
    core.revision = core.edition = 1  # something was forgotten
    for _ in range(4):
        assert schedule.step() == 0.0
    assert output.published == [1]


def test_after_a_failure_the_rest_is_published(core, clock):
    def fail():
        raise ZeroDivisionError

    outputs = [Output(work=fail, pieces=2), Output()]
    for output in outputs:
        output.listeners = 1
    schedule = Schedule(core, outputs, LongestSteps(clock))
    with pytest.raises(ZeroDivisionError):
        schedule.step()
    assert schedule.step() == 0.0
    assert outputs[1].published == [0]


def test_the_longest_step_of_each_kind_is_kept(clock):
    steps = LongestSteps(clock)
    for kind, seconds in (("a", 0.1), ("b", 0.4), ("a", 0.3), ("a", 0.2)):
        with steps.timing(kind):
            clock.now_s += seconds
    assert steps.seconds() == {"a": pytest.approx(0.3), "b": pytest.approx(0.4)}


def test_a_step_that_fails_is_timed_too(clock):
    steps = LongestSteps(clock)
    with pytest.raises(ValueError, match="no"), steps.timing("a"):
        clock.now_s += 0.1
        raise ValueError("no")
    assert steps.seconds() == {"a": pytest.approx(0.1)}
