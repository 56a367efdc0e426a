"""Which messages that wait in streams belong together, and whether that can still change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whereseen.nodes.intake.stream import Stream

_FOREVER_NS = 1 << 63


@dataclass(frozen=True, slots=True)
class Match:
    """What becomes of the earliest message of the first stream.

    Attributes:
        stamp_ns: Its stamp.
        partners_ns: Stamps of the messages that belong together, its own too, by stream.
        is_complete: Whether no required stream lacks.
    """

    stamp_ns: int
    partners_ns: Mapping[str, int]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class _Partner:
    """The message of a stream that suits best, if any, and whether that can still change."""

    stamp_ns: int | None
    is_certain: bool


class Matcher:
    """Looks for partners of the earliest message of the first stream; takes nothing out.

    Args:
        streams: All streams.
        required: Names of those that every set needs; the first is the one matched around.
        slop_ns: Largest difference of stamps.
        optional_wait_ns: How much newer data the other streams are waited for.
    """

    def __init__(
        self,
        streams: Mapping[str, Stream],
        required: Sequence[str],
        slop_ns: int,
        optional_wait_ns: int,
    ) -> None:
        self._streams = streams
        self._required = tuple(required)
        self._slop_ns = slop_ns
        self._optional_wait_ns = optional_wait_ns
        self._silent: set[str] = set()

    def heard(self, stream: str) -> None:
        """A message of a stream came in: it is worth waiting for."""
        self._silent.discard(stream)

    def next_match(self) -> Match | None:
        """What becomes of the earliest message; None while messages to come can change it.

        An optional stream for which a set waited in vain is not waited for again until it is
        heard: else every set would be late once a detector has died.
        """
        return self._match({name: stream.newest_ns for name, stream in self._streams.items()})

    def match_as_it_is(self) -> Match | None:
        """What becomes of the earliest message if nothing came any more; None without one."""
        return self._match(dict.fromkeys(self._streams, _FOREVER_NS))

    def _match(self, seen_ns: Mapping[str, int]) -> Match | None:
        """As `next_match`, after streams have been seen up to these stamps."""
        first, *others = self._required
        if not self._streams[first]:
            return None
        stamp_ns = self._streams[first].stamps_ns[0]
        partners = {name: self._partner(name, stamp_ns, seen_ns) for name in others}
        if any(each.is_certain and each.stamp_ns is None for each in partners.values()):
            return Match(stamp_ns, {}, is_complete=False)
        if not all(each.is_certain for each in partners.values()):
            return None
        extra = {
            name: self._partner(name, stamp_ns, seen_ns)
            for name in self._streams
            if name not in self._required
        }
        if not self._is_time_up(extra, stamp_ns, seen_ns):
            return None
        found_ns = {name: each.stamp_ns for name, each in (partners | extra).items()}
        known_ns = {name: ns for name, ns in found_ns.items() if ns is not None}
        return Match(stamp_ns, {first: stamp_ns} | known_ns, is_complete=True)

    def _is_time_up(
        self, extra: Mapping[str, _Partner], stamp_ns: int, seen_ns: Mapping[str, int]
    ) -> bool:
        """Whether to wait no longer for optional streams; notes for which it was in vain."""
        uncertain = {name for name, each in extra.items() if not each.is_certain} - self._silent
        newest_ns = max(seen_ns[name] for name in self._required)
        if uncertain and newest_ns < stamp_ns + self._optional_wait_ns:
            return False
        self._silent |= {name for name in uncertain if extra[name].stamp_ns is None}
        return True

    def _partner(self, name: str, stamp_ns: int, seen_ns: Mapping[str, int]) -> _Partner:
        """The message of a stream that is nearest to a stamp, and to which no rival is nearer."""
        first = self._required[0]
        rivals_ns = self._streams[first].stamps_ns[1:]
        near = [ns for ns in self._streams[name].stamps_ns if abs(ns - stamp_ns) <= self._slop_ns]
        for ns in sorted(near, key=lambda each: abs(each - stamp_ns)):
            if all(abs(ns - rival) >= abs(ns - stamp_ns) for rival in rivals_ns):
                bracketed = seen_ns[name] >= stamp_ns and seen_ns[first] >= ns
                return _Partner(ns, is_certain=bracketed or ns == stamp_ns)
        return _Partner(None, is_certain=seen_ns[name] >= stamp_ns)
