from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from whereseen.memory.consolidation.consolidating import consolidate
from whereseen.memory.log.config import ArchiveConfig, LogConfig
from whereseen.memory.log.query import Where
from whereseen.memory.log.records import ABSENCE, TOLD
from whereseen.memory.spatial_memory import SpatialMemory

MINUTE = 60_000_000_000
MUG = 3


def stamps(memory: SpatialMemory, **where: Any) -> list[int]:
    hits = memory.log.recall(where=Where(**where), limit=10_000).hits
    return sorted(hit.observation.stamp_ns for hit in hits)


@pytest.fixture
def busy(home: Any, clock: Any) -> Any:
    """The mug was noted once a minute from eight to four; thinning looks at all of it."""
    for minute in range(0, 481):
        home.row(MUG, clock(8.0) + minute * MINUTE, score=0.99 if minute == 100 else 0.9)
    home.config = replace(home.config, log=LogConfig(thin_after_s=0.0))
    return home


def test_each_stay_keeps_first_last_best_and_one_an_hour(busy: Any, clock: Any) -> None:
    memory = busy.memory()
    report = consolidate(memory)
    kept = [(stamp - clock(8.0)) // MINUTE for stamp in stamps(memory)]
    # On the table until 14:04, on the desk from 14:05 to 16:00.
    assert kept == [0, 60, 100, 120, 180, 240, 300, 360, 364, 365, 425, 480]
    assert report.thinned == 481 - len(kept)
    assert memory.log.stats().vectors == {"one-hot": len(kept)}


def test_what_looks_different_stays(busy: Any, clock: Any) -> None:
    busy.row(MUG, clock(9.51), look=5)
    busy.row(MUG, clock(9.52), look=None)
    memory = busy.memory()
    consolidate(memory)
    assert clock(9.51) in stamps(memory)
    assert clock(9.52) not in stamps(memory)


def test_evidence_and_what_was_told_or_missed_stays(busy: Any, clock: Any) -> None:
    busy.row(MUG, clock(9.51), event="picked_up")
    busy.row(MUG, clock(9.52), kind=TOLD)
    busy.row(MUG, clock(9.53), kind=ABSENCE)
    memory = busy.memory()
    consolidate(memory)
    assert {clock(9.51), clock(9.52), clock(9.53)} <= set(stamps(memory))
    (event,) = memory.log.events()
    assert len(event.event.observation_ids) == 1


def test_what_is_young_is_left_alone(busy: Any, clock: Any) -> None:
    busy.config = replace(busy.config, log=LogConfig(thin_after_s=3 * 3600.0))
    memory = busy.memory()
    consolidate(memory)
    assert len(stamps(memory, during_ns=(clock(13.0) + 1, clock(24.0)))) == 180
    assert len(stamps(memory, during_ns=(0, clock(13.0)))) == 7


def test_things_that_are_no_longer_known_are_thinned_too(busy: Any, clock: Any) -> None:
    lost = busy.thing("blue mug", ((3.0, 3.0, 0.0), clock(8.0), None))
    for minute in range(100):
        busy.row(lost, clock(8.0) + minute * MINUTE)
    del busy.things[lost]
    busy.beliefs = {n: each for n, each in busy.beliefs.items() if each.entity_id != lost}
    busy.changes = {n: each for n, each in busy.changes.items() if each.entity_id != lost}
    memory = busy.memory()
    consolidate(memory)
    assert len(stamps(memory, labels=("blue mug",))) == 3


def test_policies_are_applied_each_in_turn(busy: Any, clock: Any) -> None:
    policies = "detection@kitchen: 2 h; detection@kitchen: 30 rows; told: 1 h"
    busy.config = replace(busy.config, log=LogConfig(retention=policies))
    busy.row(MUG, clock(9.5), kind=TOLD)
    memory = busy.memory()
    report = consolidate(memory)
    assert report.dropped == 451 + 1
    assert stamps(memory)[0] == clock(16.0) - 29 * MINUTE
    assert consolidate(memory).dropped == 0


def test_vectors_go_and_their_rows_stay(busy: Any, clock: Any, tmp_path: Path) -> None:
    busy.config = replace(
        busy.config,
        log=LogConfig(),
        archive=ArchiveConfig(vectors="detection@kitchen: 1 h; *: 40 rows"),
    )
    memory = busy.memory()
    memory.attach(tmp_path / "home.map")
    assert memory.log.recall("wall", limit=999).scored == 481  # reads all vectors
    report = consolidate(memory)
    assert report.vectors == 481 - 40
    reply = memory.log.recall("wall", limit=999)
    assert (reply.candidates, reply.scored, reply.hits[0].score) == (481, 40, 1.0)
    assert memory.log.stats().vectors == {"one-hot": 40}
    assert consolidate(memory).vectors == 0
    memory.close()
    again = SpatialMemory.open(tmp_path / "home.map", busy.encoder)
    assert again.log.stats().vectors == {"one-hot": 40}
    assert again.log.stats().observations == 481
