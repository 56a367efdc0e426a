"""Times of messages and integer nanoseconds; floating point never comes between."""

from __future__ import annotations

from builtin_interfaces.msg import Duration, Time
from std_msgs.msg import Header

from whereseen.nodes.convert.unusable import UnusableMessage

_NS_PER_S = 1_000_000_000
_LAST_SECOND = (1 << 31) - 1


def ns_of(time: Time | Duration) -> int:
    """Nanoseconds of a time since its clock's zero, or of a duration."""
    return int(time.sec) * _NS_PER_S + int(time.nanosec)


def time_of(stamp_ns: int) -> Time:
    """A time.

    Raises:
        UnusableMessage: if it is before zero or after 2038, which no message can say.
    """
    sec, nanosec = _parts(stamp_ns)
    if sec < 0:
        raise UnusableMessage("stamp out of range", got=f"{stamp_ns} ns", remedy="Count from 1970")
    return Time(sec=sec, nanosec=nanosec)


def duration_of(duration_ns: int) -> Duration:
    """A duration, which may be negative.

    Raises:
        UnusableMessage: if it is longer than 68 years.
    """
    sec, nanosec = _parts(duration_ns)
    return Duration(sec=sec, nanosec=nanosec)


def header_of(frame_id: str, stamp_ns: int) -> Header:
    """A header; raises like `time_of`."""
    return Header(stamp=time_of(stamp_ns), frame_id=frame_id)


def _parts(duration_ns: int) -> tuple[int, int]:
    sec, nanosec = divmod(int(duration_ns), _NS_PER_S)
    if not -_LAST_SECOND - 1 <= sec <= _LAST_SECOND:
        raise UnusableMessage(
            "stamp out of range", got=f"{duration_ns} ns", remedy="Seconds must fit 32 bits"
        )
    return sec, nanosec
