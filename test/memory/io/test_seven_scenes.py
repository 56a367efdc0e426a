from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from whereseen.memory.errors import InvalidObservation, UnknownLayout
from whereseen.memory.io.reader import Reader, TrueQuery
from whereseen.memory.io.seven_scenes import SevenScenesReader

WriteFrame = Callable[..., None]


def test_frames_come_in_the_order_of_their_numbers_with_times_at_30_hz(seven_scenes: Path) -> None:
    reader: Reader = SevenScenesReader(seven_scenes)
    frames = list(reader)
    assert len(reader) == 3
    assert [frame.stamp_ns for frame in frames] == [0, 100_000_000, 1_000_000_000]
    assert reader.skipped.total == 0
    assert reader.layout == (
        "7-Scenes folder (no camera-intrinsics.txt: Kinect intrinsics assumed)"
    )


def test_one_frame_in_full(seven_scenes: Path) -> None:
    frame = next(iter(SevenScenesReader(seven_scenes)))
    assert frame.rgb[0, 0].tolist() == [10, 20, 30]
    assert frame.depth_m.dtype == np.float32
    assert frame.depth_m[5, 7] == np.float32(1.5)
    assert frame.intrinsics.tolist() == [[585, 0, 320], [0, 585, 240], [0, 0, 1]]
    assert frame.T_map_camera[:3, 3].tolist() == [0.5, 0.0, 2.0]


def test_intrinsics_beside_the_frames_win(seven_scenes: Path) -> None:
    (seven_scenes / "camera-intrinsics.txt").write_text("500 0 4\n0 501 3\n0 0 1\n")
    frame = next(iter(SevenScenesReader(seven_scenes)))
    assert frame.intrinsics.tolist() == [[500, 0, 4], [0, 501, 3], [0, 0, 1]]
    assert SevenScenesReader(seven_scenes).layout == "7-Scenes folder"


def test_intrinsics_that_spoil_every_frame_are_named(seven_scenes: Path) -> None:
    file = seven_scenes / "camera-intrinsics.txt"
    file.write_text("500 0 0\n0 500 0\n4 3 1\n")  # transposed
    with pytest.raises(InvalidObservation, match="because of its intrinsics") as raised:
        list(SevenScenesReader(seven_scenes))
    assert raised.value.got.startswith(f"{file}: intrinsics must be a finite pinhole matrix")
    assert "4.0, 3.0, 1.0" in raised.value.got
    assert "Write fx 0 cx" in raised.value.remedy


@pytest.mark.parametrize("text", ["", "1 2 3", "a b c", "0 0 4 0 500 3 0 0 1", "nan " * 9])
def test_bad_intrinsics_are_refused_at_once(seven_scenes: Path, text: str) -> None:
    (seven_scenes / "camera-intrinsics.txt").write_text(text)
    with pytest.raises(UnknownLayout, match="camera-intrinsics"):
        SevenScenesReader(seven_scenes)


@pytest.mark.parametrize("raw", [0, 65535])
def test_both_marks_of_no_reading(tmp_path: Path, write_frame: WriteFrame, raw: int) -> None:
    write_frame(tmp_path / "s", 1, raw_depth=raw)
    assert next(iter(SevenScenesReader(tmp_path / "s"))).depth_m.max() == 0.0


def test_jpeg_colour_is_read_and_png_preferred(tmp_path: Path, write_frame: WriteFrame) -> None:
    write_frame(tmp_path / "s", 1, colour_suffix="jpg")
    assert abs(int(next(iter(SevenScenesReader(tmp_path / "s"))).rgb[0, 0, 2]) - 30) <= 8
    Image.new("RGB", (8, 6), (1, 2, 3)).save(tmp_path / "s" / "frame-000001.color.png")
    assert next(iter(SevenScenesReader(tmp_path / "s"))).rgb[0, 0].tolist() == [1, 2, 3]


def remove(suffix: str) -> Callable[[Path], None]:
    return lambda folder: (folder / f"frame-000003.{suffix}").unlink()


def write(suffix: str, content: str) -> Callable[[Path], None]:
    return lambda folder: (folder / f"frame-000003.{suffix}").write_text(content) and None


def cut(suffix: str) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        path = folder / f"frame-000003.{suffix}"
        path.write_bytes(path.read_bytes()[:-30])

    return apply


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (remove("color.png"), "colour image is missing"),
        (remove("depth.png"), "depth image is missing"),
        (remove("pose.txt"), "pose is missing"),
        (write("color.png", "hello"), "colour image is not an image"),
        (cut("depth.png"), "depth image is truncated or damaged"),
        (write("pose.txt", "nan " * 16), "T_map_camera is not a rigid transform"),
        (write("pose.txt", "2 0 0 0 0 2 0 0 0 0 2 0 0 0 0 1"), "T_map_camera is not a rigid tr"),
        (write("pose.txt", "-1.#IND " * 16), "pose is unreadable"),
        (write("pose.txt", "1 0 0"), "pose is not a 4 by 4 matrix"),
        (write("pose.txt", ""), "pose is not a 4 by 4 matrix"),
    ],
)
def test_an_unusable_frame_is_left_out_and_counted(
    seven_scenes: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    spoil(seven_scenes)
    reader = SevenScenesReader(seven_scenes)
    assert [frame.stamp_ns for frame in reader] == [0, 1_000_000_000]
    assert reader.skipped.total == 1
    assert next(iter(reader.skipped.reasons)).startswith(reason)
    assert len(reader) == 3


def test_depth_of_another_size(seven_scenes: Path, write_frame: WriteFrame) -> None:
    write_frame(seven_scenes, 3, depth_shape=(3, 4))
    reader = SevenScenesReader(seven_scenes)
    assert len(list(reader)) == 2
    assert str(reader.skipped) == "1 depth and image differ in size"


def test_the_count_starts_afresh(seven_scenes: Path) -> None:
    (seven_scenes / "frame-000003.pose.txt").unlink()
    reader = SevenScenesReader(seven_scenes)
    for _ in range(2):
        assert len(list(reader)) == 2
        assert reader.skipped.total == 1


def test_when_no_frame_can_be_used_the_end_says_why(seven_scenes: Path) -> None:
    for number in (0, 3):
        (seven_scenes / f"frame-{number:06d}.pose.txt").unlink()
    (seven_scenes / "frame-000030.depth.png").unlink()
    with pytest.raises(InvalidObservation, match=r"no frame .*got 2 of 3: pose is missing"):
        list(SevenScenesReader(seven_scenes))


def test_frames_are_decoded_one_at_a_time(seven_scenes: Path) -> None:
    frames = iter(SevenScenesReader(seven_scenes))
    assert next(frames).stamp_ns == 0
    shutil.rmtree(seven_scenes)
    assert list(frames) == []


def test_a_folder_without_frames(tmp_path: Path) -> None:
    with pytest.raises(
        UnknownLayout, match=r"no 7-Scenes frames.*\.pose\.txt.*camera-intrinsics\.txt"
    ):
        SevenScenesReader(tmp_path)


def test_questions_name_objects(seven_scenes: Path) -> None:
    document = {
        "objects": {"white_mug": [1, 2.5, -3], "blue_mug": [0, 0, 0]},
        "queries": [
            {"query": "a mug", "gt": ["white_mug", "blue_mug"]},
            {"query": "a cat", "gt": []},
        ],
    }
    (seven_scenes / "queries.json").write_text(json.dumps(document))
    assert SevenScenesReader(seven_scenes).true_queries() == (
        TrueQuery("a mug", ((1.0, 2.5, -3.0), (0.0, 0.0, 0.0))),
        TrueQuery("a cat", ()),
    )


def test_no_questions(seven_scenes: Path) -> None:
    assert SevenScenesReader(seven_scenes).true_queries() == ()


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"objects": {}, "queries": [{"query": "a", "gt": ["unknown"]}]}',
        '{"objects": {"a": [1, 2]}, "queries": []}',
        '{"objects": {"a": null}, "queries": []}',
        '{"objects": [], "queries": []}',
        '{"objects": {}, "queries": {}}',
        '{"objects": {}, "queries": ["a"]}',
        '{"objects": {}, "queries": [{"gt": []}]}',
    ],
)
def test_malformed_questions(seven_scenes: Path, text: str) -> None:
    (seven_scenes / "queries.json").write_text(text)
    with pytest.raises(UnknownLayout, match="is malformed"):
        SevenScenesReader(seven_scenes).true_queries()


def test_the_real_recording(red_kitchen: Path) -> None:
    reader = SevenScenesReader(red_kitchen)
    frames = iter(reader)
    first, second = next(frames), next(frames)
    assert len(reader) == 200
    assert second.stamp_ns - first.stamp_ns == 166_666_666
    assert first.rgb.shape == (480, 640, 3)
    assert 0.5 < float(np.median(first.depth_m[first.depth_m > 0])) < 5.0
    assert second.T_map_camera[:3, 3].tolist() == pytest.approx(
        [-0.34155709, 0.01341229, 0.298503670]
    )
    assert len(reader.true_queries()) == 8
    assert reader.true_queries()[0].positions_m[0] == (-0.714, -0.145, 1.939)
