from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("open3d")

from whereseen.memory.errors import MapFileError, MissingDependency, WhereseenError
from whereseen.memory.io import cloud

POINTS = np.array([[0.025, 0.025, 0.025], [-1.5, 2.25, 0.125], [7.0, -8.0, 9.0]], np.float32)
COLOURS = np.array([[255, 0, 1], [10, 20, 30], [127, 128, 129]], np.uint8)


def test_a_cloud_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    cloud.write_cloud(tmp_path / "a.ply", POINTS, COLOURS)
    points, rgb = cloud.read_cloud(tmp_path / "a.ply")
    assert points.tolist() == POINTS.tolist()
    assert rgb.tolist() == COLOURS.tolist()


def test_a_cloud_takes_15_bytes_a_point_in_the_usual_types(tmp_path: Path) -> None:
    cloud.write_cloud(tmp_path / "a.ply", POINTS, COLOURS)
    head, body = (tmp_path / "a.ply").read_bytes().split(b"end_header\n")
    lines = head.decode().splitlines()
    assert lines[:2] == ["ply", "format binary_little_endian 1.0"]
    assert [line for line in lines if line.startswith(("element", "property"))] == [
        "element vertex 3",
        "property float x",
        "property float y",
        "property float z",
        "property uchar red",
        "property uchar green",
        "property uchar blue",
    ]
    assert len(body) == 45
    assert body[:12] == POINTS[0].astype("<f4").tobytes()


def test_a_cloud_without_colours_is_grey(tmp_path: Path) -> None:
    text = "ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\n"
    (tmp_path / "a.ply").write_text(text + "property float z\nend_header\n1 2 3\n")
    points, rgb = cloud.read_cloud(tmp_path / "a.ply")
    assert points.tolist() == [[1.0, 2.0, 3.0]]
    assert rgb.tolist() == [[128, 128, 128]]


def test_a_missing_or_foreign_cloud_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "b.ply").write_text("no cloud")
    with pytest.raises(MapFileError, match="no such cloud"):
        cloud.read_cloud(tmp_path / "a.ply")
    with pytest.raises(MapFileError, match="not a point cloud"):
        cloud.read_cloud(tmp_path / "b.ply")


def test_a_folder_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MapFileError, match="cannot be written"):
        cloud.write_cloud(tmp_path / "none" / "a.ply", POINTS, COLOURS)


def test_normals_point_to_where_the_camera_was() -> None:
    grid = np.stack(np.meshgrid(np.arange(20), np.arange(20)), axis=-1).reshape(-1, 2) * 0.05
    floor = np.column_stack([grid, np.zeros(len(grid))]).astype(np.float32)
    rgb = np.full(floor.shape, 51, np.uint8)
    for height in (1.0, -1.0):
        found = cloud.describe(floor, rgb, np.array([[0.5, 0.5, height]]), cell_m=0.1)
        assert len(found.points) < len(floor)
        assert np.allclose(found.normals, (0.0, 0.0, height), atol=1e-6)
        assert found.features.shape == (len(found.points), 33)
        assert np.allclose(found.rgb, 51.0)


def test_refining_moves_a_corner_into_place() -> None:
    rng = np.random.default_rng(0)
    flat = rng.random((3000, 2))
    walls = [np.insert(flat[k::3], k, 0.0, axis=1) for k in range(3)]
    corner = np.concatenate(walls).astype(np.float32)
    found = cloud.refine(np.add(corner, (0.03, -0.02, 0.04)), corner, np.eye(4), distance_m=0.1)
    assert np.allclose(found.T_target_source[:3, 3], (-0.03, 0.02, -0.04), atol=1e-3)
    assert found.fitness == 1.0
    assert found.error_m < 0.005


def test_without_open3d_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "open3d", None)
    with pytest.raises(MissingDependency, match=r"pip install 'whereseen\[cloud\]'"):
        cloud.read_cloud(Path("a.ply"))


@pytest.mark.parametrize("error", [ImportError, OSError])
def test_missing_system_libraries_are_named(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    class Broken:
        def find_spec(self, name: str, path: object, target: object = None) -> None:
            if name == "open3d":
                raise error("libusb-1.0.so.0: cannot open shared object file")

    monkeypatch.delitem(sys.modules, "open3d")
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(WhereseenError, match=r"libusb-1\.0-0 libgl1 libegl1 libx11-6") as raised:
        cloud.read_cloud(Path("a.ply"))
    assert "libusb-1.0.so.0" in str(raised.value)
