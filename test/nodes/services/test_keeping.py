import contextlib
import os
import sqlite3

import pytest
from whereseen_msgs import srv
from whereseen_msgs.msg import Status

from whereseen.memory.errors import InvalidQuery, MapFileError
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.store.map_file import MapFile
from whereseen.nodes.services import asking, keeping


def save(core, ask, path):
    return ask(core, srv.SaveMap, keeping.save_map, path=str(path))


def load(core, ask, path):
    return ask(core, srv.LoadMap, keeping.load_map, path=str(path))


def test_a_saved_map_is_loaded_again(core, ask, encoder, tmp_path):
    ask(core, srv.Locate, asking.locate, text="mug")
    saved = save(core, ask, tmp_path / "a.map")
    assert (saved.frames, saved.path) == (4, str(tmp_path / "a.map"))
    assert saved.size == (tmp_path / "a.map").stat().st_size > 0
    core.replace(SpatialMemory(encoder))
    loaded = load(core, ask, tmp_path / "a.map")
    assert loaded.frames == 4
    assert loaded.voxels == len(core.memory.voxels().index) > 0
    assert core.last_answer is None
    found = ask(core, srv.Locate, asking.locate, text="mug")
    assert found.status.code == Status.OK


def test_without_a_path_and_a_file_nothing_can_be_saved(core, ask):
    with pytest.raises(InvalidQuery, match="map_file"):
        save(core, ask, "")


def test_without_a_path_the_kept_file_is_committed(core, ask, tmp_path):
    core.memory.attach(tmp_path / "kept.map")
    assert save(core, ask, "").path == str(tmp_path / "kept.map")
    core.memory.close()


def test_what_is_loaded_is_kept_in_the_file_that_the_node_keeps(core, ask, see, encoder, tmp_path):
    save(core, ask, tmp_path / "other.map")
    core.replace(SpatialMemory(encoder))
    core.memory.attach(tmp_path / "kept.map")
    load(core, ask, tmp_path / "other.map")
    assert core.memory.file == tmp_path / "kept.map"
    see(core, 10)
    core.memory.close()
    assert SpatialMemory.open(tmp_path / "kept.map", encoder).voxel_map.frames == 5
    assert SpatialMemory.open(tmp_path / "other.map", encoder).voxel_map.frames == 4
    assert {file.name for file in tmp_path.iterdir()} == {"kept.map", "other.map"}


def test_the_kept_file_itself_can_be_loaded(core, ask, see, encoder, tmp_path):
    core.memory.attach(tmp_path / "kept.map")
    load(core, ask, tmp_path / "kept.map")
    see(core, 10)
    core.memory.close()
    assert SpatialMemory.open(tmp_path / "kept.map", encoder).voxel_map.frames == 5


@pytest.mark.parametrize("content", [None, "no map"])
def test_what_cannot_be_loaded_changes_nothing(core, ask, tmp_path, content):
    core.memory.attach(tmp_path / "kept.map")
    if content is not None:
        (tmp_path / "bad.map").write_text(content)
    with pytest.raises(MapFileError):
        load(core, ask, tmp_path / "bad.map")
    assert core.memory.file == tmp_path / "kept.map"
    found = ask(core, srv.Locate, asking.locate, text="mug")
    assert found.status.code == Status.OK
    core.memory.close()


def test_the_same_labels_are_watched_afterwards(core, ask, encoder, tmp_path):
    save(core, ask, tmp_path / "a.map")
    core.objects.watch(["mug", "cup"])
    load(core, ask, tmp_path / "a.map")
    assert core.objects.questions.watched == ("cup", "mug")


def folder_of(tmp_path):
    return tmp_path


def thesis(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    return tmp_path / "thesis.txt"


def database(tmp_path):
    with contextlib.closing(sqlite3.connect(tmp_path / "photos.db")) as db:
        db.execute("CREATE TABLE photo (name)")
    return tmp_path / "photos.db"


def pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


@pytest.mark.parametrize("foreign", [folder_of, thesis, database, pipe])
def test_what_is_no_map_is_never_replaced(core, ask, tmp_path, foreign):
    path = foreign(tmp_path)
    before = path.lstat()
    with pytest.raises(InvalidQuery, match="not a map"):
        save(core, ask, path)
    assert (path.lstat().st_ino, path.lstat().st_size) == (before.st_ino, before.st_size)


def test_a_map_is_replaced_by_a_newer_one(core, ask, see, tmp_path):
    save(core, ask, tmp_path / "a.map")
    see(core, 10)
    assert save(core, ask, tmp_path / "a.map").frames == 5


@pytest.mark.parametrize("path", ["n" * 300 + ".map", "~nobody-of-that-name/a.map"])
@pytest.mark.parametrize("use", [save, load])
def test_what_can_be_no_path_is_refused(core, ask, path, use):
    with pytest.raises(InvalidQuery, match="no path"):
        use(core, ask, path)


def test_a_memory_whose_file_somebody_reads_is_kept_when_loading_fails(
    core, ask, see, encoder, tmp_path
):
    save(core, ask, tmp_path / "other.map")
    core.memory.attach(tmp_path / "kept.map")
    see(core, 10)
    with MapFile.open(tmp_path / "kept.map"), pytest.raises(MapFileError, match="locked"):
        load(core, ask, tmp_path / "other.map")
    assert core.memory.file == tmp_path / "kept.map"
    see(core, 11)
    core.memory.close()
    assert SpatialMemory.open(tmp_path / "kept.map", encoder).voxel_map.frames == 6
    assert not (tmp_path / "kept.map.loading").exists()
