"""What a question asks, as short texts that files of questions can hold."""

from datetime import datetime, timezone

import pytest

from whereseen.memory.language import (
    Answer,
    Known,
    NotUnderstood,
    QuestionReader,
    RankBy,
    Role,
    Sort,
)

NOW = datetime(2026, 11, 20, 14, 30, tzinfo=timezone.utc)  # a Friday
NOW_NS = int(NOW.timestamp()) * 10**9
KNOWN = Known(
    rooms=("kitchen", "living room", "bedroom", "bathroom", "hallway", "office"),
    receptacles=(
        *(
            "kitchen table",
            "coffee table",
            "fridge",
            "counter",
            "sink",
            "sofa",
            "desk",
            "bookshelf",
        ),
        *("bed", "nightstand", "drawer", "cupboard", "dishwasher"),
    ),
    things=("red mug", "blue mug", "plate", "apple", "book", "keys", "remote control", "laptop"),
    people=("Ada", "Ben"),
)


@pytest.fixture
def digest():
    """Tells what a question asks, as the files say it."""
    return _digest


@pytest.fixture
def reader():
    """A reader that knows a home."""
    return READER


@pytest.fixture
def now_ns():
    """14:30 UTC on a Friday, 20 November 2026."""
    return NOW_NS


def _digest(text):
    """What a question asks, as its file says it."""
    try:
        asked = READER.read(text, NOW_NS)
    except NotUnderstood:
        return {"refused": True}
    event = asked.event
    found = {
        "answer": _answer(asked),
        "thing": None
        if asked.thing is None or asked.thing.is_any
        else _thing(asked.thing, asked.is_plural),
        "place": _places(asked.places),
        "time": _time(asked.time),
        "when": _time(event.time) if event else None,
        "anchor": _anchor(asked.anchor or (event.anchor if event else None)),
        "state": asked.state,
        "event": _event(event),
        "rank": _rank(asked.rank),
        "order": _order(asked.order),
        "keep": asked.persistence.value if asked.persistence else None,
        "unknown": " ".join(asked.unknown),
    }
    return {key: value for key, value in found.items() if value}


READER = QuestionReader(KNOWN)


def _answer(asked):
    kind = asked.answer.value
    if asked.of is None:
        return kind
    is_many = asked.answer is Answer.HOW_MANY and asked.of is not Sort.TIMES
    return f"{kind} {asked.of.value}{'s' if asked.is_plural or is_many else ''}"


def _thing(thing, is_plural=False):
    without = "".join(f" -{each}" for each in thing.excluded)
    plural = "s" if is_plural and not thing.noun else ""
    return thing.phrase + plural + without


def _named(thing):
    return thing.known[0].lower() if thing.is_exact and len(thing.known) == 1 else _thing(thing)


def _places(places):
    return " ".join(_place(place) for place in places)


def _place(place):
    name = _named(place.thing) if place.thing else ""
    if place.viewpoint:
        name = place.viewpoint.value
    if place.other:
        name += f" and {_named(place.other)}"
    negated = "not " if place.is_negated else ""
    return f"{negated}{place.relation.value} {'?' if place.is_asked else ''}{name}"


def _time(time):
    if time is None:
        return None
    if time.at_ns is not None and time.relation.value == "at":
        return f"at {_clock(time.at_ns)}"
    return f"{_clock(time.start_ns)}/{_clock(time.end_ns)}"


def _clock(stamp_ns):
    if stamp_ns is None:
        return ""
    moment = datetime.fromtimestamp(stamp_ns // 10**9, timezone.utc)
    return moment.strftime("%m-%dT%H:%M" if moment.year == NOW.year else "%Y-%m-%dT%H:%M")


def _event(event):
    if event is None:
        return None
    actor = event.actor.name.lower() if event.actor.role is Role.PERSON else event.actor.role.value
    thing = _thing(event.thing) if event.thing else ""
    words = ("not" if event.is_negated else "", actor, event.verb.value, thing)
    return " ".join(filter(None, (*words, _places(event.places))))


def _anchor(anchor):
    return f"{anchor.sequence.value} {_event(anchor.event)}" if anchor else None


def _rank(rank):
    if rank is None:
        return None
    count = f" x{rank.count}" if rank.count > 1 else ""
    place = f" {_place(rank.place)}" if rank.by is RankBy.DISTANCE and rank.place else ""
    return f"{rank.by.value} {rank.nth}{count}{place}"


def _order(order):
    if order is None:
        return None
    return ",".join(map(str, order.nths)) or ("reverse" if order.is_reversed else "forward")
