"""What frames show beyond names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from whereseen.memory.attributes.noticing import (
    glimpses_of_colours,
    glimpses_of_states,
    plain,
)
from whereseen.memory.detection import Detection
from whereseen.memory.encoder.protocol import FeatureImage
from whereseen.memory.errors import InvalidObservation
from whereseen.memory.observation import LabelImage, Observation

K = np.array([[100.0, 0.0, 31.5], [0.0, 100.0, 23.5], [0.0, 0.0, 1.0]])
RED, WHITE = (200, 30, 30), (240, 240, 240)


def frame(**given: Any) -> Observation:
    """A white wall, two metres away, with a red square on it."""
    rgb = np.full((48, 64, 3), WHITE, np.uint8)
    rgb[10:26, 20:40] = RED
    depth = np.full((48, 64), 2.0, np.float32)
    depth[10:26, 20:40] = 1.0
    return Observation.checked(
        rgb, depth, intrinsics=K, T_map_camera=np.eye(4), stamp_ns=5, camera_id="head", **given
    )


SQUARE = (20.0, 10.0, 40.0, 26.0)


def test_names_lose_their_states() -> None:
    names = LabelImage(np.zeros((48, 64), np.int32), ("open fridge", "wall"))
    seen = frame(labels=names, detections=[Detection.checked(SQUARE, "lamp (on)", 0.9)])
    got = plain(seen)
    assert got.labels is not None and got.detections is not None
    assert got.labels.names == ("fridge", "wall")
    assert got.detections[0].label == "lamp"
    assert plain(got) is got
    bare = frame()
    assert plain(bare) is bare


def test_colours_of_what_the_encoder_recognised() -> None:
    index = np.full((24, 32), -1, np.int32)
    index[5:13, 10:20] = 1
    features = np.eye(3, dtype=np.float32)[[2, 0]]
    image = FeatureImage(features, np.ones(2, np.float32), index)
    vectors = np.eye(3, dtype=np.float32)[:2]
    (mug,) = glimpses_of_colours(frame(), image, ["mug", "sofa"], vectors)
    assert (mug.label, mug.stamp_ns, mug.source) == ("mug", 5, "head")
    assert (mug.rgb == RED).all()
    assert 4 <= len(mug.rgb) == len(mug.points_map) <= 96
    assert mug.points_map[:, 2] == pytest.approx(1.0)
    assert mug.points_map[:, 0].min() >= -0.12
    assert mug.points_map[:, 0].max() <= 0.09
    assert not list(glimpses_of_colours(frame(), image, [], np.zeros((0, 3), np.float32)))


@pytest.mark.parametrize(
    "detection",
    [
        Detection.checked(SQUARE, "open fridge", 0.8),
        Detection.checked(SQUARE, "fridge", 0.8, attributes={"is_open": "true"}),
        Detection.checked(
            SQUARE, "fridge", 0.8, mask=np.ones((16, 20), bool), attributes={"state": "open"}
        ),
    ],
)
def test_states_that_detections_tell(detection: Detection) -> None:
    other = Detection.checked((0.0, 0.0, 64.0, 48.0), "wall", 0.9)
    (told,) = glimpses_of_states(frame(detections=[other, detection]))
    assert (told.label, told.states, told.score) == ("fridge", (("open", "yes"),), 0.8)
    assert told.points_map[:, 2] == pytest.approx(1.0)
    assert told.rgb.shape == (0, 3)


def test_states_that_labelled_pixels_tell() -> None:
    ids = np.zeros((48, 64), np.int32)
    ids[10:26, 20:40] = 1
    labels = LabelImage(ids, ("wall", "closed fridge"))
    (told,) = glimpses_of_states(frame(labels=labels))
    assert (told.label, told.states) == ("fridge", (("open", "no"),))
    assert not list(glimpses_of_states(frame()))


def test_too_many_attributes_are_refused() -> None:
    with pytest.raises(InvalidObservation, match="attributes"):
        Detection.checked(SQUARE, "fridge", 0.8, attributes={str(n): "x" for n in range(40)})
    with pytest.raises(InvalidObservation, match="attributes"):
        Detection.checked(SQUARE, "fridge", 0.8, attributes={"note": "x" * 500})
