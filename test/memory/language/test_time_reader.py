from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.language.errors import NotUnderstood
from whereseen.memory.language.local_time import LocalTime
from whereseen.memory.language.time_reader import TimeReader
from whereseen.memory.language.when import TimeRelation
from whereseen.memory.language.words import words_of

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = (2026, 11, 20, 14, 30)


def ns(*moment, zone=BERLIN):
    return int(datetime(*moment, tzinfo=zone).timestamp()) * 10**9


def read(text, now=FRIDAY, zone=BERLIN):
    """Times in a text, the words beside them, and what was noted."""
    local = LocalTime(now if isinstance(now, int) else ns(*now, zone=zone), zone)
    words = TimeReader(local).replace(words_of(text))
    times = [word.time for word in words if word.time]
    return times, [word.text for word in words if not word.time], local.notes


def only(text, now=FRIDAY):
    times, words, _ = read(text, now)
    assert words == []
    (time,) = times
    return time


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("today", (20, 0), (21, 0)),
        ("yesterday", (19, 0), (20, 0)),
        ("the day before yesterday", (18, 0), (19, 0)),
        ("two days ago", (18, 0), (19, 0)),
        ("a week ago", (13, 0), (14, 0)),
        ("this morning", (20, 6), (20, 12)),
        ("yesterday afternoon", (19, 12), (19, 18)),
        ("last night", (19, 18), (20, 6)),
        ("overnight", (19, 18), (20, 6)),
        ("the night before last", (18, 18), (19, 6)),
        ("two nights ago", (18, 18), (19, 6)),
        ("on monday", (16, 0), (17, 0)),
        ("on friday", (13, 0), (14, 0)),
        ("last tuesday", (17, 0), (18, 0)),
        ("this wednesday", (18, 0), (19, 0)),
        ("on monday morning", (16, 6), (16, 12)),
        ("on the 18th", (18, 0), (19, 0)),
        ("on the 18th of november in the evening", (18, 18), (18, 22)),
        ("last week", (9, 0), (16, 0)),
        ("the week before last", (2, 0), (9, 0)),
        ("this week", (16, 0), (23, 0)),
        ("at the weekend", (14, 0), (16, 0)),
        ("at lunch yesterday", (19, 12), (19, 13)),
        ("at night", (19, 22), (20, 6)),
        ("during breakfast", (20, 7), (20, 9)),
        ("in the last hour", (20, 13, 30), (20, 14, 30)),
        ("over the past two days", (18, 14, 30), (20, 14, 30)),
        ("the last hour and a half", (20, 13), (20, 14, 30)),
        ("earlier today", (20, 0), (20, 14, 30)),
        ("just now", (20, 14, 25), (20, 14, 30)),
        ("between 9 and 10", (20, 9), (20, 10)),
        ("between nine and half past ten yesterday", (19, 9), (19, 10, 30)),
        ("from 11 to 1 yesterday", (19, 11), (19, 13)),
        ("from nine in the evening to eleven", (19, 21), (19, 23)),
        ("from monday to wednesday", (16, 0), (19, 0)),
    ],
)
def test_spans(text, start, end):
    time = only(text)
    assert time.relation is TimeRelation.DURING
    assert (time.start_ns, time.end_ns) == (ns(2026, 11, *start), ns(2026, 11, *end))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("at 9", (2026, 11, 20, 9)),
        ("at 3", (2026, 11, 20, 3)),
        ("at 2", (2026, 11, 20, 14)),
        ("at half past nine", (2026, 11, 20, 9, 30)),
        ("at 18:20", (2026, 11, 19, 18, 20)),
        ("at 06:20", (2026, 11, 20, 6, 20)),
        ("at 6:20 yesterday", (2026, 11, 19, 18, 20)),
        ("at 6:20 am yesterday", (2026, 11, 19, 6, 20)),
        ("yesterday at nine", (2026, 11, 19, 9)),
        ("yesterday at nine in the evening", (2026, 11, 19, 21)),
        ("at a quarter to eight last night", (2026, 11, 19, 19, 45)),
        ("at two last night", (2026, 11, 20, 2)),
        ("at noon", (2026, 11, 20, 12)),
        ("at midnight", (2026, 11, 20, 0)),
        ("2026-11-20 14:00", (2026, 11, 20, 14)),
        ("2026-11-19T08:30", (2026, 11, 19, 8, 30)),
        ("on 3 march at noon", (2026, 3, 3, 12)),
        ("five minutes ago", (2026, 11, 20, 14, 25)),
        ("half an hour ago", (2026, 11, 20, 14, 0)),
        ("two hours ago", (2026, 11, 20, 12, 30)),
        ("now", FRIDAY),
        ("9 a.m.", (2026, 11, 20, 9)),
        ("at nine o'clock", (2026, 11, 20, 9)),
        ("at nine fifteen", (2026, 11, 20, 9, 15)),
    ],
)
def test_moments(text, moment):
    time = only(text)
    assert time.relation is TimeRelation.AT
    assert time.at_ns == ns(*moment)
    assert time.start_ns <= time.at_ns <= time.end_ns


@pytest.mark.parametrize(
    ("text", "relation", "start", "end"),
    [
        ("before 10", TimeRelation.BEFORE, None, (20, 10)),
        ("before nine yesterday", TimeRelation.BEFORE, (19, 0), (19, 9)),
        ("until monday", TimeRelation.BEFORE, None, (16, 0)),
        ("before lunch", TimeRelation.BEFORE, None, (20, 12)),
        ("after lunch", TimeRelation.AFTER, (20, 13), None),
        ("after 10 yesterday", TimeRelation.AFTER, (19, 10), (20, 0)),
        ("after monday", TimeRelation.AFTER, (17, 0), None),
        ("since lunch", TimeRelation.SINCE, (20, 13), None),
        ("since monday", TimeRelation.SINCE, (16, 0), None),
        ("since yesterday at nine", TimeRelation.SINCE, (19, 9), None),
        ("since two hours ago", TimeRelation.SINCE, (20, 12, 30), None),
    ],
)
def test_open_spans(text, relation, start, end):
    time = only(text)
    assert time.relation is relation
    assert time.start_ns == (start and ns(2026, 11, *start))
    assert time.end_ns == (end and ns(2026, 11, *end))


@pytest.mark.parametrize(
    ("text", "first", "days"),
    [
        ("in october", date(2026, 10, 1), 31),
        ("in december", date(2025, 12, 1), 31),
        ("in february 2024", date(2024, 2, 1), 29),
        ("in 2024", date(2024, 1, 1), 366),
        ("last month", date(2026, 10, 1), 31),
        ("last year", date(2025, 1, 1), 365),
        ("on 29 february", date(2024, 2, 29), 1),
        ("on december 24th", date(2025, 12, 24), 1),
        ("march 3rd, 2025", date(2025, 3, 3), 1),
        ("three months ago", date(2026, 8, 20), 1),
    ],
)
def test_months_and_years(text, first, days):
    last = first + timedelta(days=days)
    time = only(text)
    assert time.start_ns == ns(first.year, first.month, first.day)
    assert time.end_ns == ns(last.year, last.month, last.day)


def test_before_lunch_time_lunch_is_yesterdays():
    assert only("since lunch", (2026, 11, 20, 11, 0)).start_ns == ns(2026, 11, 19, 13)


def test_just_after_midnight():
    now = (2026, 11, 20, 0, 5)
    assert only("yesterday", now).end_ns == ns(2026, 11, 20)
    assert only("ten minutes ago", now).at_ns == ns(2026, 11, 19, 23, 55)
    assert only("at 9", now).at_ns == ns(2026, 11, 19, 21)


def test_yesterday_has_25_hours_after_clocks_went_back():
    time = only("yesterday", (2026, 10, 26, 9, 0))
    assert time.end_ns - time.start_ns == 25 * 3600 * 10**9


def test_hours_ago_pass_on_the_clock_not_on_the_wall():
    time = only("five hours ago", (2026, 10, 25, 6, 0))
    assert time.at_ns == ns(2026, 10, 25, 0, 0, zone=timezone.utc)


@pytest.mark.parametrize(
    "text",
    [
        *("the second mug", "at 25:00", "on 31 february", "march", "night stand", "lunch box"),
        *("the last thing", "a mug in the morning room", "on the second shelf", "at 9:75"),
    ],
)
def test_no_time(text):
    assert read(text)[0] == []


def test_what_has_two_meanings_is_noted():
    assert read("at 6:20 yesterday")[2] == ["06:20 was read as 18:20"]
    assert read("on monday")[2] == ["monday is the latest before today"]
    assert read("at 18:20 yesterday")[2] == []


def test_centuries_ago():
    with pytest.raises(NotUnderstood):
        read("9999 months ago")
    with pytest.raises(NotUnderstood):
        read("999999999 hours ago")


moments = st.integers(ns(1990, 1, 1), ns(2060, 1, 1))
zones = st.sampled_from([BERLIN, ZoneInfo("America/New_York"), timezone.utc])


@given(moments, zones, st.integers(1, 500), st.sampled_from(["minutes", "hours", "seconds"]))
def test_ago_is_exact(now_ns, zone, count, unit):
    (time,), _, _ = read(f"{count} {unit} ago", now_ns, zone)
    assert now_ns - time.at_ns == timedelta(**{unit: count}) // timedelta(seconds=1) * 10**9


@given(moments, zones, st.integers(1, 12), st.integers(0, 59))
def test_a_clock_without_a_day_is_within_the_last_half_day(now_ns, zone, hour, minute):
    (time,), _, _ = read(f"at {hour}:{minute:02}", now_ns, zone)
    assert 0 <= now_ns - time.at_ns <= 14 * 3600 * 10**9


@given(moments, zones)
def test_yesterday_ends_where_today_begins(now_ns, zone):
    (yesterday, today), _, _ = read("yesterday today", now_ns, zone)
    assert yesterday.end_ns == today.start_ns <= now_ns < today.end_ns


WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@given(moments, zones, st.sampled_from(WEEKDAYS))
def test_weekdays_lie_in_the_seven_days_before(now_ns, zone, name):
    (time,), _, _ = read(f"on {name}", now_ns, zone)
    start = datetime.fromtimestamp(time.start_ns // 10**9, zone)
    today = datetime.fromtimestamp(now_ns // 10**9, zone).date()
    assert start.strftime("%A").lower() == name
    assert 1 <= (today - start.date()).days <= 7
