"""Markers of rooms, trails and changes as lines and words."""

import numpy as np
import pytest
from visualization_msgs.msg import Marker

from whereseen.nodes.convert.marking import lines_marker, text_marker
from whereseen.nodes.convert.stamp import header_of
from whereseen.nodes.picturing.lines import captions_of, notes_of, strokes_of

HEADER = header_of("map", 5)
A, B, C, D = (0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (1.0, 1.0, 0.0), (5.0, 5.0, 0.0)
RED, BLUE = (1.0, 0.0, 0.0, 0.5), (0.0, 0.0, 1.0, 1.0)


def lines(*points, colours=()):
    return lines_marker(HEADER, ("trails", 1), points, RED, 0.02, colours=colours)


def test_pieces_that_go_on_are_one_line():
    (stroke,) = strokes_of([lines(A, B, B, C)])
    assert stroke.points_map.tolist() == [list(A), list(B), list(C)]
    assert (stroke.layer, stroke.rgb, stroke.opacity) == ("trails", RED[:3], 0.5)


def test_pieces_elsewhere_or_of_another_colour_are_others():
    assert len(strokes_of([lines(A, B, C, D)])) == 2
    one, other = strokes_of([lines(A, B, B, C, colours=[RED, RED, BLUE, BLUE])])
    assert (one.opacity, other.opacity, other.rgb) == (0.5, 1.0, BLUE[:3])


def test_what_is_taken_away_is_not_drawn():
    marker = lines(A, B)
    marker.action = Marker.DELETE
    assert strokes_of([marker]) == ()


@pytest.fixture
def words():
    return [
        text_marker(HEADER, ("room_names", 3), "kitchen  12 m²", RED[:3], C),
        text_marker(HEADER, ("change_names", 3), "moved 2.0 m", RED[:3], B),
        text_marker(HEADER, ("change_names", 4), "mug: gone", RED[:3], D),
    ]


def test_rooms_and_what_is_gone_have_words_of_their_own(words):
    kitchen, gone = captions_of(words, {3})
    assert (kitchen.text, gone.text) == ("kitchen  12 m²", "mug: gone")
    assert np.array_equal(gone.at_map, D)


def test_what_changed_is_told_with_its_thing(words):
    assert notes_of(words) == {3: "moved 2.0 m", 4: "mug: gone"}
