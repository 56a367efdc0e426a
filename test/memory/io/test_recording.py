from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from whereseen.memory.errors import InvalidConfig, InvalidObservation, MapFileError
from whereseen.memory.io.reader import Reader, TrueQuery
from whereseen.memory.io.recording import RecordingConfig, RecordingReader, RecordingWriter
from whereseen.memory.observation import LabelImage, Observation

EXACT = RecordingConfig(colour="png")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kitchen.recording"


def record(path: Path, *observations: Observation, config: RecordingConfig = EXACT) -> None:
    with RecordingWriter(path, config) as writer:
        for observation in observations:
            writer.write(observation)


def test_a_frame_comes_back_as_it_was(path: Path, observation: Observation) -> None:
    record(path, observation)
    (back,) = RecordingReader(path)
    assert np.array_equal(back.rgb, observation.rgb)
    assert np.array_equal(back.intrinsics, observation.intrinsics)
    assert np.array_equal(back.T_map_camera, observation.T_map_camera)
    assert back.T_map_camera[2, 3] == 1.0 / 3.0
    assert (back.stamp_ns, back.camera_id) == (1_700_000_000_123_456_789, "head")
    assert back.labels is None


def test_depth_keeps_what_is_no_reading_and_what_no_return(
    path: Path, observation: Observation
) -> None:
    record(path, observation)
    (back,) = RecordingReader(path)
    row = back.depth_m[0]
    assert row[0] == 0.0
    assert np.isnan(row[1])
    assert row[2] == np.inf
    assert row[3] == np.float32(0.001)  # a reading below half a step stays a reading
    assert back.depth_m[1:].tolist() == np.full((5, 8), 1.25).tolist()


def test_jpeg_is_the_default_and_near(path: Path, observation: Observation) -> None:
    record(path, observation, config=RecordingConfig())
    (back,) = RecordingReader(path)
    assert np.abs(back.rgb.astype(int) - observation.rgb).max() <= 8
    with closing(sqlite3.connect(path)) as connection:
        (colour,) = connection.execute("SELECT colour FROM frame").fetchone()
    assert colour[:3] == b"\xff\xd8\xff"


def test_a_finer_unit_of_depth(path: Path, observation: Observation) -> None:
    depth_m = np.full((6, 8), 1.23456, np.float32)
    config = RecordingConfig(depth_unit_m=0.0001)
    record(path, replace(observation, depth_m=depth_m), config=config)
    (back,) = RecordingReader(path)
    assert back.depth_m[0, 0] == np.float32(1.2346)


def test_labels_and_their_names(path: Path, observation: Observation) -> None:
    ids = np.arange(48, dtype=np.int32).reshape(6, 8)
    ids[0, :3] = (-5, 65535, 65534)
    labels = LabelImage(ids, ("floor", "Tür", "mug"))
    record(path, replace(observation, labels=labels), replace(observation, labels=labels))
    first, second = RecordingReader(path)
    assert first.labels is not None and second.labels is not None
    assert first.labels.names == ("floor", "Tür", "mug")
    assert first.labels.ids[0].tolist() == [-1, -1, 65534, 3, 4, 5, 6, 7]
    assert first.labels.ids.dtype == np.int32
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM label_table").fetchone() == (1,)


def test_frames_come_in_order_of_time(path: Path, observation: Observation) -> None:
    record(path, *(replace(observation, stamp_ns=stamp) for stamp in (30, 10, 20, 10)))
    reader: Reader = RecordingReader(path)
    assert [frame.stamp_ns for frame in reader] == [10, 10, 20, 30]
    assert len(reader) == 4
    assert reader.layout == "whereseen recording"


def test_questions_travel_with_the_frames(path: Path) -> None:
    mug = TrueQuery("a mug", ((1.0, 2.5, -3.0), (0.1, 0.2, 0.3)))
    with RecordingWriter(path) as writer:
        writer.write_query(mug)
        writer.write_query(TrueQuery("an elephant", ()))
    assert RecordingReader(path).true_queries() == (mug, TrueQuery("an elephant", ()))


def test_an_empty_recording_is_empty(path: Path) -> None:
    RecordingWriter(path).close()
    reader = RecordingReader(path)
    assert list(reader) == []
    assert (len(reader), reader.true_queries()) == (0, ())


def test_a_second_writer_appends(path: Path, observation: Observation) -> None:
    record(path, observation)
    record(path, observation)
    assert len(RecordingReader(path)) == 2


def test_a_recording_can_be_read_while_it_is_written(path: Path, observation: Observation) -> None:
    with RecordingWriter(path) as writer:
        writer.write(observation)
        assert len(list(RecordingReader(path))) == 1
        writer.write(observation)
        assert len(list(RecordingReader(path))) == 2


def test_batches_are_seen_when_they_are_full(path: Path, observation: Observation) -> None:
    with RecordingWriter(path, RecordingConfig(commit_every=3)) as writer:
        seen = []
        for _ in range(4):
            writer.write(observation)
            seen.append(len(RecordingReader(path)))
    assert seen == [0, 0, 3, 3]
    assert len(RecordingReader(path)) == 4


def test_an_error_inside_of_the_context_keeps_the_frames(
    path: Path, observation: Observation
) -> None:
    config = RecordingConfig(commit_every=100)
    with pytest.raises(KeyError), RecordingWriter(path, config) as writer:
        writer.write(observation)
        raise KeyError
    assert len(RecordingReader(path)) == 1
    assert not path.with_name(path.name + "-wal").exists()


def test_closing_twice_is_harmless_and_writing_then_is_not(
    path: Path, observation: Observation
) -> None:
    writer = RecordingWriter(path)
    writer.close()
    writer.close()
    with pytest.raises(MapFileError, match="cannot be written"):
        writer.write(observation)
    with pytest.raises(MapFileError, match="cannot be written"):
        writer.write_query(TrueQuery("a", ()))


def test_the_file_says_what_it_is(path: Path) -> None:
    RecordingWriter(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x57535243,)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_stamp_beyond_64_bits(path: Path, observation: Observation) -> None:
    with RecordingWriter(path) as writer, pytest.raises(InvalidObservation, match="64 bits"):
        writer.write(replace(observation, stamp_ns=2**63))


def test_a_recording_on_a_read_only_medium(
    path: Path, observation: Observation, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(path, observation)
    monkeypatch.setattr("os.access", lambda *_: False)
    assert len(list(RecordingReader(path))) == 1
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "gif"},
        {"jpeg_quality": 0},
        {"jpeg_quality": 101},
        {"depth_unit_m": 0.0},
        {"depth_unit_m": float("nan")},
        {"depth_unit_m": 1.0},
        {"commit_every": 0},
    ],
)
def test_wrong_parameters(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidConfig):
        RecordingConfig(**wrong)  # type: ignore[arg-type]


def test_large_images(path: Path, observation: Observation) -> None:
    rgb = np.asarray(Image.linear_gradient("L").convert("RGB"))
    depth_m = np.linspace(0.3, 8.0, rgb[..., 0].size, dtype=np.float32).reshape(rgb.shape[:2])
    record(path, replace(observation, rgb=rgb, depth_m=depth_m))
    (back,) = RecordingReader(path)
    assert np.array_equal(back.rgb, rgb)
    assert float(np.abs(back.depth_m - depth_m).max()) <= 0.000501
