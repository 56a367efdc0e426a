"""Playing: publishing what was recorded when it is due."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from whereseen.nodes.recording.outlets import Outlets
from whereseen.nodes.recording.pace import Pace, Timeline
from whereseen.nodes.recording.playback import Moment, Playback
from whereseen.nodes.recording.simulated_clock import SimulatedClock


@dataclass(frozen=True, slots=True)
class Score:
    """How to play.

    Attributes:
        rate: Recorded seconds in a second.
        start_offset_ns: Leave out so much of the beginning.
        is_looped: Begin again at the end; stamps and `/clock` then jump back.
    """

    rate: float = 1.0
    start_offset_ns: int = 0
    is_looped: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far playing got.

    Attributes:
        stamp_ns: Recorded time of the newest moment.
        moments: How many went out after the start, in all rounds.
        frames: How many frames went out, in all rounds.
        share: How much of the recording is over, 0 to 1.
    """

    stamp_ns: int = 0
    moments: int = 0
    frames: int = 0
    share: float = 0.0

    def after(self, moment: Moment) -> Progress:
        """How far it is with one moment more."""
        moments, frames = self.moments + 1, self.frames + moment.frames
        return Progress(moment.stamp_ns, moments, frames, moment.progress)


@dataclass(frozen=True, slots=True)
class Performance:
    """What is played, and who may end it.

    Attributes:
        playback: Its channels are open.
        score: How.
        stop: Ends it, and any waiting, at once.
        listener: Called after each frame.
    """

    playback: Playback
    score: Score
    stop: threading.Event
    listener: Callable[[Progress], None]


class Player:
    """Publishes playbacks, one at a time.

    Args:
        outlets: Where messages go.
        pace: Steady time.
        clock: What tells recorded time; None where nobody shall.
    """

    def __init__(self, outlets: Outlets, pace: Pace, clock: SimulatedClock | None) -> None:
        self._outlets = outlets
        self._pace = pace
        self._clock = clock

    def play(self, performance: Performance) -> Progress:
        """Play to the end, or until it is stopped; a round without a moment ends a loop too.

        Raises:
            WhereseenError: if the recording turns out to be damaged on the way.
        """
        progress = before = Progress()
        while not performance.stop.is_set():
            if self._clock is not None:
                self._clock.restart()
            before, progress = progress, self._round(performance, progress)
            if not performance.score.is_looped or progress.moments == before.moments:
                break
        return progress

    def _round(self, performance: Performance, progress: Progress) -> Progress:
        score, stop, timeline = performance.score, performance.stop, None
        for moment in performance.playback.moments(score.start_offset_ns):
            if moment.is_paced:
                if timeline is None:
                    timeline = Timeline(moment.stamp_ns, self._pace.now_ns(), score.rate)
                self._await(timeline.due_ns(moment.stamp_ns), timeline, stop)
            if stop.is_set():
                break
            self._publish(moment)
            if moment.is_paced:
                progress = progress.after(moment)
            if moment.frames:
                performance.listener(progress)
        return progress

    def _await(self, due_ns: int, timeline: Timeline, stop: threading.Event) -> None:
        """Wait until something is due, telling the time meanwhile."""
        while not stop.is_set() and (now_ns := self._pace.now_ns()) < due_ns:
            until_ns = due_ns
            if self._clock is not None:
                if now_ns >= self._clock.due_ns:
                    self._clock.tell(timeline.recorded_at(now_ns), steady_ns=now_ns)
                until_ns = min(due_ns, self._clock.due_ns)
            self._pace.wait_until(until_ns, stop)

    def _publish(self, moment: Moment) -> None:
        if self._clock is not None and moment.is_paced:
            now_ns = self._pace.now_ns()
            if moment.frames or now_ns >= self._clock.due_ns:
                self._clock.tell(moment.stamp_ns, steady_ns=now_ns)
        for outgoing in moment.outgoing:
            self._outlets.publish(outgoing)
