"""A map file is followed while another memory writes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from whereseen.memory.errors import MapFileError
from whereseen.memory.log.memory_log import Entry
from whereseen.memory.log.records import LoggedEvent, LoggedObservation
from whereseen.memory.operations.following_file import FileWatch, follow
from whereseen.memory.operations.noticed import Noticed
from whereseen.memory.operations.watching import WatchFor

SECOND = 10**9


def moves(flat: Any, label: str = "red mug", thing: int = 3, second: int = 100) -> None:
    """Note a move from the kitchen to the office."""
    args: dict[str, object] = {
        "entity_id": thing,
        "from_m": [2.0, 2.0, 0.85],
        "to_m": [6.0, 3.0, 0.85],
    }
    event = LoggedEvent(type="moved", t0_ns=(second - 9) * SECOND, t1_ns=second * SECOND, args=args)
    row = LoggedObservation(
        stamp_ns=second * SECOND, label=label, entity_id=thing, position_m=(6.0, 3.0, 0.85)
    )
    vector = flat.memory.objects.questions.query(label).vector
    flat.memory.log.note([Entry(row, vector, (event,))])


@pytest.fixture
def home(flat: Any, tmp_path: Path) -> Path:
    flat.memory.attach(tmp_path / "home.map")
    return tmp_path / "home.map"


def told(watch: FileWatch) -> list[tuple[str, str]]:
    return [(each.kind, each.label) for each in watch.look()]


def test_only_what_is_committed_is_told_and_only_once(flat: Any, home: Path) -> None:
    watch = FileWatch(home, WatchFor())
    assert told(watch) == []
    moves(flat)
    assert told(watch) == []
    flat.memory.commit()
    (moved,) = watch.look()
    assert (moved.kind, moved.label, moved.entity_id, moved.number) == ("moved", "red mug", 3, 1)
    assert (moved.before_m, moved.after_m) == ((2.0, 2.0, 0.85), (6.0, 3.0, 0.85))
    assert (moved.before_room, moved.after_room) == ("kitchen", "office")
    flat.memory.commit()
    assert told(watch) == []
    flat.tell("keys", (2.0, 2.0, 0.85), minute=1)
    moves(flat, "laptop", 4)
    flat.memory.commit()
    assert told(watch) == [("told", "keys"), ("moved", "laptop")]


def test_what_was_there_before_is_told_on_demand(flat: Any, home: Path) -> None:
    watch = FileWatch(home, WatchFor(room="office"), from_start=True)
    assert told(watch) == [("told", "white desk"), ("told", "laptop")]


def test_likeness_chooses(flat: Any, home: Path) -> None:
    condition = WatchFor(text="something to drink from", kinds=("moved",))
    watch = FileWatch(home, condition, flat.memory.encoder)
    moves(flat, "laptop", 4)
    moves(flat, "red mug", 3)
    flat.memory.commit()
    assert told(watch) == [("moved", "red mug")]


def test_the_writer_can_erase_for_good_while_it_is_watched(flat: Any, home: Path) -> None:
    watch = FileWatch(home, WatchFor())
    moves(flat)
    flat.memory.commit()
    watch.look()
    flat.memory.objects.forget([3])
    assert flat.memory.scrub()
    assert told(watch) == []


def test_a_file_in_its_place_is_followed_from_its_beginning(flat: Any, home: Path) -> None:
    watch = FileWatch(home, WatchFor(labels=("table",)))
    other = home.with_name("other.map")
    flat.memory.save(other)
    flat.memory.close()
    home.unlink()
    assert told(watch) == []
    other.rename(home)
    assert told(watch) == [("told", "table")]
    home.unlink()
    with pytest.raises(MapFileError, match="no such map"):
        for _ in range(20):
            watch.look()
    with pytest.raises(MapFileError, match="no such map"):
        FileWatch(home, WatchFor())


def test_following_sleeps_between_looks_and_ends(flat: Any, home: Path) -> None:
    naps, found = list[float](), list[Noticed]()

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        moves(flat, second=100 + len(naps))
        moves(flat, second=100 + len(naps))
        flat.memory.commit()

    follow(FileWatch(home, WatchFor()), found.append, sleep, period_s=0.5, most=3)
    assert naps == [0.5, 0.5]
    assert [each.number for each in found] == [1, 2, 3]

    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        follow(FileWatch(home, WatchFor()), found.append, interrupt, period_s=0.5)
