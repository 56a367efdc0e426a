"""Segments of frames, spots where they were, and what they say to voxels."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.encoder.protocol import FeatureImage
from whereseen.memory.objects.agreeing import agreed
from whereseen.memory.objects.segments import Segment, segments_of
from whereseen.memory.objects.sighting import Sighting
from whereseen.memory.objects.spots import Spots
from whereseen.memory.observation import Observation
from whereseen.memory.spatial.kernels.patches import patches

SECOND = 1_000_000_000
K = np.array([[80.0, 0.0, 39.5], [0.0, 80.0, 29.5], [0.0, 0.0, 1.0]])


def segment(at_m, stamp_s, *, size_m=0.1, label="box"):
    low, high = np.subtract(at_m, size_m / 2), np.add(at_m, size_m / 2)
    points = np.array([low, at_m, high], np.float32)
    return Segment(label, int(stamp_s * SECOND), points, tuple(low), tuple(high), 2.0, 1.0, False)


def sighting(at_m, size_m, stamp_s=1, points=()):
    found = np.array(points or [at_m], np.float32)
    size = (size_m, 0.1, 0.1)
    return Sighting(tuple(at_m), size, 1.0, 0, stamp_s * SECOND, None, "", found)


class Onlooker:
    """So many views saw any place after a time."""

    voxel_size_m = 0.05

    def __init__(self, *stamps_s):
        self.stamps_s = stamps_s

    def views_of(self, points_map, since_ns, *, within_m=np.inf):
        return sum(stamp * SECOND > since_ns for stamp in self.stamps_s)


def test_patches_are_parted_by_names_and_by_steps_of_depth():
    names = np.array([[0, 0, 1, -1], [0, 0, 1, 1], [-1, -1, 0, 0]], np.int32)
    depth = np.array([[1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 3, 3]], np.float32)
    found = patches(names, depth, 0.05, 0.0)
    assert found[0, 0] == found[1, 1]
    assert found[0, 2] == found[1, 3]
    assert len({found[0, 0], found[0, 2], found[2, 2]}) == 3
    assert (found[names < 0] == -1).all()


def test_segments_lie_where_the_pixels_are():
    depth = np.full((60, 80), 2.0, np.float32)
    index = np.full((60, 80), -1, np.int32)
    index[20:30, 10:20], index[20:30, 40:50] = 0, 0
    frame = Observation(
        stamp_ns=5, rgb=np.zeros((60, 80, 3), np.uint8), depth_m=depth, intrinsics=K,
        T_map_camera=np.eye(4), camera_id="head",
    )  # fmt: skip
    vectors = np.eye(2, dtype=np.float32)
    image = FeatureImage(vectors[:1], np.ones(1, np.float32), index)
    found = sorted(segments_of(frame, image, ["box", "cup"], vectors), key=lambda s: s.low_m)
    assert [each.label for each in found] == ["box", "box"]
    assert np.allclose(
        found[0].position_m, ((14.5 - 39.5) / 40, (24.5 - 29.5) / 40, 2.0), atol=0.03
    )
    assert found[1].position_m[0] - found[0].position_m[0] > 0.7
    assert list(segments_of(frame, image, ["box", "cup"], vectors, lambda _: False)) == []


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_things_that_are_apart_stay_apart(order):
    spots = Spots()
    for stamp, place in enumerate(order):
        spots.add([segment((place * 0.5, 0.0, 0.0), stamp)])
    assert sorted(round(each.position_m[0], 3) for each in spots.of("box")) == sorted(
        {place * 0.5 for place in order}
    )
    assert sum(each.looks for each in spots.of("box")) == len(order)


def test_what_is_seen_apart_thrice_is_two():
    spots = Spots()
    spots.add([segment((0.15, 0.0, 0.0), 0, size_m=0.4)])
    for stamp in range(1, 4):
        assert len(spots.of("box")) == 1
        spots.add([segment((0.0, 0.0, 0.0), stamp), segment((0.3, 0.0, 0.0), stamp)])
    assert len(spots.of("box")) == 2


def test_what_touches_becomes_one():
    spots = Spots()
    spots.add([segment((0.0, 0.0, 0.0), 0), segment((0.3, 0.0, 0.0), 0)])
    assert len(spots.of("box")) == 2
    spots.add([segment((0.15, 0.0, 0.0), 1, size_m=0.4)])
    assert len(spots.of("box")) == 1


def test_a_pair_is_one_thing():
    spots = Spots()
    for stamp in range(5):
        spots.add([segment((x, 0.0, 0.0), stamp, label="pair of shoes") for x in (0.0, 0.2)])
    assert len(spots.of("pair of shoes")) == 1


def test_spots_follow_corrections_and_are_bounded():
    spots = Spots()
    spots.add([segment((0.0, 0.0, 0.0), 1)])
    moved = np.eye(4)
    moved[0, 3] = 1.0
    spots.move(lambda _: moved)
    assert np.allclose(spots.of("box")[0].position_m, (1.0, 0.0, 0.0))
    for n in range(40):
        spots.add([segment((n * 1.0, 5.0, 0.0), n)])
    assert len(spots.of("box")) == 16
    assert spots.of("box")[-1].position_m[0] == 39.0
    spots.forget()
    assert spots.of("box") == ()


def seen(*stamps_s, at_m=(0.0, 0.0, 0.0)):
    spots = Spots()
    for stamp in stamps_s:
        spots.add([segment(at_m, stamp)])
    return spots.of("box")


def test_a_small_thing_is_seen_though_no_voxel_shows_it():
    (found,) = agreed([], seen(1, 2, 3), Onlooker(1, 2, 3))
    assert np.allclose(found.position_m, 0.0)
    assert (found.looks, found.shown_ns, found.first_seen_ns) == (3, 3 * SECOND, SECOND)
    assert agreed([], seen(1), Onlooker(1)) == []
    assert agreed([], seen(1, 2), Onlooker(*range(9))) == []


def test_what_was_not_there_for_a_while_has_come_back():
    spots = seen(1, 2, 3, 101, 102)
    (stayed,) = agreed([], spots, Onlooker(1, 2, 3, 101, 102))
    assert stayed.first_seen_ns == SECOND
    (back,) = agreed([], spots, Onlooker(1, 2, 3, 50, 51, 101, 102))
    assert (back.first_seen_ns, back.shown_ns) == (101 * SECOND, 102 * SECOND)


def test_voxels_that_later_views_do_not_confirm_are_left_out():
    here = sighting((0.0, 0.0, 0.0), 0.1, stamp_s=5)
    (fresh,) = agreed([here], seen(1, 2), Onlooker(1, 2, 3, 4))
    assert (fresh.shown_ns, fresh.last_seen_ns) == (2 * SECOND, 2 * SECOND)
    assert agreed([here], seen(1, 2), Onlooker(1, 2, 3, 4, 5)) == []
    assert agreed([here], (), Onlooker(1, 2, 3, 4, 5)) == [here]


def test_two_that_voxels_show_as_one_are_two():
    spots = Spots()
    for stamp in range(3):
        spots.add([segment((x, 0.0, 0.0), stamp) for x in (0.0, 0.3)])
    points = [(x, 0.0, 0.0) for x in np.arange(-0.05, 0.36, 0.05)]
    both = sighting((0.15, 0.0, 0.0), 0.45, points=points)
    found = agreed([both], spots.of("box"), Onlooker(0, 1, 2))
    assert sorted(len(each.points_map) for each in found) == [4, 5]


def test_pieces_in_one_spot_are_one():
    spots = Spots()
    for stamp in range(3):
        spots.add([segment((0.1, 0.0, 0.0), stamp, size_m=0.3)])
    pieces = [sighting((x, 0.0, 0.0), 0.1) for x in (0.0, 0.2)]
    (found,) = agreed(pieces, spots.of("box"), Onlooker(0, 1, 2))
    assert len(found.points_map) == 2
    assert found.size_m[0] > 0.2
    assert replace(found, shown_ns=0).probability == 1.0


def test_what_voxels_show_hardly_is_as_sure_as_frames_that_show_it_plainly():
    spots = Spots()
    for stamp in (1, 2, 3):
        spots.add([segment((0.0, 0.0, 1.0), stamp)])
    hardly = replace(sighting((0.0, 0.0, 1.0), 0.05, 3), probability=0.4)
    (sure,) = agreed([hardly], spots.of("box"), Onlooker(1, 2, 3))
    assert (sure.probability, sure.looks) == (1.0, 3)
    assert sure.position_m == hardly.position_m
    (still,) = agreed([hardly], spots.of("box"), Onlooker(*np.linspace(1.0, 3.0, 9)))
    assert (still.probability, still.looks) == (0.4, 0)  # most views did not show it
    seldom = Spots()
    seldom.add([segment((0.0, 0.0, 1.0), 1)])
    (doubtful,) = agreed([hardly], seldom.of("box"), Onlooker(1))
    assert (doubtful.probability, doubtful.looks) == (0.4, 0)


def test_what_voxels_show_well_needs_no_frames():
    spots = Spots()
    for stamp in (1, 2, 3):
        spots.add([segment((0.0, 0.0, 1.0), stamp)])
    points = [(0.05 * k, 0.0, 1.0) for k in range(9)]
    well = replace(sighting((0.2, 0.0, 1.0), 0.45, 3, points), probability=0.7)
    (found,) = agreed([well], spots.of("box"), Onlooker(1, 2, 3))
    assert (found.probability, found.looks) == (0.7, 0)
