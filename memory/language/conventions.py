"""What is meant by words that do not say it exactly.

Hours of the local day. A part that ends before it starts ends on the next day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta

PARTS_OF_DAY: Mapping[str, tuple[time, time]] = {
    "morning": (time(6), time(12)),
    "afternoon": (time(12), time(18)),
    "evening": (time(18), time(22)),
    "night": (time(22), time(6)),
    "last night": (time(18), time(6)),  # the evening counts
    "breakfast": (time(7), time(9)),
    "lunch": (time(12), time(13)),
    "dinner": (time(18), time(20)),
}
MEALS = frozenset({"breakfast", "lunch", "dinner"})  # "since lunch": since it was over
SAME_AS = {
    "lunchtime": "lunch",
    "lunch time": "lunch",
    "breakfast time": "breakfast",
    "dinnertime": "dinner",
    "dinner time": "dinner",
    "supper": "dinner",
    "tea time": "afternoon",
}
# Hours from 1 to 12 of which it is not said whether they are before or after noon: where a day is
# named, these are what people are awake for; else it is the latest that has been.
FIRST_WAKING_HOUR = 7
JUST_NOW = timedelta(minutes=5)
RECENTLY = timedelta(days=1)
# How far from the moment that is said an event may be and still be "at nine". What is said to the
# minute or second means all of it.
ROUND_SLACK = timedelta(minutes=5)
ABOUT_SLACK = timedelta(minutes=15)
LONGEST_AGO = timedelta(days=365 * 200)
