"""Opening recordings of any kind and playing them, one at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.io.recognition import open_recording
from whereseen.nodes.recording.audience import Audience
from whereseen.nodes.recording.bag_files import is_bag
from whereseen.nodes.recording.bag_playback import BagPlayback
from whereseen.nodes.recording.bag_reader import BagReader
from whereseen.nodes.recording.errors import RecordingError
from whereseen.nodes.recording.folder_playback import FolderPlayback
from whereseen.nodes.recording.levelling import LevelReader
from whereseen.nodes.recording.outlets import Outlets
from whereseen.nodes.recording.pace import Pace
from whereseen.nodes.recording.playback import Playback
from whereseen.nodes.recording.player import Performance, Player, Progress, Score
from whereseen.nodes.recording.replay_config import ReplayConfig
from whereseen.nodes.recording.restamp import RestampedPlayback
from whereseen.nodes.recording.simulated_clock import CLOCK_CHANNEL, SimulatedClock
from whereseen.nodes.recording.stage import Act, Stage

_NS_PER_S = 1e9
_DELIVERED_WITHIN_NS = 5_000_000_000


class AudienceMissing(RecordingError):
    """Nobody came to see what was to be played."""


@dataclass(frozen=True, slots=True)
class Played:
    """What was played.

    Attributes:
        progress: How far.
        skipped: Frames or messages that were unusable.
    """

    progress: Progress
    skipped: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a replay needs of the node around it.

    Attributes:
        outlets: Where messages go.
        pace: Steady time.
        now_ns: The node's time, for headers that are stamped anew.
        say: Tells people something.
    """

    outlets: Outlets
    pace: Pace
    now_ns: Callable[[], int]
    say: Callable[[str], None]


class Replay:
    """Plays recordings in a thread of its own."""

    def __init__(self, config: ReplayConfig, around: Surroundings) -> None:
        self._config = config
        self._around = around
        self._stage: Stage[Played] = Stage()

    def opened(self, path: str, score: Score) -> Playback:
        """Open a recording; an empty path is that of the parameter.

        Raises:
            WhereseenError: if it cannot be played.
        """
        path = path or self._config.path
        if not path:
            raise InvalidConfig(
                "there is nothing to replay", remedy="Set the parameter path, as -p path:=FOLDER"
            )
        playback = self._open(Path(path).expanduser())
        if self._config.restamp:
            return RestampedPlayback(playback, score.rate, self._around.now_ns)
        return playback

    def begin(
        self, playback: Playback, score: Score, listener: Callable[[Progress], None]
    ) -> Act[Played]:
        """Play, after ending what is played now; the playback is closed at the end.

        Args:
            playback: What was opened.
            score: How to play it.
            listener: Called after each frame, in the thread that plays.
        """

        def work(stop: threading.Event) -> Played:
            with closing(playback):
                return self._play(Performance(playback, score, stop, listener))

        return self._stage.begin(work)

    def close(self) -> None:
        """End what is played."""
        self._stage.clear()

    def _open(self, path: Path) -> Playback:
        if is_bag(path):
            with ExitStack() as stack:
                reader = stack.enter_context(BagReader(path))
                playback = BagPlayback(reader)
                stack.pop_all()
                return playback
        recording = open_recording(path)
        level = LevelReader(recording) if self._config.level else recording
        return FolderPlayback(level, self._config.frame_messages())

    def _play(self, performance: Performance) -> Played:
        playback, outlets = performance.playback, self._around.outlets
        for remark in playback.remarks:
            self._around.say(remark)
        clock = self._clock(playback)
        outlets.open((*playback.channels, *((CLOCK_CHANNEL,) if clock else ())))
        self._await_audience(performance)
        self._around.say(f"playing a {playback.description}")
        progress = Player(outlets, self._around.pace, clock).play(performance)
        if self._config.exit_at_end:  # Fast DDS may take three seconds to know
            outlets.wait_acknowledged(_DELIVERED_WITHIN_NS, performance.stop)
        if not progress.moments and not performance.stop.is_set():
            raise RecordingError(
                "the recording ends before the start that was asked for",
                got=f"{performance.score.start_offset_ns / _NS_PER_S:g} s",
                remedy="Leave out less of the beginning",
            )
        return Played(progress, playback.skipped)

    def _clock(self, playback: Playback) -> SimulatedClock | None:
        if not self._config.clock or self._config.restamp or playback.has_clock:
            return None
        return SimulatedClock(self._around.outlets.publish, self._config.clock_hz)

    def _await_audience(self, performance: Performance) -> None:
        wanted = self._config.wait_for_subscribers
        if not wanted:
            return
        topic = performance.playback.watched_topic
        self._around.say(f"waiting for {wanted} subscribers of {topic}")
        audience = Audience(self._around.outlets, self._around.pace)
        timeout_ns = round(self._config.subscribers_timeout_s * _NS_PER_S)
        came = audience.gather(topic, wanted, timeout_ns, performance.stop)
        if not came and not performance.stop.is_set():
            raise AudienceMissing(
                "too few subscribers came in time",
                got=f"{self._around.outlets.subscribers()[topic]} of {wanted} on {topic}",
                remedy="Start them first, or wait for fewer",
            )
