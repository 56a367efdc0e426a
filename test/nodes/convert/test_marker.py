import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from visualization_msgs.msg import Marker, MarkerArray

from whereseen.memory.answer import Answer, Place
from whereseen.memory.objects.entity import Entity, Status
from whereseen.nodes.convert.marker import (
    MarkerLayer,
    answer_markers,
    entity_markers,
)
from whereseen.nodes.convert.marking import label_colour
from whereseen.nodes.convert.pose import xyz_of
from whereseen.nodes.convert.stamp import header_of

HEADER = header_of("map", 5_000_000_000)
MUG = Entity(
    id=3,
    label="mug",
    status=Status.PRESENT,
    probability=0.754,
    position_m=(1.0, 2.0, 3.0),
    size_m=(0.1, 0.2, 0.4),
    first_seen_ns=1,
    last_seen_ns=2,
    image_id=None,
)


def place(x: float, probability: float) -> Place:
    return Place(
        position_m=(x, 0.0, 1.0),
        size_m=(0.1, 0.1, 0.1),
        score=0.5,
        probability=probability,
        first_seen_ns=0,
        last_seen_ns=0,
        image_id=None,
        points_map=np.array([[x, 0.0, 1.0]], np.float32),
    )


ANSWER = Answer(query="red mug", found=True, reason="", places=(place(1.0, 0.9), place(2.0, 0.05)))


def check_as_rviz_does(array: MarkerArray) -> None:
    """What rviz2 reports as an error, or shows as nothing."""
    added = [marker for marker in array.markers if marker.action == Marker.ADD]
    assert len({(marker.ns, marker.id) for marker in added}) == len(added)
    for marker in added:
        q, s = marker.pose.orientation, marker.scale
        assert (q.x, q.y, q.z, q.w) == (0.0, 0.0, 0.0, 1.0)
        assert min(s.x, s.y, s.z) > 0.0
        assert 0.0 < marker.color.a <= 1.0
        assert (marker.lifetime.sec, marker.lifetime.nanosec) == (0, 0)
        assert (marker.frame_locked, marker.header.frame_id) == (False, "map")
        assert marker.ns


def test_a_box_and_a_name_for_each_entity(sent) -> None:
    box, name = entity_markers([MUG], HEADER)
    assert (box.ns, box.id, box.type) == ("boxes", 3, Marker.CUBE)
    assert xyz_of(box.pose.position).tolist() == [1.0, 2.0, 3.0]
    assert xyz_of(box.scale).tolist() == [0.1, 0.2, 0.4]
    assert (name.ns, name.id, name.type) == ("labels", 3, Marker.TEXT_VIEW_FACING)
    assert name.text == "mug  0.75"
    assert xyz_of(name.pose.position) == pytest.approx([1.0, 2.0, 3.32])
    check_as_rviz_does(sent(MarkerArray(markers=[box, name])))


def test_what_is_unsure_is_fainter_and_what_is_gone_is_not_shown() -> None:
    kinds = [replace(MUG, id=i, status=status) for i, status in enumerate(Status, start=1)]
    boxes = {m.id: m for m in entity_markers(kinds, HEADER) if m.ns == "boxes"}
    assert sorted(boxes) == [1, 2]
    assert boxes[1].color.a < boxes[2].color.a


def test_things_without_size_can_be_seen() -> None:
    box, _ = entity_markers([replace(MUG, size_m=(0.0, 0.0, 0.0))], HEADER)
    assert xyz_of(box.scale).tolist() == [0.02, 0.02, 0.02]


def test_answers_point_at_the_best_place(sent) -> None:
    markers = answer_markers(ANSWER, HEADER)
    balls = [marker for marker in markers if marker.ns == "places"]
    assert [ball.id for ball in balls] == [0, 1]
    assert [ball.pose.position.x for ball in balls] == [1.0, 2.0]
    assert [round(ball.color.a, 2) for ball in balls] == [0.9, 0.15]
    arrow, text = (marker for marker in markers if marker.ns == "answer")
    assert arrow.type == Marker.ARROW
    assert [xyz_of(point).tolist() for point in arrow.points] == [[1.0, 0.0, 1.6], [1.0, 0.0, 1.0]]
    assert text.text == "red mug  0.90"
    assert text.pose.position.z > 1.6
    check_as_rviz_does(sent(MarkerArray(markers=markers)))


def test_doubted_answers_look_different() -> None:
    doubted = answer_markers(replace(ANSWER, found=False), HEADER)
    assert doubted[-1].color != answer_markers(ANSWER, HEADER)[-1].color


def test_an_answer_without_places_shows_nothing() -> None:
    assert answer_markers(replace(ANSWER, places=()), HEADER) == []


def keys(array: MarkerArray, action: int) -> list[tuple[str, int]]:
    return [(marker.ns, marker.id) for marker in array.markers if marker.action == action]


def test_the_first_message_takes_away_what_others_left(sent) -> None:
    array = sent(MarkerLayer().show(entity_markers([MUG], HEADER), HEADER))
    assert [marker.action for marker in array.markers] == [Marker.DELETEALL, Marker.ADD, Marker.ADD]


def test_what_vanished_is_deleted_once(sent) -> None:
    layer = MarkerLayer()
    layer.show(entity_markers([MUG, replace(MUG, id=4)], HEADER), HEADER)
    array = sent(layer.show(entity_markers([MUG], HEADER), HEADER))
    assert keys(array, Marker.DELETE) == [("boxes", 4), ("labels", 4)]
    assert keys(array, Marker.ADD) == [("boxes", 3), ("labels", 3)]
    again = layer.show(entity_markers([MUG], HEADER), HEADER)
    assert keys(again, Marker.DELETE) == []
    assert keys(again, Marker.DELETEALL) == []


def test_entities_and_answers_share_a_layer() -> None:
    layer = MarkerLayer()
    markers = [*entity_markers([MUG], HEADER), *answer_markers(ANSWER, HEADER)]
    check_as_rviz_does(layer.show(markers, HEADER))
    array = layer.show(entity_markers([MUG], HEADER), HEADER)
    assert keys(array, Marker.DELETE) == [
        ("answer", 0),
        ("answer", 1),
        ("places", 0),
        ("places", 1),
    ]


def test_everything_can_be_taken_away() -> None:
    layer = MarkerLayer()
    layer.show(entity_markers([MUG], HEADER), HEADER)
    assert [marker.action for marker in layer.nothing(HEADER).markers] == [Marker.DELETEALL]
    assert layer.show([], HEADER).markers == []


def test_twins_are_refused() -> None:
    with pytest.raises(ValueError, match="same namespace and id"):
        MarkerLayer().show(entity_markers([MUG, MUG], HEADER), HEADER)


SHOWN = st.sets(st.integers(1, 6))


@given(st.lists(SHOWN, max_size=6))
def test_a_viewer_sees_exactly_what_is_to_be_seen(shown: list[set[int]]) -> None:
    layer, seen = MarkerLayer(), {("foreign", 9)}
    for ids in shown:
        array = layer.show(entity_markers([replace(MUG, id=i) for i in ids], HEADER), HEADER)
        for marker in array.markers:
            if marker.action == Marker.DELETEALL:
                seen.clear()
            elif marker.action == Marker.DELETE:
                seen.remove((marker.ns, marker.id))
            else:
                seen.add((marker.ns, marker.id))
        assert seen == {(ns, i) for ns in ("boxes", "labels") for i in ids}


def test_colours_are_the_same_in_every_process() -> None:
    code = "from whereseen.nodes.convert.marking import label_colour; print(label_colour('mug'))"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert found == {str(label_colour("mug"))}


def test_colours_tell_labels_apart() -> None:
    assert label_colour(" Mug ") == label_colour("mug")
    assert len({label_colour(name) for name in ("mug", "bowl", "chair", "tv", "sofa")}) == 5
    assert all(0.0 <= part <= 1.0 for part in label_colour("чашка"))
