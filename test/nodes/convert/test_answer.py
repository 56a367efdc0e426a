import io
import math

import numpy as np
import pytest
from PIL import Image
from whereseen_msgs.msg import Status

from whereseen.memory.answer import Answer, Place
from whereseen.memory.errors import (
    EncoderMismatch,
    InvalidConfig,
    InvalidQuery,
    MapFileError,
    WhereseenError,
)
from whereseen.memory.spatial.keyframes import Keyframe
from whereseen.nodes.convert.answer import (
    answer_messages,
    done,
    image_message,
    not_found,
    picture_of,
    place_message,
    status_of,
    unavailable,
)
from whereseen.nodes.convert.pose import matrix_of_pose, xyz_of
from whereseen.nodes.convert.unusable import UnusableMessage

ABOUT = {"frame_id": "map", "stamp_ns": 9_000_000_000}
PLACE = Place(
    position_m=(1.0, 2.0, 0.5),
    size_m=(0.3, 0.1, 0.1),
    score=0.75,
    probability=0.5,
    first_seen_ns=1_100_000_000,
    last_seen_ns=8_500_000_000,
    image_id=7,
    points_map=np.array([[0.9, 2.0, 0.5], [1.1, 2.0, 0.5]], np.float32),
)


def test_places(sent) -> None:
    message = sent(place_message(PLACE, **ABOUT))
    assert (message.header.frame_id, message.header.stamp.sec) == ("map", 9)
    assert xyz_of(message.position).tolist() == [1.0, 2.0, 0.5]
    np.testing.assert_allclose(xyz_of(message.box_min), [0.85, 1.95, 0.45], atol=1e-6)
    np.testing.assert_allclose(xyz_of(message.box_max), [1.15, 2.05, 0.55], atol=1e-6)
    assert (message.score, message.probability, message.image_id) == (0.75, 0.5, 7)
    assert (message.first_seen.sec, message.first_seen.nanosec) == (1, 100_000_000)
    assert (message.last_seen.sec, message.last_seen.nanosec) == (8, 500_000_000)


def test_no_image_is_zero() -> None:
    nameless = Place(
        **{name: getattr(PLACE, name) for name in Place.__slots__} | {"image_id": None}
    )
    assert place_message(nameless, **ABOUT).image_id == 0


@pytest.mark.parametrize(("found", "code"), [(True, Status.OK), (False, Status.NOT_FOUND)])
def test_answers(found: bool, code: int) -> None:
    reply = Answer(query="mug", found=found, reason="because", places=(PLACE, PLACE))
    status, places = answer_messages(reply, **ABOUT)
    assert (status.code, status.reason, len(places)) == (code, "because", 2)


def kept() -> Keyframe:
    buffer = io.BytesIO()
    Image.new("RGB", (32, 24), (200, 0, 0)).save(buffer, "JPEG")
    pose = np.eye(4)
    pose[:3, 3] = (1.0, 2.0, 3.0)
    return Keyframe(
        image_id=5,
        stamp_ns=3_000_000_004,
        camera_id="head",
        jpeg=buffer.getvalue(),
        T_map_camera=pose,
        intrinsics=np.array([[30.0, 0.0, 15.5], [0.0, 31.0, 11.5], [0.0, 0.0, 1.0]]),
    )


def test_kept_images(sent) -> None:
    message = image_message(kept(), frame_id="map", score=0.5, probability=0.25)
    message = sent(message)
    assert (message.header.frame_id, message.header.stamp.nanosec) == ("map", 4)
    assert (message.image_id, message.camera_id) == (5, "head")
    assert (message.width, message.height) == (32, 24)
    assert message.k.tolist() == [30.0, 0.0, 15.5, 0.0, 31.0, 11.5, 0.0, 0.0, 1.0]
    assert (message.score, message.probability) == (0.5, 0.25)
    np.testing.assert_allclose(matrix_of_pose(message.pose)[:3, 3], [1.0, 2.0, 3.0])
    assert (message.image.format, len(message.image.data)) == ("", 0)


def test_without_a_question_there_is_no_score() -> None:
    message = image_message(kept(), frame_id="map")
    assert math.isnan(message.score)
    assert math.isnan(message.probability)


def test_the_picture_comes_along_where_asked(sent) -> None:
    message = image_message(
        kept(), frame_id="map", score=0.0, probability=0.0, image=picture_of(kept())
    )
    picture = sent(message).image
    assert (picture.header.frame_id, picture.header.stamp.sec) == ("head", 3)
    assert (picture.format, bytes(picture.data)) == ("jpeg", kept().jpeg)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InvalidQuery("the question is empty"), Status.INVALID),
        (InvalidConfig("top is out of range"), Status.INVALID),
        (UnusableMessage("zero quaternion"), Status.INVALID),
        (MapFileError("disk full"), Status.FAILED),
        (EncoderMismatch("another encoder"), Status.FAILED),
        (WhereseenError("something"), Status.FAILED),
        (OSError(28, "No space left on device"), Status.FAILED),
    ],
)
def test_errors_are_told(error: Exception, code: int) -> None:
    status = status_of(error)
    assert (status.code, status.reason) == (code, str(error))


def test_a_reason_is_never_empty() -> None:
    assert status_of(ValueError()).reason == "ValueError"


def test_outcomes() -> None:
    codes = [outcome("why").code for outcome in (done, not_found, unavailable)]
    assert codes == [Status.OK, Status.NOT_FOUND, Status.UNAVAILABLE]
    assert done("why").reason == "why"
