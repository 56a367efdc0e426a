import numpy as np
import pytest

from whereseen.memory.encoder.yolox import anchor_count, decoded, kept_boxes, letterboxed


@pytest.mark.parametrize(("side", "count"), [(32, 21), (416, 3549), (640, 8400)])
def test_anchor_count(side, count):
    assert anchor_count(side, side) == count


def test_letterbox_is_bgr_in_the_upper_left():
    rgb = np.full((10, 20, 3), (10, 20, 30), np.uint8)
    image, scale = letterboxed(rgb, 32, 32)
    assert image.shape == (1, 3, 32, 32)
    assert image.dtype == np.float32
    assert scale == 1.6
    assert image[0, :, 0, 0].tolist() == [30.0, 20.0, 10.0]
    assert image[0, :, 15, 31].tolist() == [30.0, 20.0, 10.0]
    assert image[0, :, 16, 0].tolist() == [114.0, 114.0, 114.0]


def test_letterbox_of_a_sliver():
    image, scale = letterboxed(np.zeros((1, 1000, 3), np.uint8), 32, 32)
    assert scale == 0.032
    assert image[0, 0, 0, 0] == 0.0
    assert image[0, 0, 1, 0] == 114.0


def test_decoding():
    output = np.zeros((21, 7), np.float32)
    output[5] = [0.5, 0.25, np.log(2.0), 0.0, 0.8, 0.1, 0.5]  # stride 8, second row and column
    output[20] = [0.5, 0.5, 0.0, 0.0, 0.5, 1.0, 0.0]  # stride 32
    boxes, scores, classes = decoded(output, 32, 32)
    assert boxes[5].tolist() == pytest.approx([4.0, 6.0, 20.0, 14.0])
    assert boxes[20].tolist() == [0.0, 0.0, 32.0, 32.0]
    assert scores[[5, 20]].tolist() == pytest.approx([0.4, 0.5])
    assert classes[[5, 20]].tolist() == [1, 0]


def test_absurd_sides_stay_finite():
    output = np.full((21, 7), 500.0, np.float32)
    assert np.isfinite(decoded(output, 32, 32)[0]).all()


def kept(boxes, scores, classes):
    return kept_boxes(np.array(boxes, np.float32), np.array(scores), np.array(classes), 0.45)


def test_overlapping_boxes_of_a_class_are_one():
    boxes = [[0, 0, 10, 10], [2, 0, 12, 10], [20, 20, 30, 30]]
    assert kept(boxes, [0.5, 0.9, 0.3], [1, 1, 1]) == [1, 2]


def test_boxes_of_two_classes_stay():
    assert kept([[0, 0, 10, 10], [2, 0, 12, 10]], [0.9, 0.5], [1, 2]) == [0, 1]


def test_nearly_equal_boxes_are_one_thing():
    assert kept([[0, 0, 100, 100], [1, 0, 101, 100]], [0.5, 0.9], [1, 2]) == [1]


def test_no_boxes():
    assert kept(np.empty((0, 4)), [], []) == []


def test_empty_boxes_do_not_divide_by_zero():
    assert kept([[5, 5, 5, 5], [5, 5, 5, 5]], [0.9, 0.5], [1, 1]) == [0, 1]
