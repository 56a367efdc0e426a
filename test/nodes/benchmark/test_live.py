import os
from concurrent.futures import Future
from types import SimpleNamespace

import pytest

from whereseen.nodes.benchmark.errors import BenchmarkFailed
from whereseen.nodes.benchmark.live import Live, while_playing


def told(mapped, *, waiting=0, **more):
    return {
        "state": "active",
        "frames received": str(mapped + 1),
        "frames mapped": str(mapped),
        "frames waiting": str(waiting),
        "latency, median [ms]": "12.5",
        "latency, 95th percentile [ms]": "",
        "longest step, ~/voxels [ms]": "81.5",
    } | more


class Observer:
    """Tells what it was given, the last of it again and again."""

    def __init__(self, health, history=()):
        self._health = list(health)
        self._history = list(history)

    def ask(self, do, **arguments):
        if do == "history":
            return {"told": self._history}
        return self._health.pop(0) if len(self._health) > 1 else self._health[0]


class Camera:
    def __init__(self):
        self.played = []

    def ask(self, do, **arguments):
        return self.reply(self.order(do, **arguments))

    def order(self, do, *, rate_hz, frames):
        self.played.append(frames)
        future = Future()
        reply = {"sent": frames, "wall_s": frames / rate_hz, "cpu_s": 0.25, "latest_ms": 1.0}
        future.set_result(reply)
        return future

    def reply(self, ordered, *, within_s=0.0):
        return ordered.result()


def live(observer):
    node = SimpleNamespace(pid=os.getpid(), fault=lambda what: BenchmarkFailed(what))
    return Live(node, Camera(), observer)


def test_a_run_counts_what_came_of_its_own_frames():
    before = told(40, **{"dropped: queue full": "1"})
    after = told(138, **{"dropped: queue full": "3", "dropped: no transform": "0"})
    run = live(Observer([before, after, after], [told(90, waiting=3)])).show(10.0, 100)
    assert (run.sent, run.mapped, run.lost) == (100, 98, 2)
    assert (run.received, run.unheard) == (98, 2)
    assert run.dropped == {"queue full": 2}
    assert run.wall_s == pytest.approx(10.0)
    assert run.camera_cpu_s == 0.25
    assert run.waiting == 3
    assert run.longest_ms == {"~/voxels": 81.5}
    assert run.latency_ms[0] == 12.5
    assert run.latency_ms[1] != run.latency_ms[1]  # no figure is no number


def test_frames_that_still_wait_are_waited_for():
    health = [told(0), told(1, waiting=2), told(2, waiting=1), told(3), told(3)]
    assert live(Observer(health)).show(10.0, 3).mapped == 3


def test_something_may_be_done_meanwhile():
    seen = []
    live(Observer([told(0)])).show(10.0, 1, lambda playing: seen.append(playing.done()))
    assert seen == [True]


def test_frames_are_shown_until_one_is_mapped():
    watched = live(Observer([told(0), told(0), told(0), told(2)]))
    watched.connect()
    assert watched.camera.played == [3, 3, 3]


def test_a_node_that_maps_nothing_is_a_fault():
    with pytest.raises(BenchmarkFailed, match="no frame is mapped"):
        live(Observer([told(0)])).connect()


def test_looking_ends_with_the_camera():
    playing, looks = Future(), []

    def look():
        looks.append(1)
        if len(looks) == 3:
            playing.set_result({})

    while_playing(playing, 0.001, look)
    assert len(looks) == 3
