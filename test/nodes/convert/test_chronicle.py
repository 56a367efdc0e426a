"""Stays and turns as messages."""

from datetime import timezone

import pytest
from whereseen_msgs import msg

from whereseen.memory.chronicle import stays
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.objects.entity import Kind
from whereseen.nodes.convert.chronicle import stay_message, turn_message
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.convert.unusable import UnusableMessage

HOUR = 3_600_000_000_000
STAY = stays.Stay(
    7, "red mug", (1.0, 2.0, 0.8), 9 * HOUR, 10 * HOUR, 10 * HOUR, 0.75, "kitchen", "on", "table"
)
WORDING = Wording(timezone.utc, 12 * HOUR)


def test_a_stay_tells_all_it_knows() -> None:
    message = stay_message(STAY)
    assert (message.entity_id, message.label, message.probability) == (7, "red mug", 0.75)
    assert (message.position.x, message.position.y, message.position.z) == (1.0, 2.0, 0.8)
    assert [ns_of(t) for t in (message.start, message.end, message.last_seen)] == [
        STAY.start_ns, STAY.end_ns, STAY.last_seen_ns,
    ]  # fmt: skip
    assert (message.room, message.relation, message.support) == ("kitchen", "on", "table")


def test_where_a_thing_still_is_has_no_end() -> None:
    still = stays.Stay(7, "red mug", (1.0, 2.0, 0.8), 9 * HOUR, None, 11 * HOUR)
    assert ns_of(stay_message(still).end) == 0


def test_a_turn_tells_both_sides_and_says_it() -> None:
    turn = stays.Turn(Kind.VANISHED, 7, "red mug", 10 * HOUR, 11 * HOUR, STAY, None)
    message = turn_message(turn, WORDING)
    assert message.kind == msg.Turn.VANISHED
    assert (message.before.entity_id, message.after.entity_id) == (7, 0)
    assert message.text.startswith("red mug: gone from the table in the kitchen")
    assert (ns_of(message.earliest), ns_of(message.latest)) == (10 * HOUR, 11 * HOUR)


def test_kinds_have_the_same_numbers() -> None:
    for kind in (Kind.APPEARED, Kind.MOVED, Kind.VANISHED):  # changes of state are no turns
        assert getattr(msg.Turn, kind.name) == kind


def test_stamps_before_1970_are_refused() -> None:
    early = stays.Stay(7, "red mug", (1.0, 2.0, 0.8), -HOUR, None, HOUR)
    with pytest.raises(UnusableMessage, match="stamp out of range"):
        stay_message(early)
