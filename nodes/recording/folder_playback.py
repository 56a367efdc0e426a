"""Playing recordings that whereseen reads itself: folders of images, and `.wsr` files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from whereseen.memory.io.reader import Reader
from whereseen.memory.observation import Observation
from whereseen.nodes.recording.errors import RecordingError
from whereseen.nodes.recording.frame_messages import RGB, FrameMessages
from whereseen.nodes.recording.playback import Channel, Moment, Outgoing


class FolderPlayback:
    """The frames of a reader as topics; tf of a frame goes out before its images.

    Stamps are as recorded, but for a zero, as 7-Scenes begins with: it becomes a nanosecond.

    Args:
        reader: The recording.
        messages: How frames become messages.

    Raises:
        InvalidObservation: if none of its frames can be used.
        RecordingError: if it has no frames.
    """

    has_clock = False
    watched_topic = RGB
    remarks: tuple[str, ...] = ()

    def __init__(self, reader: Reader, messages: FrameMessages) -> None:
        self._reader = reader
        self._messages = messages
        self._first = _first(reader)
        self._out_of_order = 0

    @property
    def description(self) -> str:
        """The layout that was recognised."""
        return self._reader.layout

    @property
    def channels(self) -> tuple[Channel, ...]:
        """All topics; those of labels if the first frame has labels."""
        return self._messages.channels(self._first)

    @property
    def start_ns(self) -> int:
        """Stamp of the first frame."""
        return self._first.stamp_ns

    @property
    def skipped(self) -> int:
        """Frames that could not be used, or whose stamp was not after the one before."""
        return self._reader.skipped.total + self._out_of_order

    def close(self) -> None:
        """Nothing stays open between iterations."""

    def moments(self, start_offset_ns: int) -> Iterator[Moment]:
        """Play from some time after the start; each frame is decoded when it is asked for.

        Raises:
            WhereseenError: on the way, where the recording turns out to be damaged.
        """
        self._out_of_order = 0
        newest_ns, names = -1, _LabelNames(self._messages, self._first)
        yield Moment(self.start_ns, (self._messages.fixed(self.start_ns),), 0, 0.0, is_paced=False)
        for number, frame in enumerate(map(_stamped, self._reader), start=1):
            if frame.stamp_ns <= newest_ns:
                self._out_of_order += 1
                continue
            newest_ns = frame.stamp_ns
            is_wanted = frame.stamp_ns >= self.start_ns + start_offset_ns
            outgoing = names.of(frame) + (self._messages.of(frame) if is_wanted else ())
            progress = min(1.0, (number + self._reader.skipped.total) / len(self._reader))
            yield Moment(frame.stamp_ns, outgoing, int(is_wanted), progress, is_paced=is_wanted)


class _LabelNames:
    """Names of classes, to be published whenever they are others than before."""

    def __init__(self, messages: FrameMessages, first: Observation) -> None:
        self._messages = messages
        self._names: tuple[str, ...] | None = None
        self._are_wanted = first.labels is not None

    def of(self, frame: Observation) -> tuple[Outgoing, ...]:
        labels = frame.labels
        if labels is None or not self._are_wanted or labels.names == self._names:
            return ()
        self._names = labels.names
        return (self._messages.label_names(labels, frame.stamp_ns),)


def _first(reader: Reader) -> Observation:
    first = next(iter(reader), None)
    if first is None:
        raise RecordingError(
            "the recording has no frames", got=reader.layout, remedy="Record some, or name another"
        )
    return _stamped(first)


def _stamped(frame: Observation) -> Observation:
    """A frame with a stamp that ROS takes for one: zero means that there is none."""
    return frame if frame.stamp_ns else replace(frame, stamp_ns=1)
