from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from whereseen.memory.errors import LogDamaged, LogError
from whereseen.memory.log.observation_log import ObservationLog
from whereseen.memory.log.query import Query, Where
from whereseen.memory.log.records import LoggedObservation

MUG = LoggedObservation(stamp_ns=5, label="mug", text="red " * 50, position_m=(1.0, 2.0, 3.0))


def fill(path: Path, batches: int = 20) -> None:
    with ObservationLog.create(path) as log:
        for n in range(batches):
            rows = [replace(MUG, stamp_ns=n, label=f"mug {n}")] * 10
            log.append(rows, {"clip": np.ones((10, 64))})


def test_what_was_closed_is_opened(tmp_path: Path) -> None:
    fill(tmp_path / "a.log")
    with ObservationLog.open(tmp_path / "a.log") as log:
        assert log.stats().observations == 200
        assert log.recall(Query(where=Where(words="7"))).candidates == 10
        assert list(log.append([MUG])) == [201]
    assert [each.name for each in tmp_path.iterdir()] == ["a.log"]


def test_a_file_that_is_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_text("mine")
    with pytest.raises(LogError, match="the file exists"):
        ObservationLog.create(path)
    assert path.read_text() == "mine"


def test_without_a_folder_or_a_file_there_is_no_log(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="folder for the log does not exist"):
        ObservationLog.create(tmp_path / "nowhere" / "a.log")
    with pytest.raises(LogError, match=r"cannot be read.*No such file"):
        ObservationLog.open(tmp_path / "a.log")


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"something else " * 20])
def test_what_is_no_log_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.log").write_bytes(content)
    with pytest.raises(LogDamaged, match="this is not a log"):
        ObservationLog.open(tmp_path / "a.log")
    assert (tmp_path / "a.log").read_bytes() == content


def test_other_databases_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    for sql, said in (("CREATE TABLE t(x)", "not a log"), ("PRAGMA user_version=9", "newer")):
        db = sqlite3.connect(path)
        db.execute(sql)
        db.commit()
        db.close()
        with pytest.raises(LogError, match=said):
            ObservationLog.open(path)
        path.unlink()
        fill(path, 1)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_file_that_lost_its_end_is_refused(tmp_path: Path, share: float) -> None:
    path = tmp_path / "a.log"
    fill(path)
    with path.open("r+b") as file:
        file.truncate(int(share * path.stat().st_size))
    with pytest.raises(LogDamaged, match=r"the end of the log is missing.*Restore the file"):
        ObservationLog.open(path)


def test_a_file_that_was_overwritten_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    fill(path)
    with path.open("r+b") as file:
        for page in range(4, path.stat().st_size // 4096, 3):
            file.seek(4096 * page)
            file.write(b"\xff" * 4096)
    with ObservationLog.open(path) as log, pytest.raises(LogDamaged, match=r"malformed|not as it"):
        log.check()


def test_a_torn_write_ahead_log_keeps_whole_batches(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.log", tmp_path / "b.log"
    with ObservationLog.create(path) as log:
        log._backend._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for n in range(12):
            log.append([replace(MUG, stamp_ns=n)] * 10, {"clip": np.ones((10, 64))})
        shutil.copy(path, copy)
        ahead = (tmp_path / "a.log-wal").read_bytes()
    seen = set()
    for share in np.linspace(0.0, 1.0, 15):
        for old in tmp_path.glob("b.log-*"):
            old.unlink()
        torn = tmp_path / "c.log"
        shutil.copy(copy, torn)
        (tmp_path / "c.log-wal").write_bytes(ahead[: int(share * len(ahead))])
        with ObservationLog.open(torn) as log:
            log.check()
            stats = log.stats()
            seen.add(stats.observations)
            assert stats.vectors.get("clip", 0) == stats.observations
        torn.unlink()
    assert {0, 120} <= seen
    assert all(count % 10 == 0 for count in seen)
    assert len(seen) > 5
