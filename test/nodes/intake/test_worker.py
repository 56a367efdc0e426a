import threading
import time

import pytest

from whereseen.nodes.intake.worker import Worker, WorkerUnavailable

GENEROUS_S = 30.0


class Task:
    """Notes frames; those that are not ready yet are put off."""

    def __init__(self):
        self.taken = []
        self.lost = []
        self.unready = set()
        self.fault_at = None
        self.gate = threading.Event()
        self.gate.set()
        self.idle = threading.Event()

    def take(self, frame):
        assert self.gate.wait(GENEROUS_S)
        if frame == self.fault_at:
            raise ZeroDivisionError(frame)
        if frame in self.unready:
            return 0.01
        self.taken.append(frame)
        return 0.0

    def lose(self, reason):
        self.lost.append(reason)

    def background(self):
        self.idle.set()
        return 0.01

    def until_idle(self):
        self.idle.clear()
        assert self.idle.wait(GENEROUS_S)


@pytest.fixture
def faults():
    return []


@pytest.fixture
def task():
    return Task()


@pytest.fixture
def worker(task, faults):
    worker = Worker(task, task.background, queue_size=3, on_fault=faults.append)
    worker.start()
    yield worker
    task.gate.set()
    worker.stop()


def until(condition):
    deadline = threading.Event()
    for _ in range(3000):
        if condition():
            return
        deadline.wait(0.01)
    raise AssertionError("timed out")


def test_frames_are_taken_in_order(worker, task):
    for frame in range(3):
        worker.put(frame)
    until(lambda: task.taken == [0, 1, 2])
    assert task.lost == []


def test_without_room_the_oldest_frame_is_lost_and_counted(worker, task):
    task.gate.clear()
    worker.put(0)
    until(lambda: worker.waiting == 0)  # it is being used
    for frame in range(1, 6):
        worker.put(frame)
    task.gate.set()
    until(lambda: task.taken == [0, 3, 4, 5])
    assert task.lost == ["queue full", "queue full"]


def test_a_request_runs_before_frames_that_wait(worker, task):
    task.gate.clear()
    worker.put(0)
    until(lambda: worker.waiting == 0)
    worker.put(1)
    asked = threading.Thread(
        target=lambda: worker.call(lambda: task.taken.append("request"), timeout_s=GENEROUS_S)
    )
    asked.start()
    until(lambda: worker._requests)
    task.gate.set()
    asked.join()
    until(lambda: len(task.taken) == 3)
    assert task.taken == [0, "request", 1]


def test_a_request_returns_its_result_and_raises_its_error(worker):
    assert worker.call(lambda: 6 * 7, timeout_s=GENEROUS_S) == 42
    with pytest.raises(KeyError, match="mug"):
        worker.call(lambda: {}["mug"], timeout_s=GENEROUS_S)


def test_a_request_that_is_not_reached_in_time_is_refused_and_never_runs(worker, task):
    task.gate.clear()
    worker.put(0)
    until(lambda: worker.waiting == 0)
    ran = []
    with pytest.raises(WorkerUnavailable, match="busy"):
        worker.call(lambda: ran.append(1), timeout_s=0.01)
    task.gate.set()
    assert worker.call(lambda: ran, timeout_s=GENEROUS_S) == []


def test_a_frame_whose_time_has_not_come_is_tried_again(worker, task):
    task.unready.add(0)
    worker.put(0)
    task.until_idle()
    task.until_idle()
    assert task.taken == []
    task.unready.clear()
    worker.nudge()
    until(lambda: task.taken == [0])


def test_a_frame_that_waits_gives_way_to_newer_ones(worker, task):
    task.unready.add(0)
    for frame in range(5):
        worker.put(frame)
    until(lambda: task.taken[-1:] == [4])
    assert 0 not in task.taken
    assert set(task.lost) == {"queue full"}


def test_faults_are_reported_and_survived(worker, task, faults):
    task.fault_at = 0
    worker.put(0)
    worker.put(1)
    until(lambda: task.taken == [1])
    assert [type(fault) for fault in faults] == [ZeroDivisionError]


def test_background_work_that_always_fails_leaves_the_processor_to_others(task):
    at_s, enough = [], threading.Event()

    def note(_):
        at_s.append(time.monotonic())
        if len(at_s) == 3:
            enough.set()

    def fail():
        raise ZeroDivisionError

    worker = Worker(task, fail, queue_size=3, on_fault=note)
    worker.start()
    assert enough.wait(GENEROUS_S)
    worker.stop()
    assert at_s[2] - at_s[0] > 0.15


def test_background_work_is_done_between_frames_that_never_end(task, faults):
    """Or nothing would be published where the encoder is slower than the camera."""
    steps = []

    def background():
        steps.append(len(task.taken))
        return 1.0

    worker = Worker(task, background, queue_size=100, on_fault=faults.append)
    for frame in range(50):
        worker.put(frame)
    worker.start()
    until(lambda: len(task.taken) == 50)
    worker.stop()
    assert steps[:3] == [1, 2, 3]


def test_discarded_frames_are_counted(worker, task):
    task.gate.clear()
    worker.put(0)
    until(lambda: worker.waiting == 0)
    worker.put(1)
    worker.put(2)
    worker.discard_frames("deactivated")
    task.gate.set()
    until(lambda: task.taken == [0])
    assert task.lost == ["deactivated", "deactivated"]


def test_a_stopped_worker_refuses_requests(task, faults):
    worker = Worker(task, task.background, queue_size=3, on_fault=faults.append)
    worker.start()
    worker.stop()
    with pytest.raises(WorkerUnavailable, match="closed"):
        worker.call(lambda: None, timeout_s=GENEROUS_S)


def test_stopping_survives_a_request_that_was_given_up(task, faults):
    worker = Worker(task, task.background, queue_size=3, on_fault=faults.append)
    task.gate.clear()
    worker.put(0)
    worker.start()
    until(lambda: worker.waiting == 0)
    with pytest.raises(WorkerUnavailable, match="busy"):
        worker.call(lambda: None, timeout_s=0.01)
    threading.Timer(0.05, task.gate.set).start()
    worker.stop()


def test_a_request_that_takes_too_long_is_told_to_go_on(worker):
    begun, go_on = threading.Event(), threading.Event()

    def slow():
        begun.set()
        assert go_on.wait(GENEROUS_S)

    with pytest.raises(WorkerUnavailable, match="goes on"):
        worker.call(slow, timeout_s=0.2)
    assert begun.is_set()
    go_on.set()
    assert worker.call(lambda: 1, timeout_s=GENEROUS_S) == 1
