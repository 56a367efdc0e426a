"""Moving recorded stamps to the present, for systems that run on the wall clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from rclpy.serialization import deserialize_message

from whereseen.nodes.convert.stamp import ns_of, time_of
from whereseen.nodes.recording.headers import has_headers, headers_in
from whereseen.nodes.recording.playback import Channel, Moment, Outgoing, Playback
from whereseen.nodes.recording.simulated_clock import CLOCK_CHANNEL


class RestampedPlayback:
    """A playback whose headers say when they are published instead of when they were recorded.

    All headers in a message move, whatever holds them; stamps of zero stay. Distances between
    stamps are as recorded, divided by the rate. A recorded `/clock` is left out. The stamps of
    moments stay, since they are what playing is paced by.

    Args:
        playback: As recorded.
        rate: At which it will be played.
        now_ns: The time that headers shall show, in nanoseconds.
    """

    has_clock = False

    def __init__(self, playback: Playback, rate: float, now_ns: Callable[[], int]) -> None:
        self._playback = playback
        self._rate = rate
        self._now_ns = now_ns
        self._channels = {
            channel.topic: channel
            for channel in playback.channels
            if channel.topic != CLOCK_CHANNEL.topic
        }

    @property
    def description(self) -> str:
        """What kind of recording it is."""
        return f"{self._playback.description}, stamped anew"

    @property
    def remarks(self) -> tuple[str, ...]:
        """What people should know before."""
        return self._playback.remarks

    @property
    def channels(self) -> tuple[Channel, ...]:
        """All topics but `/clock`."""
        return tuple(self._channels.values())

    @property
    def watched_topic(self) -> str:
        """The topic whose messages count as frames."""
        return self._playback.watched_topic

    @property
    def start_ns(self) -> int:
        """Recorded time of the first message."""
        return self._playback.start_ns

    @property
    def skipped(self) -> int:
        """What the last iteration left out as unusable."""
        return self._playback.skipped

    def close(self) -> None:
        """Release files."""
        self._playback.close()

    def moments(self, start_offset_ns: int) -> Iterator[Moment]:
        """Play from some time after the start; that time becomes the present.

        Raises:
            WhereseenError: on the way, where the recording turns out to be damaged.
        """
        present_ns, start_ns = self._now_ns(), self.start_ns + start_offset_ns

        def moved_ns(stamp_ns: int) -> int:
            return max(1, present_ns + round((stamp_ns - start_ns) / self._rate))

        for moment in self._playback.moments(start_offset_ns):
            known = [one for one in moment.outgoing if one.topic in self._channels]
            outgoing = tuple(self._restamped(one, moved_ns) for one in known)
            yield replace(moment, outgoing=outgoing)

    def _restamped(self, outgoing: Outgoing, moved_ns: Callable[[int], int]) -> Outgoing:
        kind = self._channels[outgoing.topic].message_class
        if not has_headers(kind):
            return outgoing
        message: Any = outgoing.message
        if isinstance(message, bytes):
            message = deserialize_message(message, kind)
        for header in headers_in(message):
            stamp_ns = ns_of(header.stamp)
            if stamp_ns:
                header.stamp = time_of(moved_ns(stamp_ns))
        return Outgoing(outgoing.topic, message)
