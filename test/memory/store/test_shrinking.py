from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from whereseen.memory.errors import MapFileError
from whereseen.memory.store.map_file import MapFile
from whereseen.memory.store.shrinking import shrink

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A map that had a note of a megabyte."""
    path = Path(shutil.copy(GOLDEN / "format4.map", tmp_path / "old.map"))
    db = sqlite3.connect(path)
    with db:
        db.execute("INSERT INTO meta VALUES ('long', ?)", ("x" * 2**20,))
    with db:
        db.execute("DELETE FROM meta WHERE key = 'long'")
    db.close()
    return path


def test_free_pages_are_given_back(file: Path) -> None:
    before = file.stat().st_size
    assert shrink(file) == before - file.stat().st_size > 10**6
    with MapFile.open(file) as opened:
        assert len(opened.objects().things) == 3
        assert opened.log.stats().observations == 5
    assert shrink(file) == 0


def test_a_map_in_use_stays_as_it_is(file: Path) -> None:
    before = file.stat().st_size
    with MapFile.open(file) as opened:
        assert opened.meta()
        with pytest.raises(MapFileError, match="cannot be written"):
            shrink(file)
        assert file.stat().st_size == before
    with pytest.raises(MapFileError, match="no such map"):
        shrink(file.with_name("other.map"))
