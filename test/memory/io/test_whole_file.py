from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from whereseen.memory.errors import InvalidConfig, MapFileError
from whereseen.memory.io.whole_file import require_suffix, write_whole


def test_files_are_written_with_usual_permissions(tmp_path: Path) -> None:
    write_whole({tmp_path / "a": b"one", tmp_path / "b": b"two"}, what="it")
    assert [(tmp_path / name).read_bytes() for name in "ab"] == [b"one", b"two"]
    (tmp_path / "usual").write_bytes(b"")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert len(list(tmp_path.iterdir())) == 3


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "a")
    write_whole({tmp_path / "link": b"one"}, what="it")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"one"


def test_when_one_of_two_fails_neither_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []

    def full(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MapFileError, match=r"it cannot be written \(got .*b: No space"):
        write_whole({tmp_path / "a": b"one", tmp_path / "b": b"two"}, what="it")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_device_that_is_full(tmp_path: Path) -> None:
    (tmp_path / "a.partial").symlink_to("/dev/full")
    with pytest.raises(MapFileError, match="No space left"):
        write_whole({tmp_path / "a": b"one" * 100_000}, what="it")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["file/a", "x" * 300])
def test_paths_that_the_system_refuses(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(MapFileError, match="it cannot be written"):
        write_whole({tmp_path / name: b"one"}, what="it")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_databases_are_not_replaced(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "a.png")
    connection.execute("CREATE TABLE a (b)")
    connection.close()
    with pytest.raises(MapFileError, match="would replace a map or recording"):
        write_whole({tmp_path / "a.png": b"one"}, what="it")
    assert (tmp_path / "a.png").read_bytes()[:6] == b"SQLite"


def test_suffixes() -> None:
    require_suffix(Path("a.PNG"), (".png",), what="the picture")
    with pytest.raises(InvalidConfig, match=r"the picture .*got a\.map.*ends in \.png"):
        require_suffix(Path("a.map"), (".png",), what="the picture")
