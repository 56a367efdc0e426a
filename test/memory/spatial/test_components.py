from __future__ import annotations

import numpy as np
import pytest

from whereseen.memory.spatial.components import group


def line(start: float, stop: float) -> np.ndarray:
    """Points every 5 cm along x."""
    x = np.arange(round(start / 0.05), round(stop / 0.05)) * 0.05
    return np.stack([x, 0 * x, 0 * x], axis=1).astype(np.float32)


def sizes(points: np.ndarray, strength: np.ndarray, *, widest_m: float = 1.0) -> list[int]:
    groups = group(points, strength, link_m=0.12, widest_m=widest_m)
    assert sorted(np.concatenate(groups).tolist()) == list(range(len(points)))
    return [len(members) for members in groups]


def test_points_apart_are_groups_in_order_of_their_first_point() -> None:
    points = np.concatenate([line(3.0, 3.5), line(0.0, 0.2)])
    assert sizes(points, np.ones(14)) == [10, 4]


def test_a_wide_group_is_cut_where_the_evidence_is_weak() -> None:
    points = line(0.0, 2.0)
    strength = np.where(np.abs(points[:, 0] - 1.0) < 0.2, 0.2, 0.9)
    left, right = sizes(points, strength)
    assert abs(left - right) <= 2


@pytest.mark.parametrize("widest_m", [1.0, 5.0])
def test_even_evidence_or_enough_room_keeps_a_group_whole(widest_m: float) -> None:
    points = line(0.0, 2.0)
    assert sizes(points, np.full(40, 0.7), widest_m=widest_m) == [40]
    strength = np.where(np.abs(points[:, 0] - 1.0) < 0.2, 0.2, 0.9)
    assert sizes(points, strength, widest_m=5.0) == [40]


def test_a_few_good_points_are_no_group_of_their_own() -> None:
    points = line(0.0, 2.0)
    strength = np.full(40, 0.5)
    strength[[3, 35]] = 0.9
    assert sizes(points, strength) == [40]
