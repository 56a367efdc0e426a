import numpy as np
import pytest

from whereseen.memory.encoder.tiles import is_whole, windows


def test_one_window_is_the_image():
    assert list(windows(480, 640, 1)) == [(0, 0, 640, 480)]


def test_two_by_two_tiles_overlap():
    assert list(windows(480, 640, 2)) == [
        (0, 0, 640, 480),
        (0, 0, 356, 267),
        (284, 0, 640, 267),
        (0, 213, 356, 480),
        (284, 213, 640, 480),
    ]


@pytest.mark.parametrize("tiles", [2, 3, 5])
def test_tiles_cover_the_image(tiles):
    seen = np.zeros((97, 131), bool)
    for x0, y0, x1, y1 in list(windows(97, 131, tiles))[1:]:
        seen[y0:y1, x0:x1] = True
    assert seen.all()


def test_cut_boxes():
    boxes = np.array([[0, 0, 50, 50], [20, 20, 98, 60], [20, 20, 60, 60], [20, 40, 60, 99]])
    whole = is_whole(boxes.astype(np.float32), (0, 0, 100, 100), height_px=100, width_px=200)
    assert whole.tolist() == [True, False, True, True]
