"""Recordings that are newer, foreign, cut or spoilt."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from whereseen.memory.errors import InvalidObservation, MapFileError, NewerFormat
from whereseen.memory.io.recording import RecordingReader, RecordingWriter
from whereseen.memory.observation import Observation


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kitchen.recording"


def record(path: Path, *observations: Observation) -> None:
    with RecordingWriter(path) as writer:
        for observation in observations:
            writer.write(observation)


def execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


@pytest.mark.parametrize("opener", [RecordingReader, RecordingWriter])
def test_a_newer_format_is_refused_by_name(path: Path, opener: type) -> None:
    RecordingWriter(path).close()
    execute(path, "PRAGMA user_version = 2")
    with pytest.raises(NewerFormat, match=r"newer version of whereseen .*format 2.*up to 1"):
        opener(path)


@pytest.mark.parametrize("opener", [RecordingReader, RecordingWriter])
def test_a_database_of_another_program_is_left_alone(path: Path, opener: type) -> None:
    execute(path, "CREATE TABLE bookmark (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(MapFileError, match="a database, but not a whereseen recording"):
        opener(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("opener", [RecordingReader, RecordingWriter])
def test_a_file_of_another_kind_is_left_alone(path: Path, opener: type) -> None:
    path.write_text("shopping list")
    with pytest.raises(MapFileError, match="not a whereseen recording"):
        opener(path)
    assert path.read_text() == "shopping list"


@pytest.mark.parametrize("opener", [RecordingReader, RecordingWriter])
@pytest.mark.parametrize("kept", [10, 60, 4096, -1])
def test_a_truncated_file_says_so(
    path: Path, observation: Observation, opener: type, kept: int
) -> None:
    record(path, observation)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(MapFileError, match="the recording is truncated"):
        opener(path)


def test_a_missing_or_empty_file(path: Path) -> None:
    with pytest.raises(MapFileError, match="cannot be read"):
        RecordingReader(path)
    path.touch()
    with pytest.raises(MapFileError, match="not a whereseen recording"):
        RecordingReader(path)
    RecordingWriter(path).close()
    assert len(RecordingReader(path)) == 0


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MapFileError, match="cannot be made"):
        RecordingWriter(tmp_path / "no" / "a.recording")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("colour = x'00'", "colour image is not an image"),
        ("depth = substr(depth, 1, length(depth) - 30)", "depth image is truncated or damaged"),
        ("depth = colour", "depth image is not 16-bit"),
        ("pose = x'00'", "stored matrix has the wrong length"),
        ("pose = zeroblob(128)", "T_map_camera is not a rigid transform"),
        ("stamp_ns = 'noon'", "stamp_ns must be a non-negative integer of nanoseconds"),
        ("depth_unit_m = 'much'", "stored frame is unreadable"),
        ("intrinsics = 5", "stored frame is unreadable"),
    ],
)
def test_a_damaged_frame_is_left_out(
    path: Path, observation: Observation, change: str, reason: str
) -> None:
    record(path, observation, observation)
    execute(path, f"UPDATE frame SET {change} WHERE id = 1")
    reader = RecordingReader(path)
    assert len(list(reader)) == 1
    assert reader.skipped.reasons == {reason: 1}


def test_when_all_are_damaged_the_end_says_why(path: Path, observation: Observation) -> None:
    record(path, observation)
    execute(path, "UPDATE frame SET colour = x'00'")
    with pytest.raises(InvalidObservation, match="no frame of the recording can be used"):
        list(RecordingReader(path))


def test_a_damaged_page(path: Path, observation: Observation) -> None:
    record(path, *[observation] * 20)
    content = bytearray(path.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(bytes(content))
    with pytest.raises(MapFileError, match="damaged"):
        len(RecordingReader(path))


def test_damaged_questions(path: Path) -> None:
    RecordingWriter(path).close()
    execute(path, "INSERT INTO question (text, positions) VALUES ('a', '[[1]]')")
    with pytest.raises(MapFileError, match="question is malformed"):
        RecordingReader(path).true_queries()
