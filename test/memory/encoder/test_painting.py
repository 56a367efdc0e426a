import numpy as np
import pytest

from whereseen.memory.detection import Detection
from whereseen.memory.encoder.painting import painted
from whereseen.memory.observation import Observation


def frame(depth_m):
    depth = np.asarray(depth_m, np.float32)
    return Observation.checked(
        np.zeros((*depth.shape, 3), np.uint8),
        depth,
        intrinsics=[[100.0, 0.0, 20.0], [0.0, 100.0, 20.0], [0.0, 0.0, 1.0]],
        T_map_camera=np.eye(4),
        stamp_ns=0,
    )


def wall(distance_m=3.0, size=(40, 40)):
    return np.full(size, distance_m, np.float32)


def paint(depth_m, *boxes, stride_px=1):
    found = [Detection(box, "thing", 0.5) for box in boxes]
    return painted(found, frame(depth_m), stride_px=stride_px)


def test_only_the_foreground_is_painted():
    depth = wall()
    depth[12:28, 14:26] = 1.0
    index = paint(depth, (10, 10, 30, 30))
    expected = np.full((40, 40), -1)
    expected[12:28, 14:26] = 0
    np.testing.assert_array_equal(index, expected)
    assert index.dtype == np.int32


def test_things_with_holes():
    depth = wall()
    depth[10:30:3, 10:30] = 1.0  # a chair's back: a third is slats
    index = paint(depth, (10, 10, 30, 30))
    assert (index[10:30:3, 10:30] == 0).all()
    assert (index[11:30:3] == -1).all()


def test_tolerance_grows_with_the_thing():
    slope = wall()
    slope[:] = 1.0 + np.linspace(0.0, 0.4, 40)[:, None]
    small = paint(slope, (18, 18, 22, 22))
    large = paint(slope, (0, 0, 40, 40))
    assert (small >= 0).sum() == 16
    assert (large >= 0).mean() > 0.7
    assert not (large >= 0).all()


def test_small_boxes_are_on_top():
    index = paint(wall(1.0), (15, 15, 20, 20), (0, 0, 40, 40))
    assert index[17, 17] == 0
    assert index[5, 5] == 1


def test_a_screen_without_depth_is_its_frame():
    depth = wall(2.0)
    depth[8:32, 8:32] = 0.0
    index = paint(depth, (5, 5, 35, 35))
    assert index[6, 6] == 0
    assert index[20, 20] == -1


@pytest.mark.parametrize("nothing", [0.0, np.nan, np.inf])
def test_no_depth_at_all(nothing):
    assert (paint(wall(nothing), (5, 5, 35, 35)) == -1).all()


def test_holes_in_depth_are_not_painted():
    depth = wall(1.0)
    depth[20, 20], depth[21, 21] = np.nan, np.inf
    index = paint(depth, (15, 15, 25, 25))
    assert (index[20, 20], index[21, 21], index[22, 22]) == (-1, -1, 0)


def test_stride():
    index = paint(wall(1.0), (8, 8, 16, 24), stride_px=4)
    assert index.shape == (10, 10)
    assert np.argwhere(index == 0).tolist() == [[r, c] for r in range(2, 6) for c in (2, 3)]


def test_boxes_between_cells_paint_nothing():
    assert (paint(wall(1.0), (8.1, 8.1, 9.0, 9.0), stride_px=4) == -1).all()


def test_no_detections():
    assert (paint(wall()) == -1).all()


def masked(box, mask, label="thing"):
    return Detection.checked(box, label, 0.5, mask=np.array(mask, bool))


def test_a_mask_is_taken_at_its_word():
    depth = wall(1.0)
    depth[11, 12] = 3.0
    mask = np.zeros((4, 6), bool)
    mask[1, 2:5] = True
    index = painted([masked((10, 10, 16, 14), mask)], frame(depth), stride_px=1)
    assert np.argwhere(index == 0).tolist() == [[11, 12], [11, 13], [11, 14]]


def test_masks_are_looked_up_at_the_middle_of_cells():
    mask = np.zeros((8, 8), bool)
    mask[:, 4:] = True
    index = painted([masked((9, 8, 17, 16), mask)], frame(wall(1.0)), stride_px=4)
    assert np.argwhere(index == 0).tolist() == [[2, 3], [3, 3]]


@pytest.mark.parametrize(
    ("box", "expected"),
    [((-2, -2, 2, 2), [[0, 0], [0, 1], [1, 0], [1, 1]]), ((39, 38, 43, 42), [[38, 39], [39, 39]])],
)
def test_masks_may_reach_beyond_the_image(box, expected):
    index = painted([masked(box, np.ones((4, 4)))], frame(wall(1.0)), stride_px=1)
    assert np.argwhere(index == 0).tolist() == expected


def test_masks_and_boxes_together():
    found = [masked((0, 0, 40, 40), np.ones((40, 40))), Detection((5, 5, 9, 9), "cup", 0.5)]
    index = painted(found, frame(wall(1.0)), stride_px=1)
    assert (index[6, 6], index[30, 30]) == (1, 0)
