from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.memory.errors import MapFileError, NewerFormat
from whereseen.memory.store.map_file import MapFile
from whereseen.memory.store.schema import APPLICATION_ID, FORMAT_VERSION


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home.map"


def keys(path: Path) -> list[int]:
    with MapFile.open(path) as file:
        return [chunk.key for chunk in file.chunks()]


def test_what_was_written_is_read(
    path: Path, note: Any, chunk: Any, keyframe: Any, equal: Any
) -> None:
    chunks, images = (chunk(2), chunk(1)), (keyframe(1), keyframe(4))
    with MapFile.create(path) as file:
        file.write(note(*chunks, keyframes=images, colour="blue", size="5"))
    with MapFile.open(path) as file:
        assert file.meta() == {"colour": "blue", "size": "5"}
        first, second = file.chunks()
        equal(first, chunks[1])
        equal(second, chunks[0])
        assert file.trajectory() == [(7, 0.1, 1.0 / 3.0, -2.0), (9, 0.2, 0.0, 0.0)]
        assert file.count_chunks() == (2, 6, 4)
        assert file.count_keyframes() == (2, 5 * 256)
        for got, put in zip(file.keyframes(), images, strict=True):
            assert (got.image_id, got.stamp_ns, got.camera_id) == (
                put.image_id,
                put.stamp_ns,
                put.camera_id,
            )
            assert got.jpeg == put.jpeg
            np.testing.assert_array_equal(got.T_map_camera, put.T_map_camera)
            np.testing.assert_array_equal(got.intrinsics, put.intrinsics)


def test_a_snapshot_replaces_what_changed_and_drops_what_is_gone(
    path: Path, note: Any, chunk: Any, keyframe: Any, equal: Any
) -> None:
    with MapFile.create(path) as file:
        file.write(note(chunk(1), chunk(2), chunk(3), keyframes=(keyframe(1), keyframe(2))))
        file.write(note(chunk(2, seed=8), keep=(3,), keyframes=(keyframe(2), keyframe(3))))
    with MapFile.open(path) as file:
        two, three = file.chunks()
        equal(two, chunk(2, seed=8))
        equal(three, chunk(3))
        assert [frame.image_id for frame in file.keyframes()] == [2, 3]
        assert len(file.trajectory()) == 2


def test_a_failed_snapshot_changes_nothing(path: Path, note: Any, chunk: Any) -> None:
    class Broken(Exception):
        pass

    def chunks() -> Any:
        yield chunk(2)
        raise Broken

    with MapFile.create(path) as file:
        file.write(note(chunk(1), colour="blue"))
        broken = note(colour="red")
        object.__setattr__(broken, "chunks", chunks())
        with pytest.raises(Broken):
            file.write(broken)
    assert keys(path) == [1]
    with MapFile.open(path) as file:
        assert file.meta() == {"colour": "blue"}


def test_an_existing_file_is_kept_unless_told_otherwise(path: Path, note: Any, chunk: Any) -> None:
    with MapFile.create(path) as file:
        file.write(note(chunk(1)))
    with pytest.raises(MapFileError, match=r"the file exists \(got .*home\.map\)"):
        MapFile.create(path)
    assert keys(path) == [1]
    MapFile.create(path, overwrite=True).close()
    assert keys(path) == []


def test_a_file_cannot_be_made_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(MapFileError, match=r"folder for the map does not exist.*nowhere"):
        MapFile.create(tmp_path / "nowhere" / "home.map")


def test_a_closed_file_stands_alone(path: Path, note: Any, chunk: Any) -> None:
    with MapFile.create(path) as file:
        file.write(note(chunk(1)))
        assert os.listdir(path.parent) != [path.name]
    assert os.listdir(path.parent) == [path.name]


def test_replacing_shows_the_new_file_only_when_it_is_whole(
    path: Path, note: Any, chunk: Any
) -> None:
    with MapFile.create(path) as file:
        file.write(note(chunk(1)))
    with MapFile.replace(path) as file:
        file.write(note(chunk(2)))
        assert keys(path) == [1]
    assert keys(path) == [2]
    assert os.listdir(path.parent) == [path.name]


def test_a_failed_replacement_leaves_the_old_file(path: Path, note: Any, chunk: Any) -> None:
    with MapFile.create(path) as file:
        file.write(note(chunk(1)))
    with pytest.raises(KeyboardInterrupt), MapFile.replace(path) as file:
        file.write(note(chunk(2)))
        raise KeyboardInterrupt
    assert keys(path) == [1]
    assert os.listdir(path.parent) == [path.name]


def leave_a_log(path: Path, note: Any, chunk: Any) -> None:
    """As a crash does: committed data still in the log beside the file."""
    child = os.fork()
    if child == 0:
        file = MapFile.create(path)  # held: a connection that is collected closes its log
        file.write(note(*(chunk(key) for key in range(40))))
        os._exit(0)
    os.waitpid(child, 0)
    assert path.with_name("home.map-wal").stat().st_size > 10_000


def test_what_a_crash_left_in_the_log_is_there(path: Path, note: Any, chunk: Any) -> None:
    leave_a_log(path, note, chunk)
    assert keys(path) == list(range(40))
    assert os.listdir(path.parent) == [path.name]


def test_the_log_of_a_crash_does_not_spoil_the_next_file(path: Path, note: Any, chunk: Any) -> None:
    leave_a_log(path, note, chunk)
    with MapFile.replace(path) as file:
        file.write(note(chunk(99)))
    assert keys(path) == [99]


def test_a_stray_log_beside_a_foreign_file_does_not_spoil_the_next(
    path: Path, note: Any, chunk: Any
) -> None:
    leave_a_log(path, note, chunk)
    path.write_text("not a database, but the log beside it is one" * 200)
    with MapFile.replace(path) as file:
        file.write(note(chunk(99)))
    assert keys(path) == [99]


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_file_in_use_is_not_replaced(path: Path, note: Any, chunk: Any, overwrite: bool) -> None:
    with MapFile.create(path) as file:
        file.write(note(chunk(1)))
        with pytest.raises(MapFileError, match=r"cannot be locked.*choose another name"):
            if overwrite:
                MapFile.create(path, overwrite=True)
            else:
                with MapFile.replace(path) as other:
                    other.write(note(chunk(2)))
        file.write(note(chunk(3)))
    assert keys(path) == [3]
    assert os.listdir(path.parent) == [path.name]


def test_a_reader_sees_one_moment_while_another_process_maps(
    path: Path, note: Any, chunk: Any
) -> None:
    with MapFile.create(path) as writer:
        writer.write(note(chunk(1), frames="1"))
        with MapFile.open(path) as reader:
            assert reader.meta() == {"frames": "1"}
            writer.write(note(chunk(2), frames="2"))
            assert [chunk.key for chunk in reader.chunks()] == [1]
        writer.write(note(chunk(3), frames="3"))
    assert keys(path) == [3]


def test_a_map_in_a_read_only_folder_opens(path: Path, note: Any, chunk: Any) -> None:
    with MapFile.create(path) as file:
        file.write(note(chunk(1)))
    before = path.read_bytes()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    child = os.fork()
    if child == 0:  # root may write anywhere, so be nobody
        try:
            for folder in path.parents:
                if "pytest-of-" in str(folder) and folder != path.parent:
                    folder.chmod(0o755)
            os.setuid(65534) if os.getuid() == 0 else None
            os._exit(0 if keys(path) == [1] else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    path.parent.chmod(0o755)
    assert path.read_bytes() == before


def test_a_missing_file_is_named(path: Path) -> None:
    with pytest.raises(MapFileError, match=r"no such map file \(got .*home\.map\).*whereseen map"):
        MapFile.open(path)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"SQLite", b"hello, this is a text file\n" * 99])
def test_other_files_are_no_maps(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(MapFileError, match="not a map file"):
        MapFile.open(path)
    assert path.read_bytes() == content


def test_a_foreign_database_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE photo(id)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(MapFileError, match="SQLite file, but not a map"):
        MapFile.open(path)
    assert path.read_bytes() == before


def test_a_newer_format_is_named(path: Path) -> None:
    MapFile.create(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version={FORMAT_VERSION + 1}")
    db.close()
    newer = rf"format {FORMAT_VERSION + 1}, this version reads up to {FORMAT_VERSION}\).*Upgrade"
    with pytest.raises(NewerFormat, match=newer):
        MapFile.open(path)


def test_the_file_is_marked_as_ours(path: Path) -> None:
    MapFile.create(path).close()
    assert path.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big") == b"whse"


def read_all(path: Path) -> None:
    with MapFile.open(path) as file:
        file.meta(), list(file.chunks()), list(file.keyframes()), file.trajectory()


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.95])
def test_a_truncated_file_is_damaged(path: Path, note: Any, chunk: Any, share: float) -> None:
    with MapFile.create(path) as file:
        file.write(note(*(chunk(key, voxels=999, cells=99) for key in range(9))))
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    with pytest.raises(MapFileError, match=r"cannot be read|damaged"):
        read_all(path)


def test_a_flipped_byte_in_a_chunk_is_found(path: Path, note: Any, chunk: Any) -> None:
    with MapFile.create(path) as file:
        file.write(note(chunk(1, voxels=50)))
    data = bytearray(path.read_bytes())
    codes = chunk(1, voxels=50).cells["codes"].tobytes()
    assert data.count(codes) == 1
    data[data.index(codes) + 3] ^= 1
    path.write_bytes(data)
    with pytest.raises(MapFileError, match=r"damaged.*chunk 1: checksum"):
        read_all(path)
