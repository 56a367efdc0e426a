import numpy as np
import pytest
from sensor_msgs.msg import CameraInfo
from whereseen_msgs.msg import LabelNames

from whereseen.nodes.convert.camera import Camera, camera_info
from whereseen.nodes.convert.image_message import (
    colour_message,
    depth_m_message,
    depth_mm_message,
    labels_message,
)
from whereseen.nodes.convert.unusable import UnusableMessage
from whereseen.nodes.intake.frame import Frame, FrameReader
from whereseen.nodes.intake.recognition import OwnRecognition

AT = {"frame_id": "camera_optical", "stamp_ns": 1_500_000_000}
INTRINSICS = np.array([[50.0, 0.0, 31.5], [0.0, 50.0, 23.5], [0.0, 0.0, 1.0]])
RGB = np.arange(48 * 64 * 3, dtype=np.uint8).reshape(48, 64, 3)
DEPTH_M = np.full((48, 64), 1.25, np.float32)


def frame(**changes) -> Frame:
    messages = {
        "rgb": colour_message(RGB, **AT),
        "depth": depth_m_message(DEPTH_M, **AT),
        "camera_info": camera_info(Camera(INTRINSICS, 64, 48, False), **AT),
    }
    return Frame(
        stamp_ns=AT["stamp_ns"], received_s=0.0, camera_frame="front", **(messages | changes)
    )


def observed(reader=None, **changes):
    reader = reader or FrameReader(OwnRecognition(), rectified=True)
    return reader.observation(frame(**changes), np.eye(4))


def test_messages_become_an_observation():
    seen = observed()
    np.testing.assert_array_equal(seen.rgb, RGB)
    np.testing.assert_array_equal(seen.depth_m, DEPTH_M)
    np.testing.assert_array_equal(seen.intrinsics, INTRINSICS)
    assert (seen.stamp_ns, seen.camera_id) == (1_500_000_000, "front")
    assert seen.labels is None and seen.detections is None


def test_millimetres_and_metres_are_the_same_depth():
    seen = observed(depth=depth_mm_message(DEPTH_M, **AT))
    np.testing.assert_allclose(seen.depth_m, DEPTH_M)


def test_depth_of_another_resolution_is_brought_to_that_of_the_colour():
    seen = observed(depth=depth_m_message(DEPTH_M[::2, ::2], **AT))
    assert seen.depth_m.shape == (48, 64)


def test_depth_of_another_shape_is_refused_with_a_reason_to_count():
    with pytest.raises(UnusableMessage) as refused:
        observed(depth=depth_m_message(DEPTH_M[:, :48], **AT))
    assert refused.value.reason == "mismatched resolutions"


def test_labels_get_the_names_that_came_last():
    recognition = OwnRecognition()
    reader = FrameReader(recognition, rectified=True)
    ids = np.full((48, 64), 1, np.int32)
    assert observed(reader, labels=labels_message(ids, **AT)).labels.names == ()
    recognition.take_names(LabelNames(names=["", "mug"]))
    labels = observed(reader, labels=labels_message(ids, **AT)).labels
    assert labels.names == ("", "mug") and (labels.ids == 1).all()


def bent() -> CameraInfo:
    info = camera_info(Camera(INTRINSICS, 64, 48, False), **AT)
    info.d = [0.1, -0.2, 0.0, 0.0, 0.0]
    info.p = [40.0, 0.0, 30.0, 0.0, 0.0, 40.0, 22.0, 0.0, 0.0, 0.0, 1.0, 0.0]
    return info


def test_a_rectified_image_has_the_camera_of_p():
    reader = FrameReader(OwnRecognition(), rectified=True)
    assert observed(reader, camera_info=bent()).intrinsics[0, 0] == 40.0
    assert not reader.is_distorted


def test_a_raw_image_has_the_camera_of_k_and_its_distortion_is_noted():
    reader = FrameReader(OwnRecognition(), rectified=False)
    assert observed(reader, camera_info=bent()).intrinsics[0, 0] == 50.0
    assert reader.is_distorted
    observed(reader)
    assert not reader.is_distorted


def test_depth_of_another_frame_is_noted():
    reader = FrameReader(OwnRecognition(), rectified=True)
    elsewhere = depth_m_message(DEPTH_M, frame_id="depth_optical", stamp_ns=AT["stamp_ns"])
    observed(reader, depth=elsewhere)
    assert reader.is_unregistered
    observed(reader)
    assert not reader.is_unregistered
