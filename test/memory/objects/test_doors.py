"""Doors that stand open are no furniture of their own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from whereseen.memory.attributes.state import StateHistory
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.doors import fold_doors, without_doors
from whereseen.memory.objects.entity import Status
from whereseen.memory.objects.things import Things

S = 1_000_000_000
FRIDGE = ((1.0, 3.6, 0.9), (0.7, 0.7, 1.8))
DOOR = ((1.3, 2.9, 0.7), (0.1, 0.4, 1.2))


def sighting(box: Any, seen_s: float = 1.0) -> Any:
    import numpy as np

    at, size = box
    return SimpleNamespace(
        position_m=at, size_m=size, probability=0.9, first_seen_ns=round(seen_s * S),
        last_seen_ns=round(seen_s * S), image_id=None, source="camera",
        points_map=np.array([at], dtype=np.float32), arrived_ns=round(seen_s * S), unseen_ns=0,
        found_ns=round(seen_s * S),
    )  # fmt: skip


@pytest.fixture
def things() -> Things:
    found = Things(ObjectConfig())
    found.appear("fridge", sighting(FRIDGE), 0)
    return found


def opened(at_s: int) -> StateHistory:
    states = StateHistory()
    for second in (at_s, at_s + 1):
        states.report(1, ("open", "yes"), second * S)
    return states


def test_a_door_of_what_is_open_is_left_out(things: Things) -> None:
    seen = [sighting(FRIDGE), sighting(DOOR)]
    tracks = list(things.tracks.values())
    assert without_doors(seen, tracks, frozenset()) == seen
    assert without_doors(seen, tracks, frozenset({1})) == seen[:1]


@pytest.mark.parametrize(
    "box",
    [
        ((1.0, 1.9, 0.9), (0.7, 0.7, 1.8)),  # as large
        ((1.3, 2.0, 0.7), (0.1, 0.4, 1.2)),  # too far for a door
        ((1.3, 2.9, 2.2), (0.1, 0.4, 0.4)),  # above
    ],
)
def test_other_furniture_is_not(things: Things, box: Any) -> None:
    seen = [sighting(box)]
    assert without_doors(seen, things.tracks.values(), frozenset({1})) == seen


def test_what_was_known_before_is_not(things: Things) -> None:
    things.appear("fridge", sighting(DOOR, 1.0), 0)
    seen = [sighting(DOOR, 9.0)]
    assert without_doors(seen, things.tracks.values(), frozenset({1})) == seen
    fold_doors("fridge", things, opened(8), 9 * S)
    assert set(things.tracks) == {1, 2}


def test_a_door_that_was_taken_for_a_thing_is_given_up(things: Things) -> None:
    things.appear("fridge", sighting(DOOR, 8.0), 1 * S)
    fold_doors("fridge", things, opened(8), 9 * S)
    assert set(things.tracks) == {1}
    assert things.united == [(2, 1, 9 * S)]
    assert {row.entity_id for row in things.history.changes.values()} == {1}


def test_nothing_is_given_up_beside_what_is_closed(things: Things) -> None:
    things.appear("fridge", sighting(DOOR, 8.0), 1 * S)
    fold_doors("fridge", things, StateHistory(), 9 * S)
    assert [track.entity.status for track in things.tracks.values()] == 2 * [Status.PRESENT]
