import numpy as np
import pytest

from whereseen.sim.benchmark.baselines import AddOnly
from whereseen.sim.benchmark.room_layout import Boxes
from whereseen.sim.benchmark.room_stream import RoomStream, StreamConfig
from whereseen.sim.benchmark.room_tiles import ExactAnswers, RoomTiles, Tile, surface_points
from whereseen.sim.benchmark.under_test import packed


@pytest.fixture(scope="module")
def tiles():
    stream = RoomStream(StreamConfig(width_px=64, height_px=48, patch_px=8, dimension=8))
    return RoomTiles(stream, 0.05)


def test_surface_points_cover_all_faces():
    box = Boxes(np.zeros((1, 3)), np.ones((1, 3)), np.zeros(1, dtype=np.int32))
    points = surface_points(box, 0.5)
    assert len(points) == 6 * 9
    assert ((points == 0.0) | (points == 1.0)).any(axis=1).all()


def test_copies_have_the_size_of_the_room_and_lie_apart(tiles):
    one, two = tiles.tile(0), tiles.tile(1)
    assert 120_000 < len(one.indices) < 200_000
    assert one.indices.min(axis=0)[0] * 0.05 > 25.0
    assert not np.isin(packed(one.indices), packed(two.indices)).any()


def test_copies_are_repeatable_and_differ_in_features(tiles):
    assert (tiles.tile(3).features == tiles.tile(3).features).all()
    assert (tiles.tile(3).features != tiles.tile(4).features).any()


def test_voxels_of_a_cell_share_a_row(tiles):
    tile = tiles.tile(0)
    cells = packed(tile.indices >> 1)
    assert np.unique(cells).size == tile.row.max() + 1
    assert np.unique(np.stack([cells, tile.row], 1), axis=0).shape[0] == tile.row.max() + 1


def test_tiles_add_up_to_the_size_asked_for(tiles):
    parts = list(tiles.up_to(300_000, start=2, held=50_000))
    assert [number for number, _ in parts] == [2, 3]
    assert sum(len(tile.indices) for _, tile in parts) == 250_000


def test_exact_answers_judge_cells_not_voxels():
    answers = ExactAnswers(np.array([[1.0, 0.0]], dtype=np.float32))
    indices = np.array([[0, 0, 0], [1, 0, 0], [4, 0, 0], [8, 0, 0]], dtype=np.int32)
    features = np.array([[0.6, 0.8], [1.0, 0.0], [0.8, 0.6]], dtype=np.float32)
    tile = Tile(indices, features, np.array([0, 0, 1, 2], dtype=np.int32))
    answers.fill(AddOnly(2), tile)
    exact, kth = answers.of(0, indices[[2, 0, 1, 3]], 2)
    assert exact.tolist() == pytest.approx([1.0, 0.6])
    assert kth == pytest.approx(0.8)
    foreign = np.array([[99, 0, 0]], dtype=np.int32)
    assert answers.of(0, foreign, 1)[0].tolist() == [-np.inf]
