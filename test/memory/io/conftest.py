"""Small recordings on disk, made by hand so that every expected value can be written down."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from whereseen.memory.observation import Observation
from whereseen.memory.spatial.chunks import CELL_COLUMNS, VOXEL_COLUMNS, Chunk
from whereseen.memory.spatial.keyframes import Keyframe
from whereseen.memory.store.map_file import MapFile, MapSnapshot

ROOT = Path(__file__).resolve().parents[3]
HEIGHT, WIDTH = 6, 8


@pytest.fixture
def red_kitchen() -> Path:
    folder = ROOT.parent / "shared" / "data" / "redkitchen"
    if not folder.is_dir():
        pytest.skip("the 7-Scenes RedKitchen recording lies not beside the repository")
    return folder


@pytest.fixture
def colour() -> npt.NDArray[np.uint8]:
    """A gradient, which JPEG keeps nearly exactly."""
    image = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    image[..., 0] = np.arange(WIDTH) * 20
    image[..., 1] = (np.arange(HEIGHT) * 20)[:, None]
    image[..., 2] = 77
    return image


@pytest.fixture
def observation(colour: npt.NDArray[np.uint8]) -> Observation:
    depth_m = np.full((HEIGHT, WIDTH), 1.25, np.float32)
    depth_m[0, :4] = (0.0, np.nan, np.inf, 0.0004)
    pose = np.eye(4)
    pose[:3, 3] = (0.1, -0.2, 1.0 / 3.0)
    return Observation.checked(
        colour,
        depth_m,
        intrinsics=[[525.0, 0.0, 4.0], [0.0, 525.5, 3.0], [0.0, 0.0, 1.0]],
        T_map_camera=pose,
        stamp_ns=1_700_000_000_123_456_789,
        camera_id="head",
    )


def write_seven_scenes_frame(
    folder: Path,
    number: int,
    *,
    raw_depth: int = 1500,
    colour_suffix: str = "png",
    pose: str = "1 0 0 0.5\n0 1 0 0\n0 0 1 2\n0 0 0 1\n",
    depth_shape: tuple[int, int] = (HEIGHT, WIDTH),
) -> None:
    folder.mkdir(exist_ok=True)
    stem = folder / f"frame-{number:06d}"
    colour = np.full((HEIGHT, WIDTH, 3), (10, 20, 30), np.uint8)
    Image.fromarray(colour).save(f"{stem}.color.{colour_suffix}")
    Image.fromarray(np.full(depth_shape, raw_depth, np.uint16)).save(f"{stem}.depth.png")
    Path(f"{stem}.pose.txt").write_text(pose)


@pytest.fixture
def write_frame() -> Callable[..., None]:
    return write_seven_scenes_frame


@pytest.fixture
def seven_scenes(tmp_path: Path) -> Path:
    """Frames 0, 3 and 30."""
    folder = tmp_path / "scene"
    for number in (30, 0, 3):
        write_seven_scenes_frame(folder, number)
    return folder


@pytest.fixture
def tum(tmp_path: Path) -> Path:
    """Three colour images at 0, 0.1 and 0.2 s, depth 4 ms later, and a camera that moves in x."""
    folder = tmp_path / "rgbd_dataset_freiburg1_desk"
    for name in ("rgb", "depth"):
        (folder / name).mkdir(parents=True)
    rgb, depth, poses = ["# color images"], ["# depth maps"], ["# ground truth"]
    for i in range(3):
        image = np.full((HEIGHT, WIDTH, 3), 40 * i, np.uint8)
        Image.fromarray(image).save(folder / "rgb" / f"{i}.png")
        Image.fromarray(np.full((HEIGHT, WIDTH), 5000 * (i + 1), np.uint16)).save(
            folder / "depth" / f"{i}.png"
        )
        rgb.append(f"1305031102.{i}00001 rgb/{i}.png")
        depth.append(f"1305031102.{i}04001 depth/{i}.png")
    for i in range(6):
        poses.append(f"{1305031102 + (i * 5 - 3) / 100:.6f} {i} 0 1 0 0 0 1")
    for name, lines in (("rgb", rgb), ("depth", depth), ("groundtruth", poses)):
        (folder / f"{name}.txt").write_text("\n".join(lines) + "\n")
    return folder


@pytest.fixture
def write_map(tmp_path: Path) -> Callable[..., Path]:
    """Writes voxels (N, 3), all occupied, as a map file that no encoder made."""

    def write(
        name: str,
        index: npt.ArrayLike,
        rgb: npt.ArrayLike,
        *,
        voxel_size_m: float = 0.05,
        up_m: tuple[float, float, float] = (0.0, 0.0, 1.0),
        path_m: tuple[tuple[float, float, float], ...] = ((1.0, 1.0, 1.5),),
        tentative: int = 0,
        keyframes: tuple[Keyframe, ...] = (),
    ) -> Path:
        voxels = np.asarray(index, dtype=np.int32).reshape(-1, 3)
        columns = {kind: np.zeros(len(voxels), dtype) for kind, dtype in VOXEL_COLUMNS.items()}
        columns["odds"][:] = 24
        columns["solid"][: len(voxels) - tentative] = 1
        columns["rgb"] = np.broadcast_to(np.asarray(rgb, np.uint8), voxels.shape)
        cells = {kind: np.zeros(0, dtype) for kind, dtype in CELL_COLUMNS.items()}
        cells["codes"] = np.zeros((0, 8), np.int8)
        chunk = Chunk(0, voxels, columns, np.zeros((0, 3), np.int32), cells, np.zeros(0, np.int64))
        meta = {
            "voxels": json.dumps({"voxel_size_m": voxel_size_m}),
            "up_m": json.dumps(up_m),
        }
        path = tmp_path / name
        with MapFile.create(path) as file:
            steps = tuple((n * 10**9, *position) for n, position in enumerate(path_m))
            file.write(MapSnapshot(meta, (chunk,), (0,), keyframes, steps))
        return path

    return write
