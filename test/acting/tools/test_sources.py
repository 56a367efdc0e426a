"""A map file that others write to, read and changed without harm to them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from whereseen.acting.tools.sources import HeldMemory, MapOnDisk
from whereseen.acting.tools.toolbox import ToolBox
from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.errors import MapFileError
from whereseen.memory.spatial_memory import SpatialMemory


def labels(box: ToolBox) -> list[str]:
    return [each["label"] for each in box.call("things", {})["things"]]


def test_what_another_program_commits_is_seen(file: Path) -> None:
    box = ToolBox(MapOnDisk(file))
    assert len(labels(box)) == 4
    with SpatialMemory.resume(file, make_encoder("labels")) as robot:
        robot.remember("vase", (1.0, 1.0, 1.0))
        assert len(labels(box)) == 4  # not committed yet
        robot.commit()
        assert labels(box)[-1] == "vase"
        robot.remember("bowl", (1.0, 1.0, 1.0))
        robot.commit()  # it was not hindered
        assert labels(box)[-1] == "bowl"


def test_the_same_is_not_read_twice(file: Path) -> None:
    source = MapOnDisk(file)
    source.reading()  # which may fold the log of a writer into the file
    once = source.reading()
    assert source.reading() is once


def test_reading_leaves_the_file_as_it_is(file: Path) -> None:
    before = file.read_bytes()
    box = ToolBox(MapOnDisk(file))
    assert box.call("summary", {})["summaries"]
    assert box.call("likely_places", {"label": "cup"})["places"]
    assert len(box.call("recall", {})["observations"]) == 4
    assert file.read_bytes() == before


def test_what_is_told_is_in_the_file(file: Path) -> None:
    box = ToolBox(MapOnDisk(file), allow=["remember"])
    box.call("remember", {"what": "the keys are on the white desk"})
    assert labels(box)[-1] == "keys"
    assert labels(ToolBox(MapOnDisk(file)))[-1] == "keys"


def test_nothing_is_written_while_a_robot_has_the_map(file: Path) -> None:
    box = ToolBox(MapOnDisk(file), allow=["remember"])
    with (
        SpatialMemory.resume(file, make_encoder("labels")) as robot,
        pytest.raises(MapFileError, match="another program uses the map"),
    ):
        box.call("remember", {"what": "the keys are on the white desk"})
    assert robot.objects.n_entities == 4
    assert len(labels(box)) == 4
    box.call("remember", {"what": "the keys are on the white desk"})
    assert len(labels(box)) == 5


def test_a_tool_that_is_refused_changes_nothing(file: Path) -> None:
    box = ToolBox(MapOnDisk(file), allow=["remember"])
    with pytest.raises(Exception, match="moon"):
        box.call("remember", {"what": "the keys are on the moon"})
    assert len(labels(box)) == 4


def test_a_map_that_goes_away_and_comes_back(file: Path) -> None:
    box = ToolBox(MapOnDisk(file))
    assert len(labels(box)) == 4
    aside = file.rename(file.with_name("aside.map"))
    with pytest.raises(MapFileError, match="no such map file"):
        labels(box)
    aside.rename(file)
    assert len(labels(box)) == 4


def test_a_damaged_map_is_an_error(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:3000])
    with pytest.raises(MapFileError):
        labels(ToolBox(MapOnDisk(file)))


def test_a_memory_of_this_process_is_committed_after_writing(
    own: SpatialMemory, tmp_path: Path
) -> None:
    file = tmp_path / "own.map"
    own.attach(file)
    box = ToolBox(HeldMemory(own), allow=["remember"])
    box.call("remember", {"what": "the keys are on the white desk"})
    with closing(sqlite3.connect(file)) as db:
        (count,) = db.execute("SELECT count(*) FROM entity").fetchone()
    own.close()
    assert count == 5
