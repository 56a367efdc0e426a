"""What a robot says that it did is in the log of its map, and answers know it."""

from __future__ import annotations

from datetime import timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.memory.asking import recollect
from whereseen.memory.chronicle import Deed, Stay, note_deed
from whereseen.memory.chronicle.deeds import ROBOT
from whereseen.memory.chronicle.logged import deeds_in
from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.errors import InvalidObservation
from whereseen.memory.language import Actor, Role, Verb
from whereseen.memory.log.records import LoggedEvent
from whereseen.memory.spatial.moving import PoseCorrection
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.tiers.unit import Reason

CONFIG = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=32))
SECOND = 1_000_000_000
RIGHT, LEFT = (1.15, -0.25, 0.0), (1.15, 0.35, 0.0)


@pytest.fixture
def memory(one_hot: Any, world: Any, box: Any) -> SpatialMemory:
    """A box to the right until 100 s, to the left from 200 s on; the robot carried it."""
    found = SpatialMemory(one_hot, CONFIG)
    found.objects.watch(["box"])
    right, left = (1.0, -0.4, -0.15), (1.0, 0.2, -0.15)
    for low, seconds in ((right, range(90, 101)), (left, range(200, 212))):
        scene = world(box(low, tuple(np.add(low, 0.3).tolist())))
        for second in seconds:
            found.observe(scene.look(stamp_s=float(second)))
            found.objects.refresh_all()
    return found


def stay(at: Any, at_s: int) -> Stay:
    return Stay(1, "box", at, at_s * SECOND, None, at_s * SECOND)


def carried(**more: Any) -> Deed:
    ends = stay(RIGHT, 140), stay(LEFT, 150)
    return Deed(Verb.MOVED, 140 * SECOND, 150 * SECOND, ROBOT, 1, "box", *ends, **more)


def ask(memory: SpatialMemory, question: str) -> Any:
    return recollect(memory, question, timezone.utc)


def test_what_was_done_serves_as_a_time(memory: SpatialMemory, tmp_path: Path) -> None:
    note_deed(memory, carried())
    note_deed(memory, Deed(Verb.OPENED, 120 * SECOND, 121 * SECOND, ROBOT, label="fridge"))
    memory.save(tmp_path / "a.map")
    again = SpatialMemory.open(tmp_path / "a.map", memory.encoder, CONFIG)
    for one in (memory, again):
        before = ask(one, "where was the box before you moved it?")
        assert before.stays[0].position_m == pytest.approx(RIGHT, abs=0.15)
        after = ask(one, "where was the box after you moved it?")
        assert after.stays[0].position_m == pytest.approx(LEFT, abs=0.15)
        (next_one, *_) = ask(one, "what did you do after you opened the fridge?").deeds
        assert (next_one.verb, next_one.label) == (Verb.MOVED, "box")
        assert ask(one, "did you move the box?").is_so
        assert "I moved the box" in ask(one, "when did you move the box?").text
    assert [deed.verb for deed in deeds_in(again.log)] == [Verb.OPENED, Verb.MOVED]


def test_what_the_memory_noticed_is_no_deed(memory: SpatialMemory) -> None:
    assert {hit.event.type for hit in memory.log.events()} == {"appeared", "moved"}
    assert deeds_in(memory.log) == []


def test_it_is_told_once(memory: SpatialMemory) -> None:
    assert len(ask(memory, "how often was the box moved?").deeds) == 1
    note_deed(memory, carried())
    assert len(ask(memory, "how often was the box moved?").deeds) == 1


def test_what_people_did_and_plain_events_are_read(memory: SpatialMemory) -> None:
    args = {"label": "box", "entity_id": 1, "from_m": list(RIGHT), "to_m": list(LEFT)}
    event = LoggedEvent(
        type="moved", t0_ns=140 * SECOND, t1_ns=150 * SECOND, actor="Ann", args=args
    )
    memory.log.note_events([event])
    (deed,) = deeds_in(memory.log)
    assert deed.actor == Actor(Role.PERSON, "Ann")
    assert deed.before is not None and deed.before.position_m == RIGHT
    assert ask(memory, "did Ann move the box?").is_so


def test_what_was_done_with_a_thing_is_at_hand_and_moves_with_the_map(
    memory: SpatialMemory,
) -> None:
    note_deed(memory, carried())
    (unit,) = memory.tiers.short_term.units()
    assert unit.reason == Reason.CHANGED  # it was seen there later than it was carried
    up = np.eye(4)
    up[2, 3] = 1.0
    memory.correct(PoseCorrection.since(150 * SECOND, up))
    (deed,) = deeds_in(memory.log)
    assert deed.before is not None and deed.after is not None
    assert (deed.before.position_m[2], deed.after.position_m[2]) == (0.0, 1.0)


def test_a_deed_is_forgotten_with_its_thing(memory: SpatialMemory) -> None:
    note_deed(memory, carried())
    memory.objects.forget([1])
    assert deeds_in(memory.log) == []


def test_what_cannot_be_kept_is_refused_at_once(memory: SpatialMemory) -> None:
    with pytest.raises(InvalidObservation, match="ends before it begins"):
        note_deed(memory, Deed(Verb.OPENED, 2, 1, ROBOT, label="fridge"))
    assert deeds_in(memory.log) == []
