"""What a memory saw and was told is in its log, and in its file, together with the rest."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.errors import LogError, MapFileError
from whereseen.memory.log.memory_log import Entry, MemoryLog
from whereseen.memory.log.query import EventQuery, Near, Where
from whereseen.memory.log.records import DETECTION, TOLD, LoggedObservation
from whereseen.memory.log.retention import Retention
from whereseen.memory.objects.joining import unite
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial_memory import SpatialMemory

CONFIG = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=32))
SECOND = 1_000_000_000
SECRET = "Quetzalcoatl figurine"


@pytest.fixture
def memory(one_hot: Any) -> SpatialMemory:
    found = SpatialMemory(one_hot, CONFIG)
    found.objects.watch(["box"])
    return found


@pytest.fixture
def watch(world: Any, box: Any) -> Any:
    """Watch a box that is to the right, then to the left, for some seconds."""
    places = {"right": ((1.0, -0.4, -0.15), (1.3, -0.1, 0.15)),
              "left": ((1.0, 0.2, -0.15), (1.3, 0.5, 0.15))}  # fmt: skip

    def look(memory: SpatialMemory, where: str, start_s: int, end_s: int) -> None:
        for second in range(start_s, end_s):
            memory.observe(world(box(*places[where])).look(stamp_s=float(second)))
            memory.objects.refresh_all()

    return look


def kinds(memory: SpatialMemory) -> list[tuple[str, str]]:
    hits = memory.log.recall(limit=99).hits
    return [(hit.observation.kind, hit.observation.label) for hit in reversed(hits)]


def open_again(path: Path, memory: SpatialMemory) -> SpatialMemory:
    return SpatialMemory.open(path, memory.encoder, CONFIG)


def test_sightings_and_changes_become_rows(memory: SpatialMemory, watch: Any) -> None:
    watch(memory, "right", 1, 9)
    watch(memory, "left", 9, 30)
    memory.objects.remember("ball", (0.5, 0.5, 0.0), source="Anna")
    assert kinds(memory) == [("detection", "box"), ("detection", "box"), ("told", "ball")]
    moved, appeared = memory.log.events()
    assert (appeared.event.type, moved.event.type) == ("appeared", "moved")
    assert moved.event.t0_ns == 8 * SECOND
    assert moved.event.t1_ns == 9 * SECOND
    assert moved.event.args["from_m"][1] == pytest.approx(-0.25)
    assert moved.event.args["to_m"][1] == pytest.approx(0.35)
    (told, after, before) = memory.log.recall(limit=9).hits
    assert moved.event.observation_ids == (after.id,)
    assert before.observation.entity_id == after.observation.entity_id == 1
    assert told.observation.text == "told by Anna"


def test_conditions_come_before_likeness(memory: SpatialMemory, watch: Any) -> None:
    watch(memory, "right", 1, 9)
    watch(memory, "left", 9, 30)
    memory.objects.remember("ball", (0.5, 0.5, 0.0), source="Anna")
    reply = memory.log.recall("box", limit=1)
    assert (reply.exact, reply.candidates, reply.scored) == (True, 3, 3)
    assert reply.hits[0].observation.label == "box"
    near = Where(near=Near((1.0, -0.25, 0.0), 0.2))
    assert [hit.observation.stamp_ns < 9 * SECOND for hit in memory.log.recall("box", near).hits]
    assert memory.log.recall("box", near).candidates == 1
    assert memory.log.recall("box", Where(kinds=("told",))).hits[0].observation.label == "ball"
    assert memory.log.recall("box", Where(during_ns=(0, 0))).hits == ()
    assert memory.log.recall(where=Where(words="anna")).candidates == 1


def test_a_thing_at_rest_is_noted_once_in_a_while(memory: SpatialMemory, watch: Any) -> None:
    watch(memory, "right", 1, 5)
    for start_s in (30, 55, 70, 100):
        watch(memory, "right", start_s, start_s + 1)
    stamps = [hit.observation.stamp_ns // SECOND for hit in memory.log.recall(limit=9).hits]
    assert sorted(stamps) == [3, 70]


def test_plain_use_opens_no_log(memory: SpatialMemory, watch: Any) -> None:
    watch(memory, "right", 1, 3)
    assert memory.log._log is None


def test_the_log_is_kept_with_the_map(memory: SpatialMemory, watch: Any, tmp_path: Path) -> None:
    watch(memory, "right", 1, 9)
    memory.save(tmp_path / "a.map")
    watch(memory, "left", 9, 30)
    memory.save(tmp_path / "b.map")
    before, after = (open_again(tmp_path / f"{name}.map", memory) for name in "ab")
    assert kinds(before) == [("detection", "box")]
    assert kinds(after) == kinds(memory) == [("detection", "box")] * 2
    assert after.log.events() == memory.log.events()
    hit = after.log.recall("box", limit=1).hits[0]
    assert hit == memory.log.recall("box", limit=1).hits[0]
    np.testing.assert_array_equal(
        after.log.vectors([hit.id])[hit.id], memory.log.vectors([hit.id])[hit.id]
    )
    after.save(tmp_path / "c.map")
    assert kinds(open_again(tmp_path / "c.map", memory)) == kinds(memory)


def test_a_resumed_map_goes_on_with_its_log(
    memory: SpatialMemory, watch: Any, tmp_path: Path
) -> None:
    memory.attach(tmp_path / "home.map")
    watch(memory, "right", 1, 9)
    memory.close()
    assert kinds(memory) == [("detection", "box")]  # from the closed file
    with SpatialMemory.resume(tmp_path / "home.map", memory.encoder, CONFIG) as again:
        again.objects.watch(["box"])
        watch(again, "left", 9, 30)
    found = open_again(tmp_path / "home.map", memory)
    assert kinds(found) == [("detection", "box")] * 2
    assert [hit.event.type for hit in found.log.events()] == ["moved", "appeared"]
    assert [hit.id for hit in found.log.recall().hits] == [2, 1]


def test_the_log_knows_no_more_than_the_map_after_a_crash(
    memory: SpatialMemory, watch: Any, tmp_path: Path
) -> None:
    child = os.fork()
    if child == 0:
        memory.attach(tmp_path / "home.map")
        watch(memory, "right", 1, 9)
        memory.objects.remember("ball", (0.5, 0.5, 0.0))
        memory.commit()
        memory.objects.remember("lamp", (0.5, 0.5, 0.0))
        assert len(kinds(memory)) == 3  # written, but not committed
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    found = open_again(tmp_path / "home.map", memory)
    assert kinds(found) == [("detection", "box"), ("told", "ball")]
    assert [entity.label for entity in found.objects.entities()] == ["box", "ball"]


def test_a_failed_commit_loses_nothing_and_doubles_nothing(
    memory: SpatialMemory, watch: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.attach(tmp_path / "home.map")
    watch(memory, "right", 1, 9)
    assert len(kinds(memory)) == 1
    memory.objects.remember("ball", (0.5, 0.5, 0.0))

    def full(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("whereseen.memory.store.map_file.write_objects", full)
        with pytest.raises(MapFileError, match="disk is full"):
            memory.commit()
    assert len(kinds(memory)) == 2
    memory.close()
    assert kinds(open_again(tmp_path / "home.map", memory)) == kinds(memory)
    assert len(kinds(memory)) == 2


@pytest.mark.parametrize("name", ["home.map", "other.map"])
def test_the_log_goes_along_to_another_file(
    memory: SpatialMemory, watch: Any, tmp_path: Path, name: str
) -> None:
    memory.attach(tmp_path / "home.map")
    watch(memory, "right", 1, 9)
    memory.attach(tmp_path / name, overwrite=True)
    memory.objects.remember("ball", (0.5, 0.5, 0.0))
    memory.close()
    assert kinds(open_again(tmp_path / name, memory)) == [("detection", "box"), ("told", "ball")]


def test_a_log_whose_file_is_gone_is_told(
    memory: SpatialMemory, watch: Any, tmp_path: Path
) -> None:
    memory.objects.remember("ball", (0.5, 0.5, 0.0))
    memory.save(tmp_path / "home.map")
    again = open_again(tmp_path / "home.map", memory)
    (tmp_path / "home.map").unlink()
    with pytest.raises(LogError, match="is gone"):
        again.log.recall()


def traces(path: Path) -> bytes:
    ahead = path.with_name(path.name + "-wal")
    return path.read_bytes() + (ahead.read_bytes() if ahead.exists() else b"")


@pytest.mark.parametrize("committed", [False, True])
def test_what_is_forgotten_leaves_no_byte(
    memory: SpatialMemory, tmp_path: Path, committed: bool
) -> None:
    file = tmp_path / "home.map"
    memory.attach(file)
    secret = memory.objects.remember(SECRET, (0.5, 0.5, 0.0), source="Mictlantecuhtli")
    memory.objects.remember("ball", (5.0, 0.5, 0.0))
    if committed:
        memory.commit()
        assert SECRET.encode() in traces(file)
    assert memory.objects.forget([secret.id]) == 1
    assert kinds(memory) == [("told", "ball")]
    for word in (SECRET, "Mictlan", "uetzalc", "ictlante"):
        assert word.encode() not in traces(file)
        assert word.lower().encode() not in traces(file)
    assert memory.log.events(EventQuery(types=("told",))) == []
    memory.close()
    assert SECRET.encode() not in traces(file)
    assert kinds(open_again(file, memory)) == [("told", "ball")]


def test_forgetting_a_box_erases_what_was_seen_in_it(
    memory: SpatialMemory, watch: Any, tmp_path: Path
) -> None:
    memory.attach(tmp_path / "home.map")
    watch(memory, "right", 1, 9)
    watch(memory, "left", 9, 30)
    report = memory.forget(Selection.between((0.9, -0.6, -0.4), (1.6, 0.0, 0.4)))
    assert report.scrubbed
    (left,) = memory.log.recall(limit=9).hits
    assert left.observation.position_m[1] > 0.0
    assert memory.log.events() == []  # both happened in the box: it appeared, and left
    memory.forget(Selection())
    assert memory.log.stats().observations == 0
    memory.close()


def test_identities_that_were_given_up_are_forgotten_too(memory: SpatialMemory) -> None:
    things = memory.objects._tracker.things
    kept = memory.objects.remember("box", (0.0, 0.0, 0.0), source="Anna")
    other = memory.objects.remember("box", (3.0, 0.0, 0.0), source="Ben")
    assert len(kinds(memory)) == 2
    unite(things, things.tracks[kept.id], things.tracks[other.id])
    memory.objects.remember("ball", (5.0, 0.0, 0.0))
    assert {hit.event.type for hit in memory.log.events()} == {"moved", "united"}
    memory.objects.forget([kept.id])
    assert kinds(memory) == [("told", "ball")]
    assert memory.log.events() == []


def test_old_sightings_give_way_but_what_was_told_stays(one_hot: Any) -> None:
    log = MemoryLog(one_hot, (Retention(kind=DETECTION, max_rows=100),))
    told = LoggedObservation(stamp_ns=0, kind=TOLD, label="ball")
    seen = (LoggedObservation(stamp_ns=n, label="box") for n in range(1, 9000))
    log.note([Entry(told), *(Entry(each) for each in seen)])
    assert log.recall(where=Where(kinds=(TOLD,))).candidates == 1
    left = log.recall(limit=9999).hits
    assert len(left) < 5000
    assert left[0].observation.stamp_ns == 8999
