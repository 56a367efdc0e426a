"""Which messages of several topics belong together, by their stamps.

Not `message_filters.ApproximateTimeSynchronizer`, which is not everywhere, pairs with the first
message within the slop rather than with the nearest, and waits for no optional topic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.knobs import knob, require_in_range
from whereseen.nodes.intake.matcher import Match, Matcher
from whereseen.nodes.intake.stream import Drop, Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class SynchronizerConfig:
    """How messages are matched.

    Attributes:
        slop_ns: Stamps of a set differ at most so much from that of its first stream.
        queue_size: Messages of each stream that may wait.
        optional_wait_ns: A set waits for optional messages until there is data newer by this.
        jump_back_ns: An older stamp than this before means that time jumped back.
    """

    slop_ns: int = knob(30_000_000, "Largest difference of stamps in ns.", low=0, high=1 << 40)
    queue_size: int = knob(10, "Messages of each stream that may wait.", low=1, high=10_000)
    optional_wait_ns: int = knob(
        200_000_000,
        "How much newer data optional messages may be awaited for.",
        low=0,
        high=1 << 40,
    )
    jump_back_ns: int = knob(
        1_000_000_000, "A stamp earlier than the newest by more starts anew.", low=1, high=1 << 50
    )

    def __post_init__(self) -> None:
        require_in_range(self)


@dataclass(frozen=True, slots=True)
class MatchedSet:
    """Messages that belong together.

    Attributes:
        stamp_ns: Stamp of the first stream's message.
        messages: By stream; optional ones may be missing.
    """

    stamp_ns: int
    messages: Mapping[str, Any]


class ApproximateSynchronizer:
    """Matches the messages of streams around those of the first one.

    Each message of the first stream gets, from every other one, the message that is nearest in
    time, within the slop, and to which no other message of the first stream is nearer. Where that
    can still change, the set waits: until newer messages show that nothing nearer will come, or
    until a queue is full. Equal stamps need no proof, so sets of them pass at once.

    Every message is used once at most, and sets come in order of time. Call it from one thread at
    a time.

    Attributes:
        time_jumps: How often time jumped back.
    """

    def __init__(
        self, required: Sequence[str], optional: Sequence[str], config: SynchronizerConfig
    ) -> None:
        if not required or len({*required, *optional}) != len(required) + len(optional):
            raise InvalidConfig(
                "streams need different names, and one at least is required",
                got=f"{list(required)} and {list(optional)}",
            )
        self.time_jumps = 0
        self._first = required[0]
        self._config = config
        self._streams = {name: Stream() for name in (*required, *optional)}
        self._matcher = Matcher(self._streams, required, config.slop_ns, config.optional_wait_ns)
        # With all keys from the start: other threads go through it while this one counts.
        self._dropped = Counter({(name, reason): 0 for name in self._streams for reason in Drop})

    def add(self, stream: str, stamp_ns: int, message: Any) -> list[MatchedSet]:
        """Take in a message; returns the sets that are complete now, mostly none or one.

        Raises:
            KeyError: if there is no such stream.
        """
        queue = self._streams[stream]
        if 0 < stamp_ns < queue.newest_ns - self._config.jump_back_ns:
            self._start_anew()
        fault = queue.fault(stamp_ns)
        if fault is not None:
            self._dropped[stream, fault] += 1
            return []
        queue.put(stamp_ns, message)
        self._matcher.heard(stream)
        return [*self._settled(), *self._made_room(stream), *self._settled()]

    def drops(self) -> dict[str, dict[Drop, int]]:
        """How many messages were not used, by stream and reason; may be asked in any thread."""
        found: dict[str, dict[Drop, int]] = {name: {} for name in self._streams}
        for (name, reason), count in self._dropped.items():
            if count:
                found[name][reason] = count
        return found

    def _settled(self) -> Iterator[MatchedSet]:
        """Take out what nothing to come can change."""
        while (match := self._matcher.next_match()) is not None:
            yield from self._take(match)

    def _made_room(self, stream: str) -> Iterator[MatchedSet]:
        """Take out what is there, certain or not, until a queue is no longer too long."""
        queue = self._streams[stream]
        while len(queue) > self._config.queue_size:
            match = self._matcher.match_as_it_is()
            if match is not None:
                yield from self._take(match)
            else:
                queue.give_up_oldest()
                self._dropped[stream, Drop.OVERFLOW] += 1

    def _take(self, match: Match) -> Iterator[MatchedSet]:
        """Take a set out of the queues, with what it leaves of no use; none if incomplete."""
        of_no_use_ns = match.stamp_ns - self._config.slop_ns
        for name in self._streams:
            self._give_up(name, match.partners_ns.get(name, of_no_use_ns))
        if not match.is_complete:
            self._give_up(self._first, match.stamp_ns + 1)
            return
        messages = {name: self._streams[name].take(ns) for name, ns in match.partners_ns.items()}
        yield MatchedSet(match.stamp_ns, messages)

    def _give_up(self, stream: str, before_ns: int) -> None:
        self._dropped[stream, Drop.UNMATCHED] += self._streams[stream].give_up_before(before_ns)

    def _start_anew(self) -> None:
        self.time_jumps += 1
        for name, queue in self._streams.items():
            self._dropped[name, Drop.TIME_JUMP] += queue.clear()
