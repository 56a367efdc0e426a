"""Small recordings on disk, made by hand so that every expected value can be written down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from whereseen.memory.observation import Observation

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
