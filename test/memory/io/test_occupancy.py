from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import yaml
from PIL import Image

from whereseen.memory.errors import InvalidConfig, MapFileError
from whereseen.memory.frames import Float64
from whereseen.memory.io.geometry_view import Geometry
from whereseen.memory.io.occupancy import find_floor, occupancy_of, write_occupancy

Index = npt.NDArray[np.int32]


def block(low: tuple[int, int, int], high: tuple[int, int, int]) -> Index:
    """All voxels from `low` to before `high`."""
    axes = [np.arange(a, b) for a, b in zip(low, high, strict=True)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3).astype(np.int32)


FLOOR = block((0, 0, 0), (40, 40, 1))
BOX = block((10, 20, 1), (18, 28, 11))


def shape(*parts: Index, up: tuple[float, float, float] = (0.0, 0.0, 1.0)) -> Geometry:
    index = np.concatenate(parts)
    return Geometry(
        index=index,
        rgb=np.zeros((len(index), 3), np.uint8),
        voxel_size_m=0.05,
        up_map=np.array(up),
        path_map=np.array([up]) * 1.5,
    )


def map_server(notes: Path) -> tuple[npt.NDArray[np.int8], float, list[float]]:
    """What nav2's map_server makes of the files, by its own rule for mode trinary."""
    about = yaml.safe_load(notes.read_text())
    assert about["mode"] == "trinary"
    assert about["negate"] == 0
    image = Image.open(notes.parent / about["image"])
    assert image.mode == "L"
    occupancy = 1.0 - np.asarray(image).astype(np.float64) / 255.0
    grid = np.full(occupancy.shape, -1, np.int8)
    grid[occupancy < about["free_thresh"]] = 0
    grid[occupancy > about["occupied_thresh"]] = 100
    return grid[::-1], about["resolution"], about["origin"]


def test_a_box_on_a_floor() -> None:
    grid = occupancy_of(shape(FLOOR, BOX), resolution_m=0.05)
    expected = np.zeros((40, 40), np.int8)
    expected[20:28, 10:18] = 100
    assert grid.cells.tolist() == expected.tolist()
    assert grid.origin_m == (0.0, 0.0)
    assert grid.floor_m == pytest.approx(0.025, abs=0.005)


@pytest.mark.parametrize("suffix", ["png", "pgm"])
def test_map_server_reads_what_was_written(tmp_path: Path, suffix: str) -> None:
    gap = FLOOR[(FLOOR[:, 0] != 3) | (FLOOR[:, 1] != 39)]
    geometry = shape(gap - (5, 8, 0), BOX - (5, 8, 0))
    grid = occupancy_of(geometry, resolution_m=0.05)
    image, notes = write_occupancy(grid, tmp_path / f"a kitchen: 1.{suffix}")
    assert [path.name for path in (image, notes)] == [f"a kitchen: 1.{suffix}", "a kitchen: 1.yaml"]
    read, resolution, origin = map_server(notes)
    assert read.tolist() == grid.cells.tolist()
    assert (read[39, 3], read[39, 4], read[20, 10]) == (-1, 0, 100)
    assert (resolution, origin) == (0.05, [-0.25, -0.4, 0.0])
    pixels = np.asarray(Image.open(image))
    assert (pixels[0, 3], pixels[0, 4], pixels[39 - 20, 10]) == (205, 254, 0)


def test_the_yaml_file_is_as_nav2_documents_it(tmp_path: Path) -> None:
    grid = occupancy_of(shape(FLOOR), resolution_m=0.1)
    _, notes = write_occupancy(grid, tmp_path / "map.png")
    assert notes.read_text().splitlines() == [
        "# Frame: the map frame, as it is. Height of the floor in it: 0.025 m.",
        'image: "map.png"',
        "mode: trinary",
        "resolution: 0.1",
        "origin: [0.0, 0.0, 0.0]",
        "negate: 0",
        "occupied_thresh: 0.65",
        "free_thresh: 0.196",
    ]


def test_an_image_is_not_written_without_its_notes(tmp_path: Path) -> None:
    grid = occupancy_of(shape(FLOOR), resolution_m=0.1)
    (tmp_path / "map.yaml").mkdir()
    with pytest.raises(MapFileError, match=r"got the folder .*map\.yaml"):
        write_occupancy(grid, tmp_path / "map.png")
    assert [path.name for path in tmp_path.iterdir()] == ["map.yaml"]


@pytest.mark.parametrize(
    ("layer", "cell"),
    [(1, 0), (2, 100), (36, 100), (37, 0), (60, 0)],
    ids=["doorstep 5 cm", "10 cm", "1.8 m", "lamp 1.85 m", "ceiling 3 m"],
)
def test_only_what_a_robot_could_meet_is_an_obstacle(layer: int, cell: int) -> None:
    thing = np.array([[5, 7, layer]], np.int32)
    assert occupancy_of(shape(FLOOR, thing), resolution_m=0.05).cells[7, 5] == cell


@pytest.mark.parametrize(("resolution_m", "side"), [(0.1, 20), (0.05, 40), (0.025, 80), (0.03, 67)])
def test_a_floor_has_no_holes_at_any_resolution(resolution_m: float, side: int) -> None:
    cells = occupancy_of(shape(FLOOR), resolution_m=resolution_m).cells
    assert cells.shape == (side, side)
    assert not cells.any()


def test_a_floor_between_two_layers_is_one_floor() -> None:
    rng = np.random.default_rng(0)
    noisy = FLOOR - (0, 0, 1) * rng.integers(0, 2, (len(FLOOR), 1)).astype(np.int32)
    grid = occupancy_of(shape(noisy, BOX), resolution_m=0.05)
    assert grid.floor_m == pytest.approx(0.0, abs=0.003)
    assert (grid.cells == 100).sum() == 64
    assert (grid.cells == 0).sum() == 1536


def test_without_a_floor_nothing_is_free_and_the_user_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wall = block((0, 0, 0), (40, 1, 50))
    grid = occupancy_of(shape(wall), resolution_m=0.05)
    assert grid.floor_m is None
    assert grid.cells.tolist() == [[100] * 40]
    write_occupancy(grid, tmp_path / "grid.png")
    assert "no floor was seen" in caplog.text


def test_a_table_top_is_no_floor() -> None:
    top = block((0, 0, 14), (30, 20, 15))
    cupboard = block((0, -10, 0), (30, -9, 30))
    assert occupancy_of(shape(top, cupboard), resolution_m=0.05).floor_m is None


def test_a_ceiling_is_no_floor() -> None:
    assert occupancy_of(shape(np.add(FLOOR, (0, 0, 50))), resolution_m=0.05).floor_m is None


def test_the_floor_is_the_lowest_strong_level() -> None:
    table = block((5, 5, 14), (35, 35, 15))
    specks = np.array([[3, 3, -20], [9, 9, -12]], np.int32)
    points: Float64 = shape(FLOOR, table, specks).points_map.astype(np.float64)
    assert find_floor(points, np.zeros((0, 3)), 0.05) == pytest.approx(0.025, abs=1e-6)


def test_a_map_with_y_down_is_turned_upright(tmp_path: Path) -> None:
    index = np.concatenate([FLOOR, BOX])
    camera_like = np.stack([index[:, 0], -1 - index[:, 2], index[:, 1]], axis=1)
    grid = occupancy_of(shape(camera_like, up=(0.0, -1.0, 0.0)), resolution_m=0.05)
    expected = np.zeros((40, 40), np.int8)
    expected[20:28, 10:18] = 100
    assert grid.cells.tolist() == expected.tolist()
    _, notes = write_occupancy(grid, tmp_path / "map.png")
    assert "turned by [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]" in notes.read_text()


def test_a_tilted_floor_has_no_holes() -> None:
    tilt = np.radians(25.0)
    up = (0.0, float(np.sin(tilt)), float(np.cos(tilt)))
    across, along = np.meshgrid(np.arange(0, 2, 0.01), np.arange(0, 2, 0.01))
    plane = np.stack([across, along * np.cos(tilt), -along * np.sin(tilt)], axis=-1).reshape(-1, 3)
    index = np.unique(np.floor(plane / 0.05).astype(np.int32), axis=0)
    cells = occupancy_of(shape(index, up=up), resolution_m=0.05).cells
    assert not cells[1:-1, 1:-1].any()
    assert cells.shape[0] == pytest.approx(40, abs=2)


@pytest.mark.parametrize("resolution_m", [0.0, -1.0, float("nan"), 11.0])
def test_a_resolution_out_of_range_is_refused(resolution_m: float) -> None:
    with pytest.raises(InvalidConfig, match="resolution_m"):
        occupancy_of(shape(FLOOR), resolution_m=resolution_m)


def test_a_grid_too_large_is_refused() -> None:
    far = np.array([[1_000_000, 1_000_000, 5]], np.int32)
    with pytest.raises(InvalidConfig, match="too large"):
        occupancy_of(shape(FLOOR, far), resolution_m=0.005)


def test_an_empty_map_is_refused() -> None:
    with pytest.raises(MapFileError, match="empty"):
        occupancy_of(shape(FLOOR[:0]), resolution_m=0.05)
