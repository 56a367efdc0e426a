"""Pacing, with a clock that only moves when it is waited for."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from rclpy.qos import QoSProfile
from std_msgs.msg import String

from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.recording.audience import Audience
from whereseen.nodes.recording.outlets import Outlets
from whereseen.nodes.recording.pace import SteadyPace, Timeline
from whereseen.nodes.recording.playback import Channel, Moment, Outgoing
from whereseen.nodes.recording.player import Performance, Player, Progress, Score
from whereseen.nodes.recording.simulated_clock import SimulatedClock
from whereseen.nodes.recording.stage import Stage

MS = 1_000_000
QUALITY = QoSProfile(depth=1)


class FakePace:
    def __init__(self) -> None:
        self.now = 5_000 * MS

    def now_ns(self) -> int:
        return self.now

    def wait_until(self, deadline_ns: int, stop: threading.Event) -> None:
        assert deadline_ns > self.now
        self.now = deadline_ns


@dataclass
class FakeOutlets:
    pace: FakePace
    sent: list[tuple[int, str, object]] = field(default_factory=list)
    coming: list[dict[str, int]] = field(default_factory=list)

    def open(self, channels: Sequence[Channel]) -> None:
        raise AssertionError("the player opens nothing")

    def publish(self, outgoing: Outgoing) -> None:
        message = outgoing.message
        value = ns_of(message.clock) // MS if outgoing.topic == "/clock" else message
        self.sent.append((self.pace.now // MS - 5_000, outgoing.topic, value))

    def subscribers(self) -> dict[str, int]:
        return self.coming.pop(0) if len(self.coming) > 1 else self.coming[0]

    def wait_acknowledged(self, timeout_ns: int, stop: threading.Event) -> bool:
        raise AssertionError("the player waits for nobody")


@dataclass
class FakePlayback:
    stamps_ms: Sequence[int]
    latched: Sequence[str] = ()
    description: str = "test"
    remarks: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = (Channel("a", String, QUALITY),)
    watched_topic: str = "a"
    has_clock: bool = False
    skipped: int = 0

    @property
    def start_ns(self) -> int:
        return self.stamps_ms[0] * MS

    def moments(self, start_offset_ns: int) -> Iterator[Moment]:
        for name in self.latched:
            yield Moment(self.start_ns, (Outgoing("latched", name),), 0, 0.0, is_paced=False)
        for stamp in self.stamps_ms:
            if stamp * MS >= self.start_ns + start_offset_ns:
                yield Moment(stamp * MS, (Outgoing("a", stamp),), 1, stamp / self.stamps_ms[-1])

    def close(self) -> None:
        pass


def played(
    playback: FakePlayback,
    score: Score,
    *,
    clock_hz: float | None = None,
    stop_after: int | None = None,
) -> tuple[FakeOutlets, Progress, list[Progress]]:
    pace = FakePace()
    outlets = FakeOutlets(pace)
    clock = SimulatedClock(outlets.publish, clock_hz) if clock_hz else None
    stop, told = threading.Event(), list[Progress]()

    def listen(progress: Progress) -> None:
        told.append(progress)
        if len(told) == stop_after:
            stop.set()

    progress = Player(outlets, pace, clock).play(Performance(playback, score, stop, listen))
    return outlets, progress, told


def test_messages_go_out_at_recorded_distances() -> None:
    outlets, progress, told = played(FakePlayback([100, 130, 230], ["names"]), Score())
    assert outlets.sent == [
        (0, "latched", "names"),
        (0, "a", 100),
        (30, "a", 130),
        (130, "a", 230),
    ]
    assert progress == Progress(stamp_ns=230 * MS, moments=3, frames=3, share=1.0)
    assert [one.frames for one in told] == [1, 2, 3]


@pytest.mark.parametrize(("rate", "expected"), [(2.0, [0, 15, 65]), (0.5, [0, 60, 260])])
def test_the_rate_scales_distances(rate: float, expected: list[int]) -> None:
    outlets, _, _ = played(FakePlayback([100, 130, 230]), Score(rate=rate))
    assert [at for at, _, _ in outlets.sent] == expected


def test_clock_ticks_between_messages_and_before_each_frame_and_never_falls() -> None:
    outlets, _, _ = played(FakePlayback([100, 135, 145]), Score(), clock_hz=100.0)
    assert outlets.sent == [
        (0, "/clock", 100),
        (0, "a", 100),
        (10, "/clock", 110),
        (20, "/clock", 120),
        (30, "/clock", 130),
        (35, "/clock", 135),
        (35, "a", 135),
        (45, "/clock", 145),
        (45, "a", 145),
    ]


def test_clock_runs_at_the_rate_but_ticks_in_steady_time() -> None:
    outlets, _, _ = played(FakePlayback([0, 100]), Score(rate=5.0), clock_hz=100.0)
    assert [(at, value) for at, topic, value in outlets.sent if topic == "/clock"] == [
        (0, 0),
        (10, 50),
        (20, 100),
    ]


def test_late_messages_go_out_at_once_and_the_timeline_stays() -> None:
    class Slow(FakePlayback):
        def moments(self, start_offset_ns: int) -> Iterator[Moment]:
            for moment in super().moments(start_offset_ns):
                if moment.stamp_ns == 20 * MS:
                    outlets.pace.now += 45 * MS  # a frame that takes long to decode
                yield moment

    outlets = FakeOutlets(FakePace())
    nobody = Performance(Slow([0, 20, 40, 60]), Score(), threading.Event(), lambda _: None)
    Player(outlets, outlets.pace, None).play(nobody)
    assert [at for at, _, _ in outlets.sent] == [0, 45, 45, 60]


def test_a_later_start_is_not_waited_for() -> None:
    outlets, progress, _ = played(FakePlayback([0, 1000, 1010]), Score(start_offset_ns=900 * MS))
    assert [(at, value) for at, _, value in outlets.sent] == [(0, 1000), (10, 1010)]
    assert progress.frames == 2


def test_a_loop_starts_again_at_once_and_lets_the_clock_jump_back() -> None:
    outlets, progress, _ = played(
        FakePlayback([0, 5]), Score(is_looped=True), clock_hz=100.0, stop_after=5
    )
    values = [value for _, topic, value in outlets.sent if topic == "a"]
    clock = [value for _, topic, value in outlets.sent if topic == "/clock"]
    assert values == clock == [0, 5, 0, 5, 0]
    assert [at for at, topic, _ in outlets.sent if topic == "a"] == [0, 5, 5, 10, 10]
    assert progress.frames == 5


def test_a_loop_over_nothing_ends() -> None:
    _, progress, _ = played(FakePlayback([0, 5]), Score(is_looped=True, start_offset_ns=10**12))
    assert progress == Progress()


def test_stopping_ends_before_the_next_message() -> None:
    outlets, progress, _ = played(FakePlayback([0, 5, 10**9]), Score(), stop_after=2)
    assert [value for _, _, value in outlets.sent] == [0, 5]
    assert progress.frames == 2


def test_a_timeline_and_its_inverse() -> None:
    timeline = Timeline(recorded_ns=100, steady_ns=7_000, rate=0.5)
    assert timeline.due_ns(150) == 7_100
    assert timeline.recorded_at(7_100) == 150


def test_the_steady_clock_rises_and_a_stop_ends_its_waiting() -> None:
    pace, stop = SteadyPace(), threading.Event()
    before = pace.now_ns()
    pace.wait_until(before + 2 * MS, stop)
    assert pace.now_ns() >= before + 2 * MS
    pace.wait_until(before, stop)  # in the past
    threading.Timer(0.01, stop.set).start()
    pace.wait_until(before + 3_600_000 * MS, stop)
    assert pace.now_ns() < before + 60_000 * MS


def gathered(coming: list[dict[str, int]], wanted: int = 1) -> tuple[bool, int]:
    pace = FakePace()
    outlets: Outlets = FakeOutlets(pace, coming=coming)
    came = Audience(outlets, pace).gather("a", wanted, 1_000 * MS, threading.Event())
    return came, pace.now // MS - 5_000


def test_an_audience_is_full_when_nobody_came_for_a_moment() -> None:
    nobody, one, both = {"a": 0, "b": 0}, {"a": 1, "b": 0}, {"a": 1, "b": 1}
    assert gathered([nobody, one]) == (True, 300)
    assert gathered([nobody] * 3 + [one] * 10 + [both]) == (True, 540)


def test_an_audience_that_is_too_small_is_not_waited_for_forever() -> None:
    assert gathered([{"a": 1}], wanted=2) == (False, 1_000)


def test_a_new_act_ends_the_one_before() -> None:
    stage: Stage[str] = Stage()
    running = threading.Event()

    def endless(stop: threading.Event) -> str:
        running.set()
        stop.wait()
        return "stopped"

    first = stage.begin(endless)
    assert running.wait(10.0)
    second = stage.begin(lambda stop: "ended")
    assert first.future.result(10.0) == "stopped"
    assert first.was_stopped
    assert second.future.result(10.0) == "ended"
    assert not second.was_stopped
    stage.clear()
    stage.clear()


def test_what_an_act_raises_is_kept_for_who_waits() -> None:
    def fail(stop: threading.Event) -> str:
        raise ValueError("no")

    stage: Stage[str] = Stage()
    with pytest.raises(ValueError, match="no"):
        stage.begin(fail).future.result(10.0)
    stage.clear()
