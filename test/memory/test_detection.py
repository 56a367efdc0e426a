import numpy as np
import pytest

from whereseen.memory.detection import Detection
from whereseen.memory.errors import InvalidObservation


def test_area():
    assert Detection((10.0, 20.0, 14.0, 25.0), "cup", 0.5).area_px == 20.0


@pytest.mark.parametrize(
    ("point", "slack", "expected"),
    [((12, 22), 0, True), ((9, 22), 0, False), ((9, 22), 2, True), ((12, 28), 2, False)],
)
def test_covers(point, slack, expected):
    assert Detection((10, 20, 14, 25), "cup", 0.5).covers(point, slack_px=slack) is expected


def test_a_detection_is_taken_over():
    mask = np.ones((5, 4), bool)
    found = Detection.checked((1, 2, 5, 7), " red mug ", 1, mask=mask)
    assert found == Detection((1.0, 2.0, 5.0, 7.0), "red mug", 1.0)
    assert found.mask is mask


def test_boxes_may_reach_beyond_the_image():
    assert Detection.checked((-3.5, 0.0, 9e9, 1.0), "sofa", 0.0).box_px[0] == -3.5


@pytest.mark.parametrize(
    ("box", "label", "score", "what"),
    [
        ((1, 2, 1, 7), "mug", 0.5, "has no box"),
        ((1, 8, 5, 7), "mug", 0.5, "has no box"),
        ((float("nan"), 2, 5, 7), "mug", 0.5, "has no box"),
        ((1, 2, float("inf"), 7), "mug", 0.5, "has no box"),
        ((1, 2, 5, 7), "mug", 1.01, "out of range"),
        ((1, 2, 5, 7), "mug", -0.1, "out of range"),
        ((1, 2, 5, 7), "mug", float("nan"), "out of range"),
        ((1, 2, 5, 7), " ", 0.5, "no label"),
    ],
)
def test_nonsense_is_refused(box, label, score, what):
    with pytest.raises(InvalidObservation, match=what):
        Detection.checked(box, label, score)


@pytest.mark.parametrize("shape", [(4, 5), (5, 4, 1), (0, 0)])
def test_masks_are_of_the_size_of_the_box(shape):
    with pytest.raises(InvalidObservation, match=r"mask \(.*box \(5\.0, 4\.0\)"):
        Detection.checked((1, 2, 5, 7), "mug", 0.5, mask=np.ones(shape, bool))
