from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from whereseen.memory.config import KeyframeConfig, MemoryConfig, VoxelConfig
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.spatial.recalling import Recollection
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial_memory import SpatialMemory

SIZE = (48, 64)
SECOND = 1_000_000_000
SMALL = MemoryConfig(
    voxels=VoxelConfig(memory_limit_mb=16, stride_px=1), keyframes=KeyframeConfig(refresh_s=0.5)
)
BALL = Selection.between((0.9, 3.7, -0.3), (1.35, 4.3, 0.3))


@pytest.fixture(scope="module")
def memory(one_hot: Any, world: Any, box: Any) -> SpatialMemory:
    """A box at seconds 0, 2, 4, 6 by the left camera, a ball at 1, 3, 5, 7 by the right one."""
    made = SpatialMemory(one_hot, SMALL)
    scene = world(
        box((1.0, -0.2, -0.2), (1.3, 0.2, 0.2)), box((1.0, 3.8, -0.2), (1.3, 4.2, 0.2), 2)
    )
    for second in range(8):
        y = 4.0 * (second % 2)
        eye, up = (0.0, y, 0.0), 0.15 * (second - 4)
        seen = scene.look(eye, (2.0, y, up), size=SIZE, stamp_s=second)
        made.observe(replace(seen, camera_id="right" if y else "left"))
    return made


def seconds(found: tuple[Recollection, ...]) -> list[int]:
    return [each.keyframe.stamp_ns // SECOND for each in found]


def test_without_a_question_the_newest_come_first(memory: SpatialMemory) -> None:
    found = memory.recall_images()
    assert seconds(found) == [7, 6, 5, 4, 3, 2, 1, 0]
    assert all(np.isnan((each.score, each.probability)).all() for each in found)
    assert seconds(memory.recall_images(limit=3)) == [7, 6, 5]


def test_images_that_show_it_come_first(memory: SpatialMemory) -> None:
    found = memory.recall_images("ball")
    assert found[0].probability == max(each.probability for each in found)
    assert found[0].probability > 0.9
    assert found[0].score > 0.9
    good = {
        second for second, each in zip(seconds(found), found, strict=True) if each.probability > 0.5
    }
    assert good
    assert all(second % 2 for second in good)
    assert good <= set(seconds(memory.recall_images(selection=BALL)))


def test_an_image_scores_as_the_best_cells_that_point_to_it(memory: SpatialMemory) -> None:
    a, query = memory.voxel_map.arrays, memory.encoder.query_text("ball")
    scores = memory.voxel_map.score(query.vector)
    for each in memory.recall_images(query):
        slot = memory.keyframes.slots.index(each.keyframe)
        shown = scores[np.flatnonzero(a.cell_image[: scores.size] == slot + 1)]
        assert each.score == pytest.approx(np.sort(shown)[-3:].mean(), abs=0.02)


def test_filters_come_before_the_ranking(memory: SpatialMemory) -> None:
    assert seconds(memory.recall_images(camera_id="left")) == [6, 4, 2, 0]
    assert memory.recall_images(camera_id="none") == ()
    (best,) = memory.recall_images("ball", camera_id="left", limit=1)
    assert best.keyframe.camera_id == "left"
    assert best.probability < 0.1
    early = Selection(since_ns=1 * SECOND, until_ns=3 * SECOND)
    assert seconds(memory.recall_images(selection=early)) == [3, 2, 1]
    assert set(seconds(memory.recall_images("ball", selection=early))) <= {3, 2, 1}


def test_a_box_leaves_images_that_show_something_in_it(memory: SpatialMemory) -> None:
    found = seconds(memory.recall_images(selection=BALL))
    assert found
    assert all(second % 2 for second in found)
    nowhere = Selection.between((8.0, 8.0, 8.0), (9.0, 9.0, 9.0))
    assert (
        memory.recall_images(selection=nowhere)
        == memory.recall_images("ball", selection=nowhere)
        == ()
    )
    (first, *_) = memory.recall_images("box", selection=BALL)
    assert first.probability < 0.1  # what the box of the ball holds is no box


def test_what_was_forgotten_is_not_recalled(one_hot: Any, world: Any, box: Any) -> None:
    made = SpatialMemory(one_hot, SMALL)
    made.observe(world(box((1.0, -0.2, -0.2), (1.3, 0.2, 0.2))).look(size=SIZE))
    assert len(made.recall_images("box")) == 1
    made.forget(Selection())
    assert made.recall_images("box") == made.recall_images() == ()


def test_bad_limits_and_questions_are_refused(memory: SpatialMemory, one_hot: Any) -> None:
    with pytest.raises(InvalidQuery, match="limit must be at least 1"):
        memory.recall_images(limit=0)
    other = type(one_hot)(dimension=16).query_text("ball")
    with pytest.raises(InvalidQuery, match="dimension"):
        memory.recall_images(other)
    assert SpatialMemory(one_hot, SMALL).recall_images("ball") == ()
