from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from whereseen.memory.errors import InvalidObservation, UnknownLayout
from whereseen.memory.io.tum import TumReader

START_NS = 1_305_031_102_000_001_000


def edit(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text().replace(old, new))


def test_frames_pair_colour_with_the_nearest_depth(tum: Path) -> None:
    frames = list(TumReader(tum))
    assert [frame.stamp_ns for frame in frames] == [START_NS + i * 100_000_000 for i in range(3)]
    assert [float(frame.depth_m[0, 0]) for frame in frames] == [1.0, 2.0, 3.0]
    assert [int(frame.rgb[0, 0, 0]) for frame in frames] == [0, 40, 80]


def test_poses_lie_between_their_neighbours(tum: Path) -> None:
    """The camera is at x = i at -0.03 + 0.05 i seconds; the images are taken 1 us after 0.1 k."""
    x_m = [float(frame.T_map_camera[0, 3]) for frame in TumReader(tum)]
    assert x_m == pytest.approx([0.60002, 2.60002, 4.60002], abs=1e-6)


@pytest.mark.parametrize(
    ("name", "fx_px", "cy_px"),
    [
        ("rgbd_dataset_freiburg1_xyz", 517.3, 255.3),
        ("rgbd_dataset_freiburg2_desk", 520.9, 249.7),
        ("rgbd_dataset_freiburg3_office", 535.4, 247.6),
        ("my_desk", 525.0, 239.5),
    ],
)
def test_the_camera_is_known_by_the_name(tum: Path, name: str, fx_px: float, cy_px: float) -> None:
    frame = next(iter(TumReader(tum.rename(tum.with_name(name)))))
    assert (frame.intrinsics[0, 0], frame.intrinsics[1, 2]) == (fx_px, cy_px)


def test_intrinsics_in_the_folder_win(tum: Path) -> None:
    (tum / "camera-intrinsics.txt").write_text("500 0 4 0 501 3 0 0 1")
    assert next(iter(TumReader(tum))).intrinsics[0, 0] == 500.0


def test_depth_too_far_in_time(tum: Path) -> None:
    edit(tum / "depth.txt", "1305031102.104001", "1305031102.121001")
    reader = TumReader(tum)
    assert len(list(reader)) == len(reader) - 1
    assert reader.skipped.reasons == {"no depth image within 20 ms": 1}


def test_a_depth_image_is_used_once(tum: Path) -> None:
    with (tum / "rgb.txt").open("a") as file:
        file.write("1305031102.106001 rgb/1.png\n")
    reader = TumReader(tum)
    stamps = [frame.stamp_ns - START_NS for frame in reader]
    assert 106_000_000 in stamps  # 2 ms from the depth image
    assert 100_000_000 not in stamps  # 4 ms from it
    assert reader.skipped.reasons == {"no depth image within 20 ms": 1}


def test_a_gap_in_the_trajectory(tum: Path) -> None:
    lines = (tum / "groundtruth.txt").read_text().splitlines()
    (tum / "groundtruth.txt").write_text("\n".join([*lines[:2], lines[-1]]))
    reader = TumReader(tum)
    list_of_x = [float(frame.T_map_camera[0, 3]) for frame in reader]
    assert reader.skipped.reasons["no pose within 20 ms"] == 2
    assert list_of_x == [5.0]


@pytest.mark.parametrize(
    "line", ["1305031102.15", "now rgb/1.png", "nan rgb/1.png", "-1 rgb/1.png"]
)
def test_malformed_lines_are_counted(tum: Path, line: str) -> None:
    with (tum / "rgb.txt").open("a") as file:
        file.write(line)
    reader = TumReader(tum)
    assert len(reader) == 4
    assert len(list(reader)) == 3
    assert str(reader.skipped) == "1 line of rgb.txt is malformed"


@pytest.mark.parametrize("line", ["a", "1305031102.05 1 2 3", "1305031102.05 x 0 0 0 0 0 1"])
def test_malformed_poses_are_no_poses(tum: Path, line: str) -> None:
    with (tum / "groundtruth.txt").open("a") as file:
        file.write(line)
    assert len(list(TumReader(tum))) == 3


def test_a_lost_tracker_is_skipped(tum: Path) -> None:
    edit(tum / "groundtruth.txt", "0 1 0 0 0 1", "0 1 nan nan nan nan")
    with pytest.raises(InvalidObservation, match="3 of 3: T_map_camera is not a rigid transform"):
        list(TumReader(tum))


def test_a_missing_image_is_skipped(tum: Path) -> None:
    (tum / "rgb" / "1.png").unlink()
    reader = TumReader(tum)
    assert len(list(reader)) == 2
    assert str(reader.skipped) == "1 colour image is missing"


def test_a_list_may_not_point_outside(tum: Path) -> None:
    edit(tum / "rgb.txt", "rgb/1.png", "../secret.png")
    reader = TumReader(tum)
    assert len(list(reader)) == 2
    assert str(reader.skipped) == "1 listed image lies outside the folder"


@pytest.mark.parametrize("name", ["rgb.txt", "depth.txt", "groundtruth.txt"])
def test_a_list_is_missing_or_empty(tum: Path, name: str) -> None:
    (tum / name).write_text("# nothing\n")
    with pytest.raises(UnknownLayout, match=f"{name} has no usable line"):
        TumReader(tum)
    (tum / name).unlink()
    assert not TumReader.recognises(tum)
    with pytest.raises(UnknownLayout, match=f"{name} is missing"):
        TumReader(tum)


def test_no_questions_and_a_name(tum: Path) -> None:
    reader = TumReader(tum)
    assert reader.true_queries() == ()
    assert reader.layout == "TUM RGB-D folder"
    assert np.asarray(len(reader)) == 3
