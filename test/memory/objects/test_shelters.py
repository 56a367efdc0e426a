"""Mugs in drawers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from whereseen.memory.attributes.state import StateHistory
from whereseen.memory.config import VoxelConfig
from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.objects.shelters import Shelter, Shelters
from whereseen.memory.objects.track import Track
from whereseen.memory.spatial.voxel_map import VoxelMap

S = 1_000_000_000
OPEN, CLOSED = ("open", "yes"), ("open", "no")


def entity(number: int, label: str, low: Any, high: Any, *, seen_s: float = 10.0) -> Entity:
    middle, size = np.add(low, high) / 2.0, np.subtract(high, low)
    at, extent = tuple(middle.tolist()), tuple(size.tolist())
    return Entity(number, label, Status.PRESENT, 0.9, at, extent, 0, int(seen_s * S), None)


DRESSER = entity(1, "chest of drawers", (0.0, 0.0, 0.0), (1.0, 0.9, 0.9))
MUG = entity(2, "mug", (0.4, 0.7, 0.5), (0.5, 0.8, 0.6))
TABLE = entity(3, "table", (0.0, 0.5, 0.0), (2.0, 2.0, 0.9))


@pytest.fixture
def voxel_map() -> VoxelMap:
    return VoxelMap(VoxelConfig(memory_limit_mb=16), 8)


@pytest.fixture
def shelters(voxel_map: VoxelMap) -> Shelters:
    found = Shelters(voxel_map)
    found.note(map(track, (DRESSER, MUG, TABLE)), 10 * S)
    return found


def track(thing: Entity, doubted_s: float = 20.0) -> Track:
    return Track(thing, np.zeros((1, 3), np.float32), 8, doubts=2, doubted_ns=int(doubted_s * S))


def states(*values: tuple[str, str], start_s: int = 11) -> StateHistory:
    history = StateHistory()
    for second, value in enumerate(values, start=start_s):
        history.report(DRESSER.id, value, second * S)
    return history


def test_what_is_in_the_larger_container_is_in_it(shelters: Shelters) -> None:
    assert shelters.rows() == {MUG.id: Shelter(DRESSER.id)}


def test_a_drawer_that_is_gone_took_its_mug_along(shelters: Shelters) -> None:
    assert shelters.keeps(track(MUG))
    known = (DRESSER, MUG)
    assert shelters.shut_in(known, StateHistory()) == {MUG.id: DRESSER.id}


def test_a_thing_in_nothing_is_just_gone(shelters: Shelters) -> None:
    assert not shelters.keeps(track(entity(9, "mug", (5, 5, 1), (5.1, 5.1, 1.1))))


def test_what_was_taken_out_of_a_drawer_leaves_its_bottom(
    shelters: Shelters, voxel_map: VoxelMap, world: Any, box: Any, one_hot: Any
) -> None:
    bottom = box((0.3, 0.6, 0.45), (0.6, 0.9, 0.5), 2)
    for second in range(20, 24):
        seen = world(bottom).look(
            (0.45, 0.0, 1.5), (0.45, 0.75, 0.5), stamp_s=float(second), size=(144, 192)
        )
        voxel_map.integrate(seen, one_hot.encode(seen))
    later_ns = int(voxel_map.occupied().last_seen_ns.max())
    assert not shelters.keeps(track(MUG))
    later = replace(MUG, last_seen_ns=later_ns)
    assert shelters.keeps(track(later))  # that bottom was seen before only


def test_what_was_closed_after_it_was_seen_shuts_it_in(shelters: Shelters) -> None:
    known = (DRESSER, MUG)
    assert shelters.shut_in(known, states(OPEN, OPEN)) == {}
    assert shelters.shut_in(known, states(CLOSED, CLOSED)) == {MUG.id: DRESSER.id}
    assert shelters.shut_in(known, states(CLOSED, CLOSED, start_s=1)) == {}
    assert shelters.shut_in([MUG], states(CLOSED, CLOSED)) == {}


def test_what_is_seen_elsewhere_is_no_longer_in_it(shelters: Shelters) -> None:
    there = entity(2, "mug", (1.5, 1.5, 0.9), (1.6, 1.6, 1.0), seen_s=30.0)
    shelters.note(map(track, (DRESSER, there)), 30 * S)
    assert shelters.rows() == {}


def test_what_is_not_seen_stays_noted(shelters: Shelters) -> None:
    shelters.note(map(track, (DRESSER, MUG)), 60 * S)
    assert shelters.rows() == {MUG.id: Shelter(DRESSER.id)}


def test_forgotten_and_kept(shelters: Shelters, voxel_map: VoxelMap) -> None:
    other = Shelters(voxel_map)
    other.restore(shelters.rows())
    assert other.rows() == shelters.rows()
    other.forget([DRESSER.id])
    assert other.rows() == {}
