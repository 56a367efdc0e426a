import pytest
from builtin_interfaces.msg import Duration, Time
from hypothesis import given
from hypothesis import strategies as st

from whereseen.nodes.convert.stamp import duration_of, header_of, ns_of, time_of
from whereseen.nodes.convert.unusable import UnusableMessage

LATEST_NS = (1 << 31) * 1_000_000_000 - 1


def test_nanoseconds_are_exact() -> None:
    time = Time(sec=1_700_000_000, nanosec=123_456_789)
    assert ns_of(time) == 1_700_000_000_123_456_789
    assert time_of(1_700_000_000_123_456_789) == time


def test_negative_durations() -> None:
    assert duration_of(-1) == Duration(sec=-1, nanosec=999_999_999)
    assert ns_of(Duration(sec=-2, nanosec=500_000_000)) == -1_500_000_000


@given(st.integers(0, LATEST_NS))
def test_times_come_back(stamp_ns: int) -> None:
    assert ns_of(time_of(stamp_ns)) == stamp_ns


@given(st.integers(-LATEST_NS - 1, LATEST_NS))
def test_durations_come_back(duration_ns: int) -> None:
    assert ns_of(duration_of(duration_ns)) == duration_ns


@pytest.mark.parametrize("stamp_ns", [-1, LATEST_NS + 1])
def test_what_no_message_can_say_is_refused(stamp_ns: int) -> None:
    with pytest.raises(UnusableMessage, match=f"stamp out of range.*{stamp_ns} ns"):
        time_of(stamp_ns)


@pytest.mark.parametrize("duration_ns", [-LATEST_NS - 2, LATEST_NS + 1])
def test_durations_beyond_32_bits_are_refused(duration_ns: int) -> None:
    with pytest.raises(UnusableMessage, match="stamp out of range"):
        duration_of(duration_ns)


def test_headers(sent) -> None:
    header = sent(header_of("map", 2_000_000_003))
    assert (header.frame_id, header.stamp.sec, header.stamp.nanosec) == ("map", 2, 3)
