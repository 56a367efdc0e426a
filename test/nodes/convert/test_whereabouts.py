"""Where something is, with how sure that is, as a message."""

import numpy as np
import pytest

from whereseen.memory.answer import Place
from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.operations.localizing import Whereabouts
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.convert.whereabouts import whereabouts_message

PLACE = Place((1.0, 2.0, 0.8), (0.1, 0.1, 0.2), 0.9, 0.75, 1, 2, 12, np.zeros((1, 3), np.float32))
MUG = Entity(7, "mug", Status.PRESENT, 0.9, (1.0, 2.0, 0.8), (0.1, 0.1, 0.2), 1, 2, 12)
COVARIANCE = np.array([[4.0, 1.0, 0.0], [1.0, 3.0, 0.0], [0.0, 0.0, 2.0]])


def test_all_that_is_known_is_told() -> None:
    found = Whereabouts(PLACE, COVARIANCE, MUG, "kitchen", "on", "table", age_ns=3_500_000_000)
    message = whereabouts_message(found, frame_id="map", stamp_ns=9)
    assert (message.entity_id, message.label, message.image_id) == (7, "mug", 12)
    assert (message.room, message.relation, message.support) == ("kitchen", "on", "table")
    assert (ns_of(message.age), message.probability) == (3_500_000_000, 0.75)
    assert (message.pose.header.frame_id, ns_of(message.pose.header.stamp)) == ("map", 9)
    assert message.pose.pose.pose.position.y == 2.0
    assert message.pose.pose.pose.orientation.w == 1.0
    assert message.text == "mug: on the table in the kitchen (1.00, 2.00, 0.80), 75 %, seen 4 s ago"


def test_its_covariance_is_that_of_ros() -> None:
    message = whereabouts_message(Whereabouts(PLACE, COVARIANCE), frame_id="map", stamp_ns=9)
    matrix = np.array(message.pose.pose.covariance).reshape(6, 6)
    assert np.array_equal(matrix[:3, :3], COVARIANCE) and not matrix[:3, 3:].any()
    assert np.array_equal(matrix, matrix.T) and (np.linalg.eigvalsh(matrix) > 0.0).all()


def test_where_nothing_is_known_there_is_only_a_place() -> None:
    message = whereabouts_message(Whereabouts(PLACE, COVARIANCE), frame_id="map", stamp_ns=9)
    assert (message.entity_id, message.label, message.room, message.support) == (0, "", "", "")
    assert message.text == "(1.00, 2.00, 0.80), 75 %, seen just now"


def test_what_was_only_told_was_not_seen() -> None:
    told = Entity(7, "mug", Status.PRESENT, 0.9, (1.0, 2.0, 0.8), (0.0, 0.0, 0.0), 0, 0, None)
    found = Whereabouts(PLACE, COVARIANCE, told, age_ns=7_200_000_000_000)
    assert found.text.endswith("told 2 h ago")


@pytest.mark.parametrize("stamp_ns", [-1, 1 << 62])
def test_stamps_that_no_message_can_say_are_refused(stamp_ns: int) -> None:
    with pytest.raises(Exception, match="stamp out of range"):
        whereabouts_message(Whereabouts(PLACE, COVARIANCE), frame_id="map", stamp_ns=stamp_ns)
