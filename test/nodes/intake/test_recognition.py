from types import SimpleNamespace

import pytest
from sensor_msgs.msg import RegionOfInterest
from whereseen_msgs.msg import Detection, Detections, LabelNames

from whereseen.memory.errors import InvalidConfig
from whereseen.nodes.intake.recognition import (
    OwnRecognition,
    VisionRecognition,
    make_recognition,
)


class Detection2DArray:
    """Stands for the message of vision_msgs."""


class LabelInfo:
    """Stands for the message of vision_msgs."""


VISION_MSGS = SimpleNamespace(Detection2DArray=Detection2DArray, LabelInfo=LabelInfo)


def label_info(*names):
    entries = [SimpleNamespace(class_id=i, class_name=name) for i, name in enumerate(names)]
    return SimpleNamespace(class_map=entries)


def found(class_id):
    hypothesis = SimpleNamespace(class_id=class_id, score=0.75)
    box = SimpleNamespace(
        center=SimpleNamespace(position=SimpleNamespace(x=50.0, y=40.0), theta=0.0),
        size_x=20.0,
        size_y=10.0,
    )
    return SimpleNamespace(results=[SimpleNamespace(hypothesis=hypothesis)], bbox=box)


def test_our_own_messages_are_the_default():
    recognition = make_recognition("whereseen_msgs")
    assert (recognition.detections_type, recognition.names_type) == (Detections, LabelNames)
    recognition.take_names(LabelNames(names=["", "mug"]))
    assert recognition.label_names == ("", "mug")
    box = RegionOfInterest(x_offset=40, y_offset=35, width=20, height=10)
    (mug,) = recognition.detections(
        Detections(detections=[Detection(label="mug", score=0.75, box=box)])
    )
    assert (mug.label, mug.score, mug.box_px) == ("mug", 0.75, (40.0, 35.0, 60.0, 45.0))


def test_detections_of_vision_msgs_are_the_same():
    recognition = VisionRecognition(VISION_MSGS)
    assert (recognition.detections_type, recognition.names_type) == (Detection2DArray, LabelInfo)
    (mug,) = recognition.detections(SimpleNamespace(detections=[found("mug")]))
    assert (mug.label, mug.score, mug.box_px) == ("mug", 0.75, (40.0, 35.0, 60.0, 45.0))


def test_numbered_classes_of_vision_msgs_get_their_names():
    recognition = VisionRecognition(VISION_MSGS)
    recognition.take_names(label_info("background", "mug"))
    assert recognition.label_names == ("background", "mug")
    (mug,) = recognition.detections(SimpleNamespace(detections=[found("1")]))
    assert mug.label == "mug"


def test_without_vision_msgs_its_package_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "vision_msgs", None)
    with pytest.raises(InvalidConfig, match="vision-msgs"):
        make_recognition("vision_msgs")


def test_names_begin_empty():
    assert OwnRecognition().label_names == VisionRecognition(VISION_MSGS).label_names == ()
