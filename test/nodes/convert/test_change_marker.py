"""Trails and highlights as markers."""

from dataclasses import replace

import numpy as np
import pytest

from whereseen.memory.objects.entity import Belief, Cause, Change, Entity, Kind, Status
from whereseen.nodes.convert.change_marker import highlight_markers, trail_markers
from whereseen.nodes.convert.stamp import header_of

HEADER = header_of("map", 5)
PLACES = ((0.0, 0.0, 1.0), (2.0, 0.0, 1.0), (2.0, 3.0, 0.5))
MUG = Entity(3, "mug", Status.PRESENT, 0.9, PLACES[-1], (0.1, 0.1, 0.2), 0, 9, None)


def belief(position_m):
    return Belief(3, position_m, (0.1, 0.1, 0.2), 0, None, 0.9, Cause.SEEN, "")


def change(kind, before=None, after=None, entity=MUG):
    sides = [None if at is None else belief(at) for at in (before, after)]
    return Change(kind, 1, 2, entity, *sides)


FIRST = change(Kind.MOVED, PLACES[0], PLACES[1])
SECOND = change(Kind.MOVED, PLACES[1], PLACES[2])


def xyz(points):
    return np.array([(p.x, p.y, p.z) for p in points])


def test_a_trail_leads_from_place_to_place_and_fades():
    places, trail = trail_markers([FIRST, SECOND], HEADER)
    assert (places.ns, trail.ns, places.id, trail.id) == ("earlier", "trails", 3, 3)
    assert xyz(places.points) == pytest.approx(np.array([PLACES[1], PLACES[0]]))
    newer, older = (colour.a for colour in places.colors)
    assert 0.0 < older < newer <= 1.0
    points = xyz(trail.points)
    half = len(points) // 2
    assert points[[0, half - 1]] == pytest.approx(np.array(PLACES[1:]))
    assert points[[half, -1]] == pytest.approx(np.array(PLACES[:2]))
    assert len(trail.colors) == len(points) % 2 + len(points)
    assert {colour.a for colour in trail.colors} == {newer, older}


def test_an_arc_rises_above_what_stands_between():
    _, trail = trail_markers([FIRST], HEADER)
    assert xyz(trail.points)[:, 2].max() == pytest.approx(1.0 + 0.25 * 2.0)


def test_the_oldest_of_many_moves_is_still_to_be_seen():
    places, _ = trail_markers([FIRST, SECOND] * 20, HEADER)
    assert min(colour.a for colour in places.colors) > 0.1


def test_what_did_not_move_has_no_trail():
    gone = change(Kind.VANISHED, PLACES[0])
    assert trail_markers([change(Kind.APPEARED, after=PLACES[0]), gone], HEADER) == []


@pytest.mark.parametrize(
    ("what", "shown", "text"),
    [
        (change(Kind.APPEARED, after=PLACES[1]), PLACES[1], "new here"),
        (FIRST, PLACES[1], "moved 2.0 m"),
        (change(Kind.VANISHED, PLACES[0]), PLACES[0], "mug: gone"),
    ],
)
def test_a_frame_stands_round_what_changed_with_a_word_above(what, shown, text):
    frame, word = highlight_markers([what], HEADER)
    points = xyz(frame.points)
    assert len(points) == 24
    assert (points.min(axis=0) < np.array(shown) - 0.05).all()
    assert (points.max(axis=0) > np.array(shown) + 0.05).all()
    assert points.mean(axis=0) == pytest.approx(np.array(shown))
    assert word.text == text and word.pose.position.z > points[:, 2].max()


def test_each_edge_of_a_frame_runs_along_one_axis():
    frame, _ = highlight_markers([FIRST], HEADER)
    edges = xyz(frame.points).reshape(12, 2, 3)
    assert ((np.abs(edges[:, 1] - edges[:, 0]) > 1e-9).sum(axis=1) == 1).all()
    assert len({tuple(edge.ravel().round(6)) for edge in edges}) == 12


def test_of_each_thing_the_newest_change_is_shown():
    other = change(Kind.VANISHED, PLACES[0], entity=replace(MUG, id=4, label="bowl"))
    markers = highlight_markers([FIRST, other, SECOND], HEADER)
    keys = [(marker.ns, marker.id) for marker in markers]
    assert len(set(keys)) == len(keys) == 4
    assert {m.text for m in markers if m.ns == "change_names"} == {"moved 3.0 m", "bowl: gone"}
