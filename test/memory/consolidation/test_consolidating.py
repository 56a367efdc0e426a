from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from whereseen.memory.consolidation.consolidating import consolidate, consolidating, is_due
from whereseen.memory.consolidation.rows import Progress
from whereseen.memory.errors import MapFileError
from whereseen.memory.graph.history import Relation
from whereseen.memory.graph.relations import Fact, Predicate
from whereseen.memory.log.config import ArchiveConfig, LogConfig
from whereseen.memory.log.query import Where
from whereseen.memory.spatial_memory import SpatialMemory

MINUTE = 60_000_000_000
MUG = 3


class Clock:
    """Passes by a second whenever somebody looks."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        self.now_s += 1.0
        return self.now_s


def everything(memory: SpatialMemory) -> Any:
    hits = memory.log.recall(where=Where(), limit=10_000).hits
    return memory.upkeep.rows(), [hit.id for hit in hits], memory.log.stats().vectors


@pytest.fixture
def busy(home: Any, clock: Any) -> Any:
    """Two days, rows each minute, policies of all kinds."""
    home.now_ns = clock(10.0, day=1)
    for thing in (1, 2, MUG):
        for minute in range(0, 240):
            home.row(thing, clock(8.0) + minute * MINUTE)
    home.config = replace(
        home.config,
        log=LogConfig(thin_after_s=3600.0, retention="detection: 10 rows; told: 1 d"),
        archive=ArchiveConfig(vectors="detection: 5 rows"),
    )
    return home


def test_twice_gives_the_same(busy: Any) -> None:
    memory = busy.memory()
    first = consolidate(memory)
    assert first.is_complete
    assert min(first.thinned, first.dropped, first.vectors, first.summaries) > 0
    state = everything(memory)
    second = consolidate(memory)
    assert (second.thinned, second.dropped, second.vectors, second.summaries) == (0, 0, 0, 0)
    assert everything(memory) == state


@pytest.mark.parametrize(("budget_s", "keep"), [(0.0, False), (2.0, True), (5.0, True)])
def test_in_pieces_it_comes_to_the_same(
    busy: Any, tmp_path: Path, budget_s: float, keep: bool
) -> None:
    whole = busy.memory()
    consolidate(whole)
    memory = busy.memory()
    memory.attach(tmp_path / "home.map")
    while not consolidate(memory, budget_s=budget_s, clock_s=Clock()).is_complete:
        if keep:
            memory.close()
            memory = SpatialMemory.resume(tmp_path / "home.map", busy.encoder)
    assert everything(memory) == everything(whole)
    memory.close()


def test_a_round_goes_on_where_it_stopped(busy: Any) -> None:
    memory = busy.memory()
    report = consolidate(memory, budget_s=0.0, clock_s=Clock())
    assert (report.is_complete, report.pieces, report.spent_s) == (False, 1, 2.0)
    done = [memory.upkeep.progress]
    while not consolidate(memory, budget_s=0.0, clock_s=Clock()).is_complete:
        done.append(memory.upkeep.progress)
    assert len(set(done)) == len(done)
    assert {each.step for each in done} == {
        "close", "thin", "retain", "vectors", "habits", "summaries",
    }  # fmt: skip
    assert memory.upkeep.progress == Progress(memory.objects.now_ns)


def test_it_is_due_after_its_time_and_while_it_is_under_way(busy: Any) -> None:
    memory = busy.memory()
    assert is_due(memory, 600.0)
    consolidate(memory, budget_s=0.0, clock_s=Clock())
    assert is_due(memory, 600.0)
    consolidate(memory)
    assert not is_due(memory, 600.0)
    memory.trajectory.last_ns += 600 * 10**9
    assert is_due(memory, 600.0)


def test_up_to_an_earlier_time_later_things_are_not_told(home: Any, clock: Any) -> None:
    memory = home.memory()
    consolidate(memory, until_ns=clock(13.0))
    (mug,) = [row for row in memory.upkeep.rows().summaries if row.scope == "thing 3"]
    assert mug.text.startswith("The red mug was first seen at 07:55, on the kitchen table")
    assert mug.t1_ns == clock(13.0)


def test_all_of_it_is_one_transaction(busy: Any, tmp_path: Path) -> None:
    path = tmp_path / "home.map"
    memory = busy.memory()
    memory.attach(path)
    copy = _copied(path, tmp_path / "before.map")
    pieces = consolidating(memory)
    for _ in range(6):
        next(pieces)
    del pieces
    # What a process that dies now leaves.
    crashed = SpatialMemory.open(_copied(path, tmp_path / "crashed.map"), busy.encoder)
    assert everything(crashed) == everything(SpatialMemory.open(copy, busy.encoder))
    consolidate(memory)
    state = everything(memory)
    killed = SpatialMemory.open(_copied(path, tmp_path / "killed.map"), busy.encoder)
    assert everything(killed) == state
    memory.close()


def test_a_refused_disk_loses_nothing(
    busy: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from whereseen.memory.store import map_file

    memory = busy.memory()
    memory.attach(tmp_path / "home.map")

    def refuse(*_: Any) -> None:
        raise MapFileError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(map_file, "write_upkeep", refuse)
        with pytest.raises(MapFileError):
            consolidate(memory)
    before = SpatialMemory.open(_copied(tmp_path / "home.map", tmp_path / "a.map"), busy.encoder)
    assert before.log.stats().observations == 720
    consolidate(memory)
    state = everything(memory)
    memory.close()
    assert everything(SpatialMemory.open(tmp_path / "home.map", busy.encoder)) == state


def test_what_is_forgotten_meanwhile_is_not_told_afterwards(busy: Any) -> None:
    for pieces_before in range(1, 11):
        memory = busy.memory()
        pieces = consolidating(memory)
        for _ in range(pieces_before):
            next(pieces)
        memory.objects.drop([MUG])
        for _ in pieces:
            pass
        assert "mug" not in repr(memory.upkeep.rows())
        assert "kitchen table" in repr(memory.upkeep.rows())


def test_relations_of_things_that_are_no_more_end(home: Any) -> None:
    memory = home.memory()
    stale = Fact("thing 99", Predicate.ON, "thing 1")
    held = Fact("thing 3", Predicate.ON, "thing 99")
    lasting = Fact("thing 3", Predicate.IN_ROOM, "room 2")
    memory.graph.history.restore([Relation(each, 5) for each in (stale, held, lasting)])
    assert consolidate(memory).closed == 2
    assert [each.fact for each in memory.graph.history.holding] == [lasting]
    assert {row.valid_to_ns is None for row in memory.graph.rows().relations} == {True, False}
    assert consolidate(memory).closed == 0


def test_an_empty_memory_has_nothing_to_do(one_hot: Any, config: Any) -> None:
    memory = SpatialMemory(one_hot, config)
    report = memory.consolidate()
    assert report.is_complete
    assert report.summaries == report.habits == 0


def _copied(path: Path, to: Path) -> Path:
    """A map and its write-ahead log, as a crash leaves them."""
    shutil.copy(path, to)
    ahead = path.with_name(path.name + "-wal")
    if ahead.exists():
        shutil.copy(ahead, to.with_name(to.name + "-wal"))
    return to
