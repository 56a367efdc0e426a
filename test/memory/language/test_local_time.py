from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.language.conventions import PARTS_OF_DAY
from whereseen.memory.language.errors import NotUnderstood
from whereseen.memory.language.local_time import LocalTime, month_end

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), timezone.utc]
HOUR_NS = 3600 * 10**9
dates = st.dates(date(1990, 1, 1), date(2060, 1, 1))
zones = st.sampled_from(ZONES)


def at(*moment, zone=BERLIN):
    return int(datetime(*moment, tzinfo=zone).timestamp()) * 10**9


@given(dates, zones, st.integers(1, 40))
def test_days_tile_time(day, zone, count):
    local = LocalTime(0, zone)
    spans = [local.days_span(day + timedelta(days=n)) for n in range(count)]
    assert all(a[1] == b[0] for a, b in pairwise(spans))
    assert local.days_span(day, count) == (spans[0][0], spans[-1][1])


@given(dates, zones)
def test_days_have_about_a_day(day, zone):
    start_ns, end_ns = LocalTime(0, zone).days_span(day)
    assert 23 * HOUR_NS <= end_ns - start_ns <= 25 * HOUR_NS


@given(st.integers(0, 2**62), zones)
def test_now_is_today(now_ns, zone):
    local = LocalTime(now_ns, zone)
    start_ns, end_ns = local.days_span(local.today)
    assert start_ns <= now_ns < end_ns


@given(dates, zones, st.sampled_from(sorted(PARTS_OF_DAY)))
def test_parts_begin_on_their_day(day, zone, part):
    local = LocalTime(0, zone)
    start_ns, end_ns = local.part_span(day, part)
    day_ns = local.days_span(day)
    assert day_ns[0] <= start_ns < day_ns[1]
    assert 0 < end_ns - start_ns <= 13 * HOUR_NS


@given(st.integers(0, 2**62), zones, st.sampled_from(sorted(PARTS_OF_DAY)))
def test_the_latest_part_has_begun(now_ns, zone, part):
    local = LocalTime(now_ns, zone)
    day = local.latest_part(part)
    assert local.part_span(day, part)[0] <= now_ns
    assert local.part_span(day + timedelta(days=1), part)[0] > now_ns


@given(dates, st.integers(-600, 600))
def test_months_keep_the_day_or_end_the_month(day, months):
    local = LocalTime(at(day.year, day.month, day.day, 12), BERLIN)
    found = local.month(months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found < day.replace(day=1) or found.day < day.day)
    assert found.day == min(day.day, (month_end(found) - timedelta(days=1)).day)


@pytest.mark.parametrize(
    ("today", "months", "found"),
    [
        ((2026, 3, 31), -1, date(2026, 2, 28)),
        ((2024, 3, 31), -1, date(2024, 2, 29)),
        ((2024, 2, 29), -12, date(2023, 2, 28)),
        ((2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months(today, months, found):
    assert LocalTime(at(*today, 12), BERLIN).month(months) == found


def test_skipped_hour_is_as_much_later():
    local = LocalTime(0, BERLIN)
    assert local.moment_ns(date(2026, 3, 29), time(2, 30)) == at(2026, 3, 29, 3, 30)
    assert local.notes == ["2026-03-29 02:30 was skipped by clocks"]


def test_of_an_hour_that_comes_twice_the_first_is_meant():
    local = LocalTime(0, BERLIN)
    found_ns = local.moment_ns(date(2026, 10, 25), time(2, 30))
    assert found_ns == at(2026, 10, 25, 0, 30, zone=timezone.utc)
    assert local.notes == ["2026-10-25 02:30 comes twice, the first is meant"]


@pytest.mark.parametrize("days", [-(10**9), 10**9, -200_000])
def test_days_beyond_all_clocks(days):
    with pytest.raises(NotUnderstood, match="all clocks"):
        LocalTime(at(2026, 11, 20), BERLIN).day(days)
