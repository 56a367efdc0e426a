import math
from types import SimpleNamespace as Fake

import pytest
from geometry_msgs.msg import Pose, PoseWithCovariance, Vector3
from std_msgs.msg import Header

from whereseen.memory.detection import Detection
from whereseen.memory.objects.entity import Entity, Status
from whereseen.nodes.convert.pose import xyz_of
from whereseen.nodes.convert.unusable import UnusableMessage
from whereseen.nodes.convert.vision import (
    class_names_of,
    label_names_by_value,
    vision_detections_of,
    vision_objects,
)


def hypothesis(class_id: str, score: float) -> Fake:
    return Fake(hypothesis=Fake(class_id=class_id, score=score))


def detection(*results: Fake, at=(20.0, 30.0), size=(10.0, 4.0), theta=0.0) -> Fake:
    x, y = at
    centre = Fake(position=Fake(x=x, y=y), theta=theta)
    return Fake(results=list(results), bbox=Fake(center=centre, size_x=size[0], size_y=size[1]))


def array_of(*detections: Fake) -> Fake:
    return Fake(detections=list(detections))


def test_the_best_hypothesis_counts() -> None:
    message = array_of(detection(hypothesis("bowl", 0.2), hypothesis("mug", 0.7)))
    assert vision_detections_of(message) == (Detection((15.0, 28.0, 25.0, 32.0), "mug", 0.7),)


def test_numbers_of_classes_have_names() -> None:
    message = array_of(detection(hypothesis("41", 0.7)), detection(hypothesis("99", 0.7)))
    labels = [found.label for found in vision_detections_of(message, {"41": "cup"})]
    assert labels == ["cup", "99"]


def test_turned_boxes_become_upright() -> None:
    message = array_of(detection(hypothesis("mug", 0.7), theta=math.pi / 2))
    (found,) = vision_detections_of(message)
    assert found.box_px == pytest.approx((18.0, 25.0, 22.0, 35.0))


@pytest.mark.parametrize("nothing", [{"size": (0.0, 4.0)}, {"size": (4.0, 0.0)}])
def test_boxes_without_area_are_left_out(nothing) -> None:
    assert vision_detections_of(array_of(detection(hypothesis("mug", 0.7), **nothing))) == ()


def test_detections_without_hypothesis_are_left_out() -> None:
    assert vision_detections_of(array_of(detection())) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        detection(hypothesis("mug", 71.0)),
        detection(hypothesis("", 0.5)),
        detection(hypothesis("mug", 0.5), at=(math.nan, 0.0)),
        detection(hypothesis("mug", 0.5), size=(-4.0, 4.0)),
    ],
)
def test_faults_have_reasons(wrong: Fake) -> None:
    with pytest.raises(UnusableMessage) as info:
        vision_detections_of(array_of(wrong))
    assert info.value.reason == "unusable detection"


INFO = Fake(class_map=[Fake(class_id=3, class_name="mug"), Fake(class_id=1, class_name="wall")])


def test_names_of_classes() -> None:
    assert class_names_of(INFO) == {"3": "mug", "1": "wall"}
    assert label_names_by_value(INFO) == ("", "wall", "", "mug")
    assert label_names_by_value(Fake(class_map=[])) == ()


class FakeVisionMessages:
    """What `vision_msgs.msg` offers, with the fields of its fourth version."""

    @staticmethod
    def Detection3DArray() -> Fake:  # noqa: N802
        return Fake(header=Header(), detections=[])

    @staticmethod
    def Detection3D() -> Fake:  # noqa: N802
        bbox = Fake(center=Pose(), size=Vector3())
        return Fake(header=Header(), results=[], bbox=bbox, id="")

    @staticmethod
    def ObjectHypothesisWithPose() -> Fake:  # noqa: N802
        return Fake(hypothesis=Fake(class_id="", score=0.0), pose=PoseWithCovariance())


def entity(number: int, status: Status) -> Entity:
    return Entity(
        id=number,
        label="mug",
        status=status,
        probability=0.75,
        position_m=(1.0, 2.0, 3.0),
        size_m=(0.1, 0.2, 0.3),
        first_seen_ns=1,
        last_seen_ns=2,
        image_id=None,
    )


def test_objects() -> None:
    entities = [entity(4, Status.PRESENT), entity(5, Status.GONE), entity(6, Status.UNKNOWN)]
    message = vision_objects(entities, FakeVisionMessages, frame_id="map", stamp_ns=5)
    assert (message.header.frame_id, message.header.stamp.nanosec) == ("map", 5)
    assert [found.id for found in message.detections] == ["4", "6"]
    first = message.detections[0]
    assert first.header == message.header
    assert xyz_of(first.bbox.center.position).tolist() == [1.0, 2.0, 3.0]
    assert xyz_of(first.bbox.size).tolist() == [0.1, 0.2, 0.3]
    assert first.bbox.center.orientation.w == 1.0
    (result,) = first.results
    assert (result.hypothesis.class_id, result.hypothesis.score) == ("mug", 0.75)
    assert xyz_of(result.pose.pose.position).tolist() == [1.0, 2.0, 3.0]
