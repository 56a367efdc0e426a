from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from whereseen.memory.errors import MapFileError, UnknownLayout
from whereseen.memory.io.recognition import open_recording
from whereseen.memory.io.recording import RecordingReader, RecordingWriter
from whereseen.memory.io.seven_scenes import SevenScenesReader
from whereseen.memory.io.tum import TumReader


def test_each_layout_is_recognised(seven_scenes: Path, tum: Path, tmp_path: Path) -> None:
    RecordingWriter(tmp_path / "a").close()
    assert isinstance(open_recording(seven_scenes), SevenScenesReader)
    assert isinstance(open_recording(str(tum)), TumReader)
    assert isinstance(open_recording(tmp_path / "a"), RecordingReader)


def test_the_real_recording(red_kitchen: Path) -> None:
    assert open_recording(red_kitchen).layout == "7-Scenes folder"


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(UnknownLayout, match=r"no such recording \(got .*nowhere\)"):
        open_recording(tmp_path / "nowhere")


def test_nothing_known_lists_what_was_looked_for(tmp_path: Path) -> None:
    (tmp_path / "photo.heic").touch()
    with pytest.raises(UnknownLayout, match=r"with photo\.heic") as caught:
        open_recording(tmp_path)
    for layout in ("7-Scenes", "TUM RGB-D", "DynaBench", "whereseen recording"):
        assert layout in str(caught.value)


def test_an_empty_folder_and_another_file(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnknownLayout, match="nothing in it"):
        open_recording(tmp_path / "empty")
    (tmp_path / "note.txt").write_text("shopping")
    with pytest.raises(UnknownLayout, match=r"note\.txt of 8 bytes"):
        open_recording(tmp_path / "note.txt")


def test_a_cut_database(tmp_path: Path) -> None:
    RecordingWriter(tmp_path / "a").close()
    (tmp_path / "a").write_bytes((tmp_path / "a").read_bytes()[:4096])
    with pytest.raises(MapFileError, match="truncated"):
        open_recording(tmp_path / "a")


def test_a_place_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(UnknownLayout, match=r"may not be read .*Change its permissions"):
        open_recording(tmp_path)


def test_importing_the_library_imports_no_reader() -> None:
    program = "import sys, whereseen; assert not {'PIL', 'sqlite3'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)
