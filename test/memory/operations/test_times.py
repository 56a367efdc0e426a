"""Times in words, at half past ten on the first of January 2026 in UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.operations.times import as_of_ns, since_ns, until_ns

NOW_NS = 1767263400_000000000
HOUR_NS = 3600 * 10**9


def at(text: str) -> int:
    moment = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=timezone.utc)
    return int(moment.timestamp()) * 10**9


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("9:30", "2026-01-01 09:30", "2026-01-01 09:30"),
        ("half past nine", "2026-01-01 09:30", "2026-01-01 09:30"),
        ("yesterday at nine", "2025-12-31 09:00", "2025-12-31 09:00"),
        ("  Yesterday ", "2025-12-31 00:00", "2026-01-01 00:00"),
        ("2h", "2026-01-01 08:30", "2026-01-01 08:30"),
        ("2 h ago", "2026-01-01 08:30", "2026-01-01 08:30"),
        ("90 min", "2026-01-01 09:00", "2026-01-01 09:00"),
        ("2026-01-01 09:20", "2026-01-01 09:20", "2026-01-01 09:20"),
        (str(at("2026-01-01 09:20")), "2026-01-01 09:20", "2026-01-01 09:20"),
        ("this morning", "2026-01-01 06:00", "2026-01-01 12:00"),
    ],
)
def test_when_times_begin_and_end(said: str, since: str, until: str) -> None:
    assert since_ns(said, NOW_NS, timezone.utc) == at(since)
    found = until_ns(said, NOW_NS, timezone.utc)
    assert found in (at(until), at(until) - 1)  # the moment, or the last one of a stretch
    assert as_of_ns(said, NOW_NS, timezone.utc) == min(found, NOW_NS)


@pytest.mark.parametrize("read", [since_ns, until_ns, as_of_ns])
@pytest.mark.parametrize("said", ["", "banana", "yesterday banana", "x" * 500, "5 parsecs", "-3h"])
def test_what_is_no_time_is_refused(read: Callable[[str, int, tzinfo], int], said: str) -> None:
    with pytest.raises(InvalidQuery) as error:
        read(said, NOW_NS, timezone.utc)
    assert "9:30" in error.value.remedy


def test_what_has_no_such_end_or_is_to_come_is_refused() -> None:
    with pytest.raises(InvalidQuery, match="no end"):
        until_ns("since nine", NOW_NS, timezone.utc)
    with pytest.raises(InvalidQuery, match="no beginning"):
        since_ns("before nine", NOW_NS, timezone.utc)
    with pytest.raises(InvalidQuery, match="yet to come"):
        as_of_ns(str(NOW_NS + 1), NOW_NS, timezone.utc)


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_refused(said: str) -> None:
    try:
        since = since_ns(said, NOW_NS, timezone.utc)
    except InvalidQuery:
        return
    assert isinstance(since, int)
