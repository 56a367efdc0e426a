from array import array

import numpy as np
import pytest
from sensor_msgs.msg import Image, RegionOfInterest
from whereseen_msgs.msg import Detection, Detections, LabelNames

from whereseen.memory.detection import Detection as Found
from whereseen.nodes.convert.detection import detections_of, label_names_of
from whereseen.nodes.convert.unusable import UnusableMessage


def box(x: int, y: int, width: int, height: int) -> RegionOfInterest:
    return RegionOfInterest(x_offset=x, y_offset=y, width=width, height=height)


def mask(rows, **changed) -> Image:
    pixels = np.array(rows, np.uint8)
    height, width = pixels.shape
    fields = {"height": height, "width": width, "step": width, "encoding": "mono8"}
    return Image(**(fields | changed), data=array("B", pixels.tobytes()))


def test_boxes(sent) -> None:
    message = Detections(
        detections=[
            Detection(label="mug", score=0.5, box=box(10, 20, 4, 5)),
            Detection(label=" bowl ", score=1.0, box=box(0, 0, 1, 1)),
        ]
    )
    found = detections_of(sent(message))
    assert found == (
        Found((10.0, 20.0, 14.0, 25.0), "mug", 0.5),
        Found((0.0, 0.0, 1.0, 1.0), "bowl", 1.0),
    )
    assert [detection.mask for detection in found] == [None, None]


def test_nothing_recognised() -> None:
    assert detections_of(Detections()) == ()


def test_masks(sent) -> None:
    shown = Detection(
        label="mug", score=0.5, box=box(3, 4, 2, 3), mask=mask([[0, 1], [255, 0], [0, 0]])
    )
    (found,) = detections_of(sent(Detections(detections=[shown])))
    assert found.mask.dtype == np.bool_
    assert found.mask.tolist() == [[False, True], [True, False], [False, False]]


@pytest.mark.parametrize("area", [(0, 5), (5, 0), (0, 0)])
def test_boxes_without_area_are_left_out(area: tuple[int, int]) -> None:
    message = Detections(detections=[Detection(label="mug", score=0.5, box=box(1, 1, *area))])
    assert detections_of(message) == ()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"label": ""}, "unusable detection"),
        ({"score": 1.5}, "unusable detection"),
        ({"score": float("nan")}, "unusable detection"),
        ({"mask": mask([[1]])}, "unusable detection"),
        ({"mask": mask([[1, 1]] * 3, encoding="32FC1")}, "unknown encoding"),
        ({"mask": mask([[1, 1]] * 3, height=4)}, "truncated image"),
    ],
)
def test_faults_have_reasons(changed, reason: str) -> None:
    fields = {"label": "mug", "score": 0.5, "box": box(3, 4, 2, 3)}
    with pytest.raises(UnusableMessage) as info:
        detections_of(Detections(detections=[Detection(**(fields | changed))]))
    assert info.value.reason == reason


def test_names_of_labels() -> None:
    assert label_names_of(LabelNames(names=["wall", "", "mug"])) == ("wall", "", "mug")
