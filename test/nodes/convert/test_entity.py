from dataclasses import replace

import pytest
from whereseen_msgs.msg import Belief as BeliefMessage
from whereseen_msgs.msg import Change as ChangeMessage
from whereseen_msgs.msg import Entity as EntityMessage

from whereseen.memory.objects.entity import Belief, Cause, Change, Entity, Kind, Status
from whereseen.nodes.convert.entity import (
    belief_message,
    change_message,
    entities_message,
    entity_message,
)
from whereseen.nodes.convert.pose import xyz_of

S = 1_000_000_000
ABOUT = {"frame_id": "map", "stamp_ns": 9 * S}
MUG = Entity(
    id=3,
    label="red mug",
    status=Status.PRESENT,
    probability=0.75,
    position_m=(1.0, 2.0, 3.0),
    size_m=(0.1, 0.2, 0.3),
    first_seen_ns=2 * S,
    last_seen_ns=8 * S + 5,
    image_id=11,
)
SEEN = Belief(
    entity_id=3,
    position_m=(1.0, 2.0, 3.0),
    size_m=(0.1, 0.2, 0.3),
    valid_from_ns=2 * S,
    valid_to_ns=None,
    probability=0.5,
    cause=Cause.SEEN,
    source="head",
)


def test_entities(sent) -> None:
    message = sent(entity_message(MUG, **ABOUT))
    assert (message.header.frame_id, message.header.stamp.sec) == ("map", 9)
    assert (message.id, message.label, message.image_id) == (3, "red mug", 11)
    assert (message.status, message.probability) == (EntityMessage.PRESENT, 0.75)
    assert xyz_of(message.pose.position).tolist() == [1.0, 2.0, 3.0]
    assert message.pose.orientation.w == 1.0
    assert xyz_of(message.size).tolist() == [0.1, 0.2, 0.3]
    assert (message.first_seen.sec, message.last_seen.sec, message.last_seen.nanosec) == (2, 8, 5)


def test_no_image_is_zero() -> None:
    assert entity_message(replace(MUG, image_id=None), **ABOUT).image_id == 0


def test_all_are_ordered_by_id(sent) -> None:
    message = sent(entities_message([MUG, replace(MUG, id=1), replace(MUG, id=2)], **ABOUT))
    assert [entity.id for entity in message.entities] == [1, 2, 3]
    assert message.header == message.entities[0].header
    assert sent(entities_message([], **ABOUT)).entities == []


def test_a_belief_that_holds_has_no_end(sent) -> None:
    message = sent(belief_message(SEEN))
    assert (message.entity_id, message.source, message.probability) == (3, "head", 0.5)
    assert (message.valid_from.sec, message.valid_to.sec, message.valid_to.nanosec) == (2, 0, 0)
    assert xyz_of(message.pose.position).tolist() == [1.0, 2.0, 3.0]
    assert xyz_of(message.size).tolist() == [0.1, 0.2, 0.3]


def test_a_belief_that_ended() -> None:
    assert belief_message(replace(SEEN, valid_to_ns=4 * S)).valid_to.sec == 4


def test_changes(sent) -> None:
    gone = replace(SEEN, cause=Cause.ABSENT)
    change = Change(Kind.MOVED, 3 * S, 4 * S, MUG, replace(SEEN, valid_to_ns=3 * S), gone)
    message = sent(change_message(change, **ABOUT))
    assert (message.kind, message.earliest.sec, message.latest.sec) == (ChangeMessage.MOVED, 3, 4)
    assert message.entity == entity_message(MUG, **ABOUT)
    assert (message.before.valid_to.sec, message.before.cause) == (3, BeliefMessage.SEEN)
    assert (message.after.entity_id, message.after.cause) == (3, BeliefMessage.ABSENT)


def test_what_was_not_believed_has_no_entity(sent) -> None:
    appeared = change_message(Change(Kind.APPEARED, 0, S, MUG, None, SEEN), **ABOUT)
    vanished = change_message(Change(Kind.VANISHED, S, S, MUG, SEEN, None), **ABOUT)
    assert (sent(appeared).before.entity_id, appeared.after.entity_id) == (0, 3)
    assert (sent(vanished).before.entity_id, vanished.after.entity_id) == (3, 0)


@pytest.mark.parametrize(
    ("values", "message"),
    [(Status, EntityMessage), (Cause, BeliefMessage), (Kind, ChangeMessage)],
)
def test_numbers_mean_the_same_in_both(values, message) -> None:
    assert {value.name: int(value) for value in values} == {
        value.name: getattr(message, value.name) for value in values
    }
