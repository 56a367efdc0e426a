from __future__ import annotations

import pytest

from whereseen.memory.objects.describing import age_text, history_text, position_text, sentence
from whereseen.memory.objects.entity import Belief, Cause, Entity, Status

SECOND = 1_000_000_000
MUG = Entity(
    3, "mug", Status.PRESENT, 0.932, (1.23, 0.4, -0.04), (0.1, 0.1, 0.1), SECOND, 8 * SECOND, 7
)


def belief(cause: Cause, since_s: int, until_s: int | None, source: str = "") -> Belief:
    until_ns = None if until_s is None else until_s * SECOND
    return Belief(
        3, (1.23, 0.4, -0.04), (0.1, 0.1, 0.1), since_s * SECOND, until_ns, 0.8, cause, source
    )


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "0 s"),
        (119, "119 s"),
        (120, "2 min"),
        (7199, "119 min"),
        (7200, "2 h"),
        (172_799, "47 h"),
        (172_800, "2 d"),
    ],
)
def test_ages(seconds: int, text: str) -> None:
    assert age_text(seconds * SECOND) == text


def test_positions_have_no_negative_zero() -> None:
    assert position_text((1.26, -0.04, -1.0)) == "(1.3, 0.0, -1.0) m"


def test_a_thing_in_sight() -> None:
    assert sentence(MUG, None, 20 * SECOND) == "mug #3: at (1.2, 0.4, 0.0) m, seen 12 s ago, p 0.93"


def test_a_thing_nobody_has_seen_lately() -> None:
    lost = Entity(3, "mug", Status.UNKNOWN, 0.5, (1, 0, 0), (1, 1, 1), SECOND, 8 * SECOND, None)
    assert sentence(lost, None, 20 * SECOND).endswith("last seen 12 s ago, p 0.50")


def test_a_thing_that_was_told() -> None:
    told = belief(Cause.TOLD, 10, None, "Anna")
    text = sentence(MUG, told, 20 * SECOND)
    assert text == "mug #3: at (1.2, 0.4, 0.0) m, told by Anna 10 s ago, not seen, p 0.93"


def test_a_thing_that_is_gone() -> None:
    gone = Entity(3, "mug", Status.GONE, 0.1, (1, 0, 0), (1, 1, 1), SECOND, 8 * SECOND, None)
    absent = belief(Cause.ABSENT, 10, None)
    assert (
        sentence(gone, absent, 20 * SECOND)
        == "mug #3: no longer at (1.0, 0.0, 0.0) m, gone 10 s ago"
    )


def test_a_history() -> None:
    beliefs = (
        belief(Cause.TOLD, 1, 4, "Anna"),
        belief(Cause.SEEN, 4, 9, "head"),
        belief(Cause.ABSENT, 9, None),
    )
    assert history_text(MUG, beliefs, 1, 20 * SECOND).splitlines() == [
        "mug #3: at (1.2, 0.4, 0.0) m, seen 12 s ago, p 0.93",
        "- told by Anna to be at (1.2, 0.4, 0.0) m, from 19 s to 16 s ago, p 0.80",
        "- seen by head at (1.2, 0.4, 0.0) m, from 16 s to 11 s ago, p 0.80",
        "- (1.2, 0.4, 0.0) m seen without it, since 11 s ago, p 0.80",
        "1 kept image of it",
    ]
