"""Pixels of the robot are those whose rays meet one of its boxes before anything else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.detection import Detection
from whereseen.memory.errors import InvalidObservation
from whereseen.memory.frames import apply, from_quaternion, invert
from whereseen.memory.observation import LabelImage, Observation
from whereseen.memory.own_body import OwnBox, own_pixels
from whereseen.memory.without_own import without_pixels

_SIZE = (24, 32)
_K = np.array([[28.0, 0.0, 15.5], [0.0, 28.0, 11.5], [0.0, 0.0, 1.0]])
small = st.floats(-0.6, 0.6)


def _frame(depth: np.ndarray | float, **more: object) -> Observation:
    return Observation.checked(
        np.full((*_SIZE, 3), 90, np.uint8),
        np.broadcast_to(np.float32(depth), _SIZE).astype(np.float32),
        intrinsics=_K,
        T_map_camera=np.eye(4),
        stamp_ns=0,
        **more,  # type: ignore[arg-type]
    )


@st.composite
def boxes(draw: st.DrawFn) -> OwnBox:
    turn = [draw(st.floats(-1.0, 1.0)) for _ in range(3)]
    middle = (draw(small), draw(small), draw(st.floats(0.5, 1.5)))
    size = np.array([draw(st.floats(0.02, 0.6)) for _ in range(3)])
    return OwnBox(from_quaternion(middle, (*turn, 1.0)), size)


def _surface(box: OwnBox, rng: np.random.Generator) -> np.ndarray:
    """Points (N, 3) on the faces of a box, in the map."""
    points = rng.uniform(-0.5, 0.5, (600, 3))
    side = rng.integers(3, size=600)
    points[np.arange(600), side] = rng.choice([-0.5, 0.5], 600)
    return apply(box.T_map_box, points * np.asarray(box.size_m))


@given(boxes(), st.integers(0, 2**32 - 1))
@settings(max_examples=60)
def test_every_pixel_that_shows_the_box_is_the_robots(box: OwnBox, seed: int) -> None:
    points = _surface(box, np.random.default_rng(seed))
    eye = np.abs(apply(invert(box.T_map_box), np.zeros((1, 3))))[0]
    if (eye < np.asarray(box.size_m) / 2.0 + 0.03).all():
        return
    mask = own_pixels(_frame(5.0), [box], margin_m=0.03)
    points = points[points[:, 2] > 0.2]
    u, v = (points[:, :2] / points[:, 2:] * 28.0 + (15.5, 11.5)).T
    column, row = np.rint(u).astype(int), np.rint(v).astype(int)
    # Half a pixel is less than the margin only near by.
    inside = (column >= 0) & (column < 32) & (row >= 0) & (row < 24) & (points[:, 2] < 1.6)
    assert mask[row[inside], column[inside]].all()


@given(boxes())
@settings(max_examples=40)
def test_what_is_before_the_box_is_kept_and_nothing_far_from_it_is_lost(box: OwnBox) -> None:
    corners = apply(
        box.T_map_box,
        (np.array(np.meshgrid(*[(-0.5, 0.5)] * 3)).reshape(3, -1).T) * np.asarray(box.size_m),
    )
    nearest = corners[:, 2].min() - 0.05
    if nearest > 0.05:
        assert not own_pixels(_frame(nearest * 0.9), [box], margin_m=0.03).any()
    larger = own_pixels(_frame(5.0), [box], margin_m=0.1)
    tight = own_pixels(_frame(5.0), [box], margin_m=0.0)
    assert (larger | ~tight).all() or not larger.any()  # a larger one may hold the camera


def test_the_housing_of_the_camera_hides_nothing() -> None:
    assert not own_pixels(_frame(2.0), [OwnBox(np.eye(4), np.full(3, 0.2))]).any()


def test_a_capsule_lies_in_its_box() -> None:
    box = OwnBox.around((0.0, 0.0, 1.0), (0.5, 0.2, 1.4), 0.05)
    ends = apply(invert(box.T_map_box), [(0.0, 0.0, 1.0), (0.5, 0.2, 1.4)])
    assert np.allclose(np.abs(ends)[:, 0], np.asarray(box.size_m)[0] / 2 - 0.05)
    assert np.allclose(ends[:, 1:], 0.0, atol=1e-9)
    assert OwnBox.around((0, 0, 1), (0, 0, 1), 0.1).size_m.tolist() == pytest.approx([0.2] * 3)
    with pytest.raises(InvalidObservation, match="rigid"):
        OwnBox(np.zeros((4, 4)), np.ones(3))


def test_masked_pixels_are_no_readings_and_detections_on_them_are_dropped() -> None:
    mask = np.zeros(_SIZE, dtype=bool)
    mask[:, :16] = True
    arm = Detection.checked((2, 2, 12, 12), "arm", 0.9)
    mug = Detection.checked((14, 4, 24, 14), "mug", 0.9, mask=np.ones((10, 10), dtype=bool))
    ids = np.ones(_SIZE, np.int32)
    frame = _frame(2.0, labels=LabelImage(ids, ("", "table")), detections=[arm, mug])
    left = without_pixels(frame, mask)
    assert left.depth_m[:, :16].max() == 0.0 and left.depth_m[:, 16:].min() == 2.0
    assert left.labels is not None and set(left.labels.ids[:, :16].ravel()) == {-1}
    assert left.detections is not None and [each.label for each in left.detections] == ["mug"]
    (kept,) = left.detections
    assert kept.mask is not None and kept.mask.sum() == 80
    assert without_pixels(frame, np.zeros(_SIZE, dtype=bool)) is frame
    with pytest.raises(InvalidObservation, match="size"):
        without_pixels(frame, np.zeros((2, 2), dtype=bool))
