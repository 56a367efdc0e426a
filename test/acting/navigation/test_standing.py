"""Where to stand: free, reachable, at the right distance, with nothing in between."""

from __future__ import annotations

import math
from typing import Any

import pytest

from whereseen.acting.navigation.costmap import Costmap
from whereseen.acting.navigation.planner import GridPlanner
from whereseen.acting.navigation.standing import Ring, standpoints
from whereseen.memory.errors import InvalidConfig

_START = (1.8, 1.5)
_ON_SINK = (0.3, 0.6, 0.95)


@pytest.fixture(scope="module")
def known(flat: Any, new_memory: Any) -> Any:
    memory = new_memory()
    for yaw in (0.0, 0.25, 0.5):
        for at in ((*_START, yaw), (4.5, 1.8, yaw)):
            flat.look_round(memory, at, stamp_s=0.0)
    planner = GridPlanner(Costmap.of_memory(memory, radius_m=0.25, height_m=1.4))
    return memory, planner


def test_a_memory_becomes_a_floor(known: Any) -> None:
    _, planner = known
    costmap = planner.costmap
    assert costmap.floor_m == pytest.approx(0.0, abs=0.06)

    def free(x: float, y: float) -> bool:
        row, column = costmap.cells_of([(x, y)])[0]
        return bool(costmap.is_free[row, column])

    assert free(2.0, 1.5) and free(3.05, 1.5) and free(4.5, 2.0)
    assert not free(0.3, 0.6) and not free(3.05, 0.5) and not free(0.8, 0.6)
    way = planner.way(_START, (4.5, 2.0))
    assert way.length_m == pytest.approx(2.8, abs=0.3)


def test_standpoints_face_the_thing_from_the_right_distance(known: Any) -> None:
    memory, planner = known
    ring = Ring(nearest_m=0.6, farthest_m=1.2, eye_m=1.35)
    found = standpoints(planner, memory.voxel_map, _START, _ON_SINK, ring, size_m=(0.1, 0.1, 0.1))
    assert found
    for each in found:
        x, y, yaw = each.pose
        row, column = planner.costmap.cells_of([(x, y)])[0]
        assert planner.costmap.is_free[row, column]
        assert math.dist((x, y), _ON_SINK[:2]) == pytest.approx(each.apart_m)
        assert 0.6 <= each.apart_m <= 1.2
        ahead = (x + each.apart_m * math.cos(yaw), y + each.apart_m * math.sin(yaw))
        assert ahead == pytest.approx(_ON_SINK[:2], abs=1e-6)
    gaps = [math.dist(a.pose[:2], b.pose[:2]) for a in found for b in found if a is not b]
    assert min(gaps) >= 0.15


def test_a_wall_hides_and_a_side_can_be_asked_for(known: Any) -> None:
    memory, planner = known
    behind = (2.7, 0.5, 0.8)  # this side of the wall between the rooms
    ring = Ring(nearest_m=0.3, farthest_m=2.0, eye_m=1.35)
    seen = standpoints(planner, memory.voxel_map, (4.5, 1.8), behind, ring, most=200)
    assert seen and any(each.pose[0] < 2.7 for each in seen)
    through = [each for each in seen if each.pose[0] > 3.3 and each.pose[1] < 0.8]
    assert len(through) <= 2  # a hole in the wall as it was mapped
    left = Ring(nearest_m=0.3, farthest_m=2.0, from_rad=math.pi, within_rad=0.5)
    for each in standpoints(planner, memory.voxel_map, (4.5, 1.8), behind, left):
        assert each.pose[0] < 2.7
    assert standpoints(planner, memory.voxel_map, _START, (30.0, 0.0, 0.0), ring) == ()


def test_a_ring_has_a_width() -> None:
    with pytest.raises(InvalidConfig, match="ring"):
        Ring(nearest_m=1.0, farthest_m=0.5)
