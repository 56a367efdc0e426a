import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.acting.manipulation.errors import NoRoom
from whereseen.acting.manipulation.geometry import GivenGeometry, Shape
from whereseen.acting.manipulation.placements import Footprint, placements_on
from whereseen.acting.manipulation.surfaces import levels_of
from whereseen.acting.skills.call import Relation

EDGE_M = 0.05
SMALL = Footprint(0.05, 0.1)


def table(low_m, high_m, height_m, things=()):
    """A level top of voxels between two corners (x, y), with boxes (low, high) upon it."""
    x, y = (np.arange(a + EDGE_M / 2, b, EDGE_M) for a, b in zip(low_m, high_m, strict=True))
    top = np.array([(a, b, height_m - EDGE_M / 2) for a in x for b in y])
    voxels = [top]
    for low, high in things:
        axes = [np.arange(a + EDGE_M / 2, b, EDGE_M) for a, b in zip(low, high, strict=True)]
        voxels.append(np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3))
    middle = ((low_m[0] + high_m[0]) / 2, (low_m[1] + high_m[1]) / 2, height_m / 2)
    size = (high_m[0] - low_m[0], high_m[1] - low_m[1], height_m)
    shape = Shape("table", middle, size, np.zeros((0, 3), np.float32))
    points = np.concatenate(voxels).astype(np.float32)
    return shape, GivenGeometry({1: shape}, points, EDGE_M, frozenset({1}))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.floats(0.5, 1.6),
    st.floats(0.4, 1.2),
    st.integers(8, 20),
    st.lists(st.tuples(st.floats(0.1, 0.9), st.floats(0.1, 0.9)), max_size=4),
)
def test_a_spot_is_on_the_table_beside_what_stands_there(wide, deep, cells, clutter):
    height = cells * EDGE_M
    boxes = []
    for share_x, share_y in clutter:
        x, y = share_x * wide, share_y * deep
        boxes.append(((x - 0.1, y - 0.1, height), (x + 0.1, y + 0.1, height + 0.15)))
    shape, geometry = table((0.0, 0.0), (wide, deep), height, boxes)
    try:
        spots = placements_on(shape, geometry, SMALL, near_m=(0.0, -0.5))
    except NoRoom:
        assert len(boxes) >= 1
        return
    for spot in spots:
        x, y, z = spot.position_m
        assert 0.0 < x < wide
        assert 0.0 < y < deep
        assert z == pytest.approx(height, abs=EDGE_M)
        for low, high in boxes:
            outside = np.maximum(
                np.subtract(low, spot.position_m), np.subtract(spot.position_m, high)
            )
            assert outside[:2].max() > 0.0


def test_the_nearest_spots_come_first():
    shape, geometry = table((0.0, 0.0), (1.5, 0.8), 0.75)
    left = placements_on(shape, geometry, SMALL, near_m=(0.0, 0.4))[0]
    right = placements_on(shape, geometry, SMALL, near_m=(1.5, 0.4))[0]
    assert left.position_m[0] < 0.5 < 1.0 < right.position_m[0]


def test_small_things_that_voxels_do_not_show_are_in_the_way():
    shape, geometry = table((0.0, 0.0), (0.4, 0.4), 0.75)
    keys = Shape("keys", (0.2, 0.2, 0.76), (0.3, 0.3, 0.02), np.zeros((0, 3), np.float32))
    full = GivenGeometry({1: shape, 2: keys}, geometry.voxels_map, EDGE_M, frozenset({1}))
    assert placements_on(shape, geometry, SMALL, near_m=(0.0, 0.0))
    with pytest.raises(NoRoom, match="no free place"):
        placements_on(shape, full, SMALL, near_m=(0.0, 0.0))


def test_a_full_table_and_an_unseen_one_have_no_room():
    shape, geometry = table((0.0, 0.0), (0.6, 0.6), 0.75, [((0.0, 0.0, 0.75), (0.6, 0.6, 0.9))])
    with pytest.raises(NoRoom):
        placements_on(shape, geometry, SMALL, near_m=(0.0, 0.0))
    with pytest.raises(NoRoom, match="nothing level"):
        placements_on(shape, GivenGeometry({}), SMALL, near_m=(0.0, 0.0))


def test_what_is_put_in_goes_below_the_rim():
    rim, geometry = table((0.0, 0.0), (0.8, 0.8), 0.75, [])
    hole = (np.abs(geometry.voxels_map[:, :2] - 0.4) < 0.25).all(axis=1)
    floor = geometry.voxels_map[hole] - np.array([0.0, 0.0, 0.2], np.float32)
    voxels = np.concatenate([geometry.voxels_map[~hole], floor])
    sink = GivenGeometry({1: rim}, voxels, EDGE_M, frozenset({1}))
    inside = placements_on(rim, sink, SMALL, near_m=(0.0, 0.0), relation=Relation.IN)
    assert all(0.5 < spot.position_m[2] < 0.56 for spot in inside)


def sink(seen=1.0, shelf=True):
    """A worktop with a basin, of whose bottom a share is known, over a shelf, of which all is."""
    _, geometry = table((0.0, 0.0), (1.0, 0.6), 0.9)
    top = geometry.voxels_map
    hole = (top[:, 0] > 0.1) & (top[:, 0] < 0.5) & (top[:, 1] > 0.15) & (top[:, 1] < 0.5)
    bottom = top[hole] - np.float32([0.0, 0.0, 0.2])
    bottom = bottom[bottom[:, 1] > bottom[:, 1].max() - seen * 0.35]
    below = [top - np.float32([0.0, 0.0, 0.6])] if shelf else []
    voxels = np.concatenate([top[~hole], bottom, *below])
    whole = Shape("sink", (0.5, 0.3, 0.55), (1.0, 0.6, 1.1), np.zeros((0, 3), np.float32))
    return whole, GivenGeometry({1: whole}, voxels, EDGE_M, frozenset({1}))


@pytest.mark.parametrize("seen", [1.0, 0.5, 0.3])
def test_in_the_sink_is_in_its_basin(seen):
    spots = placements_on(*sink(seen), SMALL, near_m=(0.9, 0.0), relation=Relation.IN)
    for spot in spots:
        x, y, z = spot.position_m
        assert (0.1 < x < 0.5) and (0.15 < y < 0.5)
        assert z == pytest.approx(0.7, abs=EDGE_M)


def test_who_has_not_seen_the_basin_puts_nothing_beside_or_below_it():
    shape, geometry = sink()
    known = geometry.voxels_map[np.abs(geometry.voxels_map[:, 2] - 0.675) > EDGE_M]
    unseen = GivenGeometry({1: shape}, known, EDGE_M, frozenset({1}))
    with pytest.raises(NoRoom):
        placements_on(shape, unseen, SMALL, near_m=(0.0, 0.0), relation=Relation.IN)
    assert placements_on(shape, unseen, SMALL, near_m=(0.0, 0.0))[0].position_m[2] > 0.85


def test_an_open_drawer_comes_before_a_covered_shelf():
    top, geometry = table((0.0, 0.0), (0.8, 0.5), 0.9)
    shelf = geometry.voxels_map - np.float32([0.0, 0.0, 0.6])
    drawer = geometry.voxels_map - np.float32([0.0, 0.4, 0.2])
    shape = Shape("cabinet", (0.4, 0.05, 0.45), (0.8, 0.9, 0.9), top.points_map)
    voxels = np.concatenate([geometry.voxels_map, shelf, drawer])
    both = GivenGeometry({1: shape}, voxels, EDGE_M, frozenset({1}))
    spots = placements_on(shape, both, SMALL, near_m=(0.4, 0.3), relation=Relation.IN)
    assert all(spot.position_m[1] < 0.0 for spot in spots)
    shut = GivenGeometry(
        {1: shape}, np.concatenate([geometry.voxels_map, shelf]), EDGE_M, frozenset({1})
    )
    spots = placements_on(shape, shut, SMALL, near_m=(0.4, 0.3), relation=Relation.IN)
    assert all(spot.position_m[2] < 0.4 for spot in spots)


def test_shelves_without_headroom_are_left_out():
    _, geometry = table((0.0, 0.0), (0.8, 0.8), 0.5)
    voxels = np.concatenate([geometry.voxels_map, geometry.voxels_map + np.float32([0, 0, 0.15])])
    shelf = Shape("shelf", (0.4, 0.4, 0.35), (0.8, 0.8, 0.7), np.zeros((0, 3), np.float32))
    both = GivenGeometry({1: shelf}, voxels, EDGE_M, frozenset({1}))
    heights = [level.height_m for level in levels_of(shelf, both)]
    assert heights == pytest.approx([0.625, 0.475], abs=0.01)
    tall = Footprint(0.05, 0.3)
    spots = placements_on(shelf, both, tall, near_m=(0.4, -0.4))
    assert min(spot.position_m[2] for spot in spots) > 0.6
