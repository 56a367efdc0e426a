"""What things are like, as attributes of rows of the log."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from whereseen.memory.attributes.colour_evidence import ColourEvidence
from whereseen.memory.attributes.thing_attributes import ThingAttributes
from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.log.query import Where
from whereseen.memory.objects.traits import Traits
from whereseen.memory.spatial_memory import SpatialMemory

SECOND = 1_000_000_000
CONFIG = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=32))
RED, BLUE = (np.tile(np.uint8(rgb), (400, 1)) for rgb in ((200, 20, 20), (20, 30, 200)))
OPEN, CLOSED = ("open", "yes"), ("open", "no")


@pytest.fixture
def memory(one_hot: Any, world: Any, box: Any) -> SpatialMemory:
    found = SpatialMemory(one_hot, CONFIG)
    found.objects.watch(["box"])
    look(found, world(box((1.0, -0.4, -0.15), (1.3, -0.1, 0.15))), 1, 4)
    return found


@pytest.fixture
def scene(world: Any, box: Any) -> Any:
    return world(box((1.0, -0.4, -0.15), (1.3, -0.1, 0.15)))


def look(memory: SpatialMemory, scene: Any, start_s: int, end_s: int) -> None:
    for second in range(start_s, end_s):
        memory.observe(scene.look(stamp_s=float(second)))
        memory.objects.refresh_all()


def report(memory: SpatialMemory, state: tuple[str, str], *seconds: int) -> None:
    for second in seconds:
        memory.objects.attributes.states.report(1, state, second * SECOND)


def rows_like(memory: SpatialMemory, **attributes: str) -> int:
    return memory.log.recall(where=Where(attributes=attributes)).candidates


def test_things_are_recalled_by_measured_colour(memory: SpatialMemory, scene: Any) -> None:
    look(memory, scene, 70, 72)
    assert rows_like(memory, colour="red") == memory.log.stats().observations == 2
    assert rows_like(memory, colour="blue") == 0


def test_a_state_that_changes_is_an_event_and_a_row(memory: SpatialMemory, scene: Any) -> None:
    report(memory, CLOSED, 4, 5)
    look(memory, scene, 5, 7)
    assert rows_like(memory, open="no") == 1
    report(memory, OPEN, 7, 8, 9)
    look(memory, scene, 9, 11)
    assert rows_like(memory, open="yes") == 1
    (hit,) = (hit for hit in memory.log.events() if hit.event.type == "opened")
    assert (hit.event.t0_ns, hit.event.t1_ns) == (5 * SECOND, 7 * SECOND)
    assert hit.event.args["state"] == {"open": "yes"}
    assert hit.event.args["entity_id"] == 1


def test_what_is_known_is_noted_once(memory: SpatialMemory, scene: Any) -> None:
    report(memory, CLOSED, 4, 5)
    look(memory, scene, 5, 30)
    rows = memory.log.stats().observations
    memory.objects.restore(memory.objects.rows())
    look(memory, scene, 30, 50)
    assert memory.log.stats().observations == rows


def test_a_name_tells_a_colour_where_none_was_measured(one_hot: Any) -> None:
    memory = SpatialMemory(one_hot, CONFIG)
    cup = memory.objects.remember("red cup", (1.0, 0.0, 0.0))
    assert Traits(memory.objects.attributes).of(cup) == {"colour": "red"}


def test_two_that_are_one_have_both_their_colours_and_states() -> None:
    attributes = ThingAttributes()
    attributes._colours = {1: ColourEvidence.of(RED), 2: ColourEvidence.of(BLUE)}
    for second, thing, state in ((1, 1, CLOSED), (2, 1, CLOSED), (5, 2, OPEN), (6, 2, OPEN)):
        attributes.states.report(thing, state, second * SECOND)
    attributes.follow([(2, 1, 5 * SECOND)])
    pixels = ColourEvidence.of(RED).pixels + ColourEvidence.of(BLUE).pixels
    assert attributes._colours.keys() == {1}
    assert attributes._colours[1].pixels == pytest.approx(pixels)
    (change,) = attributes.states.changes()
    assert (change.before.value, change.after.value) == ("no", "yes")
    assert (change.before.valid_to_ns, change.after.entity_id) == (5 * SECOND, 1)
    assert attributes.states.value_of(1, "open") == "yes"
    assert not attributes.states.history_of(2)
