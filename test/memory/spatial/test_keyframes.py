from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from whereseen.memory.config import KeyframeConfig
from whereseen.memory.spatial.keyframes import Keyframe, Keyframes
from whereseen.memory.spatial.voxel_map import VoxelMap

SIZE = (96, 128)


class Watch:
    """A map with key frames that looks at the wall along y."""

    def __init__(self, voxel_map: VoxelMap, world: Any, remember: Any, **config: Any) -> None:
        self.map, self.keyframes = voxel_map, Keyframes(KeyframeConfig(**config))
        self._world, self._remember = world, remember

    def look(self, y: float, *, stamp_s: float = 0.0, noisy: bool = False) -> bool:
        seen = self._world().look((0, y, 0), (2, y, 0), size=SIZE, stamp_s=stamp_s)
        if noisy:
            seen.rgb[:] = np.random.default_rng(int(10 * y)).integers(0, 256, seen.rgb.shape)
        return self.keyframes.consider(self.map, seen, self._remember(self.map, seen))


@pytest.fixture
def watch(new_map: Any, world: Any, remember: Any) -> Any:
    return lambda **config: Watch(new_map(), world, remember, **config)


def test_only_views_that_show_new_things_are_kept(watch: Any) -> None:
    watched = watch()
    assert [watched.look(y) for y in (0.0, 0.0, 0.01, 5.0, 5.0, 0.0)] == [
        True,
        False,
        False,
        True,
        False,
        False,
    ]
    assert [frame.image_id for frame in watched.keyframes.slots] == [1, 2]


def test_a_view_is_kept_anew_when_its_image_is_old(watch: Any) -> None:
    watched = watch(refresh_s=30.0)
    assert [watched.look(0.0, stamp_s=s) for s in (0.0, 29.0, 31.0, 60.0, 62.0)] == [
        True,
        False,
        True,
        False,
        True,
    ]


def test_an_image_that_no_cell_needs_is_dropped_and_its_name_not_used_again(watch: Any) -> None:
    watched = watch(refresh_s=1.0)
    for second in range(0, 20, 2):
        watched.look(0.0, stamp_s=second)
    assert len(watched.keyframes) <= 2
    assert watched.keyframes.next_id == 11
    assert watched.keyframes.get(1) is None
    assert watched.keyframes.get(10) is not None


def test_every_cell_points_to_a_kept_image(watch: Any) -> None:
    watched = watch(budget_mb=0.05)
    for y in range(30):
        watched.look(2.0 * y, noisy=True)
        images = watched.map.arrays.cell_image
        slots = np.unique(images[images > 0]) - 1
        assert all(watched.keyframes.slots[slot] is not None for slot in slots)


def test_the_budget_is_never_exceeded(watch: Any) -> None:
    watched = watch(budget_mb=0.05)
    for y in range(30):
        assert watched.look(2.0 * y, noisy=True)
        assert watched.keyframes.bytes <= 0.05 * 2**20
    assert len(watched.keyframes) >= 2
    assert watched.keyframes.slots[np.argmax(watched.keyframes.image_ids)].image_id == 30


def test_an_image_larger_than_the_budget_is_not_kept(watch: Any) -> None:
    watched = watch(budget_mb=0.001)
    assert not watched.look(0.0, noisy=True)
    assert (len(watched.keyframes), watched.keyframes.bytes) == (0, 0)


def test_an_image_comes_back_nearly_as_it_was(watch: Any, world: Any) -> None:
    watched = watch()
    watched.look(0.0, stamp_s=3.5)
    frame, seen = watched.keyframes.get(1), world().look(size=SIZE)
    assert (frame.stamp_ns, frame.camera_id, frame.size_px) == (3_500_000_000, "camera", (128, 96))
    assert np.abs(frame.rgb().astype(int) - seen.rgb).max() <= 3
    np.testing.assert_array_equal(frame.T_map_camera, seen.T_map_camera)


def test_saved_images_keep_their_names_and_make_room_for_new_ones(watch: Any) -> None:
    old = Keyframe(41, 0, "camera", b"jpeg", np.eye(4), np.eye(3))
    watched = watch()
    assert watched.keyframes.restore(old) == 0
    assert watched.keyframes.image_ids.tolist() == [41]
    watched.look(0.0)
    assert watched.keyframes.get(42) is not None
