from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from whereseen.memory.answer import Place
from whereseen.memory.config import KeyframeConfig
from whereseen.memory.frames import look_at
from whereseen.memory.spatial.evidence import crop_of, images_of
from whereseen.memory.spatial.keyframes import Keyframe, Keyframes

K = np.array([[100.0, 0.0, 99.5], [0.0, 100.0, 74.5], [0.0, 0.0, 1.0]])


def keyframe(image_id: int = 1, *, towards: tuple = (1.0, 0.0, 0.0)) -> Keyframe:
    buffer = io.BytesIO()
    columns = np.broadcast_to(np.arange(200, dtype=np.uint8)[:, None], (150, 200, 3))
    Image.fromarray(columns.copy()).save(buffer, "PNG")
    return Keyframe(image_id, 0, "camera", buffer.getvalue(), look_at((0, 0, 0), towards), K)


def place(*points: tuple[float, float, float], image_id: int | None = 1) -> Place:
    fields: dict[str, Any] = {"position_m": points[0], "size_m": (0.1, 0.1, 0.1), "score": 1.0}
    fields |= {"probability": 1.0, "first_seen_ns": 0, "last_seen_ns": 0}
    return Place(**fields, image_id=image_id, points_map=np.array(points, np.float32))


def test_a_crop_shows_the_place_with_a_margin() -> None:
    crop = crop_of(keyframe(), place((2.0, 0.4, 0.4), (2.0, -0.4, -0.4)))
    assert crop is not None
    # The points lie 40 pixels apart in both directions; a quarter of that is added on each side.
    assert crop.shape == (61, 61, 3)
    assert (crop[0, 0, 0], crop[0, -1, 0]) == (69, 129)


def test_small_things_get_some_surroundings() -> None:
    crop = crop_of(keyframe(), place((3.0, 0.0, 0.0)))
    assert crop is not None
    assert crop.shape == (49, 49, 3)


def test_a_crop_ends_at_the_border_of_the_image() -> None:
    crop = crop_of(keyframe(), place((1.0, 0.99, 0.0), (1.0, 3.0, 0.0)))
    assert crop is not None
    assert crop.shape[0] == 49
    assert crop[0, 0, 0] == 0


@pytest.mark.parametrize("point", [(-2.0, 0.0, 0.0), (1.0, 2.0, 0.0), (0.0, 0.0, 0.0)])
def test_there_is_no_crop_of_what_the_image_does_not_show(point: tuple) -> None:
    assert crop_of(keyframe(), place(point)) is None


def test_images_of_a_place_are_its_own_then_the_newest_that_hold_it_whole() -> None:
    kept = Keyframes(KeyframeConfig())
    for number, towards in enumerate([(1, 0, 0), (1, 0.1, 0), (-1, 0, 0), (1, -0.1, 0)], start=1):
        kept.restore(keyframe(number, towards=towards))
    where = place((2.0, 0.0, 0.0), image_id=2)
    assert [frame.image_id for frame in images_of(kept, where, most=9)] == [2, 4, 1]
    assert [frame.image_id for frame in images_of(kept, where, most=2)] == [2, 4]
