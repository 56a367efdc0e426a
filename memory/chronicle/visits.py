"""Which rooms the robot was in, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whereseen.memory.chronicle.deeds import ROBOT, Deed
from whereseen.memory.language import Verb

_PAUSE_NS = 3_600_000_000_000  # longer without a pose, nobody knows where it was


def visits_of(stamps_ns: Sequence[int], rooms: Sequence[str]) -> Iterator[Deed]:
    """Visits to rooms, from where the robot was when.

    Args:
        stamps_ns: Times (N,), ascending.
        rooms: Name of the room (N,) at each; empty where it is in none, as in a doorway, which
            counts as the room before.
    """
    room, start_ns, end_ns = "", 0, 0
    for stamp_ns, name in zip(stamps_ns, rooms, strict=True):
        if room and stamp_ns - end_ns > _PAUSE_NS:
            yield _visit(room, start_ns, end_ns)
            room = ""
        if name and name != room:
            if room:
                yield _visit(room, start_ns, stamp_ns)
            room, start_ns = name, stamp_ns
        end_ns = stamp_ns
    if room:
        yield _visit(room, start_ns, end_ns)


def _visit(room: str, start_ns: int, end_ns: int) -> Deed:
    return Deed(Verb.VISITED, start_ns, end_ns, ROBOT, room=room)
