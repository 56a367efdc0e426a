"""A mug that is gone: what is said of it, and the images that show its place without it."""

from __future__ import annotations

from typing import Any

import numpy as np

from whereseen.memory.chronicle import Chronicle
from whereseen.memory.objects.boxes import grid_points
from whereseen.memory.operations.missing import missing_of
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial.sightlines import is_in_sight


def test_i_looked_there_and_it_was_not(table: Any) -> None:
    nothing = Chronicle([], now_ns=0)
    table.look(table.mug(0.3))
    assert missing_of(table.memory, "box", nothing) is None
    place_m = table.objects.entities()[0].position_m
    lamp = table._box((1.2, -0.7, -0.3), (1.4, -0.5, 0.0), 3)  # an image is kept for what is new
    table.look(lamp, seconds=5)
    found = missing_of(table.memory, "box", nothing)
    assert found is not None
    assert found.entity.id == 1
    assert "its place was seen" in found.reason and "without it" in found.reason
    assert found.evidence
    for frame in found.evidence:
        assert frame.stamp_ns > found.entity.last_seen_ns
        points = grid_points(place_m, (0.1, 0.1, 0.1))
        assert is_in_sight(table.memory.voxel_map, frame.T_map_camera[:3, 3], points)
    assert missing_of(table.memory, "ball", nothing) is None
    elsewhere = Selection.between((5.0, 5.0, 0.0), (6.0, 6.0, 1.0))
    assert missing_of(table.memory, "box", nothing, elsewhere) is None
    refusal = table.memory.localize("box")
    assert not refusal.found
    assert refusal.reason.startswith("the box was last seen")
    table.look(table.mug(0.3), seconds=5)
    assert table.memory.localize("box").found


def test_a_board_is_in_the_way(table: Any) -> None:
    table.look(table.mug(0.3), table.board())
    eye = np.array([0.0, 0.0, 0.3])
    behind = grid_points((1.3, 0.3, -0.24), (0.1, 0.1, 0.1))
    before = grid_points((0.3, 0.0, 0.2), (0.1, 0.1, 0.1))
    assert not is_in_sight(table.memory.voxel_map, eye, behind)
    assert is_in_sight(table.memory.voxel_map, eye, before)
