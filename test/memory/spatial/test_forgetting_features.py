"""How features forget: by views, by time, and with what is carved away beside them."""

from dataclasses import replace

import numpy as np
import pytest


def looks(world, one_hot, voxel_map, times_s, recognised):
    """Look at a bare wall at these times; where not recognised, every pixel shows nothing."""
    for time_s, known in zip(times_s, recognised, strict=True):
        seen = world().look(stamp_s=time_s)
        image = one_hot.encode(seen)
        if not known:
            image = replace(image, index=np.full_like(image.index, -1))
        voxel_map.integrate(seen, image)


def test_views_at_camera_rate_all_count(world, one_hot, new_map):
    voxel_map = new_map()
    looks(world, one_hot, voxel_map, np.arange(10) * 0.2, [True] * 5 + [False] * 5)
    presence = voxel_map.presence_of(voxel_map.occupied().cells)
    np.testing.assert_allclose(presence, 0.5, atol=0.01)
    assert set(voxel_map.arrays.cell_views[voxel_map.occupied().cells]) == {10}


def test_after_a_half_life_old_views_count_half(world, one_hot, new_map):
    voxel_map = new_map(half_life_s=100.0)
    looks(world, one_hot, voxel_map, [0.0, 0.0, 0.0, 0.0, 100.0], [True] * 4 + [False])
    # Four views count as two beside the fifth: two of three.
    presence = voxel_map.presence_of(voxel_map.occupied().cells)
    np.testing.assert_allclose(presence, 2.0 / 3.0, atol=0.01)


@pytest.mark.parametrize(("pause_s", "old_share"), [(0.0, 4 / 5), (100.0, 2 / 3), (3000.0, 0.0)])
def test_a_wall_that_changed_its_look_is_believed_sooner_after_a_pause(
    world, one_hot, new_map, pause_s, old_share
):
    voxel_map = new_map(half_life_s=100.0)
    looks(world, one_hot, voxel_map, [0.0] * 4, [True] * 4)
    seen = world().look(stamp_s=pause_s)
    image = one_hot.encode(seen)
    voxel_map.integrate(seen, replace(image, index=np.full_like(image.index, 2)))
    features = voxel_map.features_of(voxel_map.occupied().cells)
    np.testing.assert_allclose(features[:, 0], old_share, atol=0.02)
    np.testing.assert_allclose(features[:, 2], 1.0 - old_share, atol=0.02)
