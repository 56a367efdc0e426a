#!/usr/bin/env python3
"""Convert a scene of DynaMem's benchmark (DynaBench) to a folder that whereseen reads.

    python scripts/convert_dynabench.py SCENE OUTPUT

A scene is a folder with `env.pkl`, `time.txt` (frame numbers after which to ask, one a line) and
one `N.csv` (`query,x,y,z,tol`) for each. `env.pkl` is a pickle of a dictionary of equally long
lists: `rgb` (H, W, 3), `depth` (H, W) in metres, `camera_K` (3, 3), `camera_poses` (4, 4),
camera to map; torch tensors or numpy arrays.

The library never unpickles; this script does, with an unpickler that runs nothing that the file
names (`restricted_pickle.py`). Needs numpy and Pillow only.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image
from restricted_pickle import ArrayPickle, PickledArray, Refused

FORMAT_VERSION = 1
DEPTH_UNIT_M = 0.001
NO_RETURN = 65535
FIELDS = ("rgb", "depth", "camera_K", "camera_poses")
Array = npt.NDArray[Any]


def load_frames(file: BinaryIO) -> dict[str, list[Array]]:
    """Read the four lists of frames of an `env.pkl`, as numpy arrays.

    Raises:
        Refused: if the file is damaged, names anything unknown, or lacks a list.
    """
    try:
        scene = ArrayPickle(file).load()
    except Refused:
        raise
    except Exception as error:  # a damaged pickle can raise nearly anything
        raise Refused(f"env.pkl is damaged: {type(error).__name__}: {error}") from error
    if not isinstance(scene, dict) or not all(isinstance(scene.get(f), list) for f in FIELDS):
        raise Refused(f"env.pkl is not a dictionary with the lists {', '.join(FIELDS)}")
    if len({len(scene[field]) for field in FIELDS}) != 1:
        lengths = ", ".join(f"{field} {len(scene[field])}" for field in FIELDS)
        raise Refused(f"the lists of env.pkl differ in length: {lengths}")
    return {field: [_plain(value) for value in scene[field]] for field in FIELDS}


def _plain(value: Any) -> Array:
    values = value.values if isinstance(value, PickledArray) else value
    return values if isinstance(values, np.ndarray) else np.asarray(None)


def colour_image(rgb: Array) -> npt.NDArray[np.uint8] | None:
    """Bring (H, W, 3) of 0..255, or of 0..1 in floating point, to uint8; None if it is no image."""
    if rgb.ndim != 3 or rgb.shape[2] != 3 or not rgb.size or rgb.dtype.kind not in "fiu":
        return None
    values = rgb.astype(np.float64)
    if not np.isfinite(values).all() or values.min() < 0.0 or values.max() > 255.0:
        return None
    if rgb.dtype.kind == "f" and values.max() <= 1.0:
        values *= 255.0
    return np.rint(values).astype(np.uint8)


def depth_image(depth_m: Array) -> npt.NDArray[np.uint16] | None:
    """Quantise (H, W) metres to millimetres; 0 is no reading, 65535 no return; None if no image."""
    if depth_m.ndim != 2 or not depth_m.size or depth_m.dtype.kind != "f":
        return None
    units = np.rint(depth_m.astype(np.float64) / DEPTH_UNIT_M)
    readable = np.isfinite(units) & (units > 0.0) & (units < NO_RETURN)
    raw = np.where(readable, units, 0.0).astype(np.uint16)
    raw[np.isposinf(depth_m)] = NO_RETURN
    return raw


def matrices(values: Sequence[Array], size: int) -> npt.NDArray[np.float64]:
    """Stack (size, size) matrices; one of another shape becomes NaN, which the reader skips."""
    stack = np.full((len(values), size, size), np.nan)
    for row, value in zip(stack, values, strict=True):
        if value.shape == (size, size) and value.dtype.kind in "fiu":
            row[:] = value
    return stack


def write_scene(frames: Mapping[str, Sequence[Array]], output: Path, rate_hz: float) -> int:
    """Write images, cameras and description; returns how many frames have no usable image."""
    (output / "frames").mkdir(parents=True)
    unusable = 0
    for number, (rgb, depth_m) in enumerate(zip(frames["rgb"], frames["depth"], strict=True)):
        colour, depth = colour_image(rgb), depth_image(depth_m)
        if colour is None or depth is None:
            unusable += 1
            continue
        Image.fromarray(colour).save(output / "frames" / f"{number:06d}.color.png")
        Image.fromarray(depth).save(output / "frames" / f"{number:06d}.depth.png")
    count = len(frames["rgb"])
    np.savez(
        output / "cameras.npz",
        T_map_camera=matrices(frames["camera_poses"], 4),
        intrinsics=matrices(frames["camera_K"], 3),
        stamp_ns=np.rint(np.arange(count) * (1e9 / rate_hz)).astype(np.int64),
    )
    description = {"format": "whereseen dynabench", "version": FORMAT_VERSION, "frames": count}
    (output / "scene.json").write_text(json.dumps({**description, "depth_unit_m": DEPTH_UNIT_M}))
    return unusable


def convert(scene: Path, output: Path, *, rate_hz: float = 1.0) -> str:
    """Convert one scene folder; returns a sentence on what was done.

    Raises:
        Refused: if something is missing, damaged, or would be overwritten.
    """
    if not (scene / "env.pkl").is_file():
        raise Refused(f"{scene} has no env.pkl")
    if output.exists():
        raise Refused(f"{output} exists already")
    if not rate_hz > 0.0:
        raise Refused(f"the rate must be positive, not {rate_hz:g} Hz")
    with (scene / "env.pkl").open("rb") as file:
        frames = load_frames(file)
    unusable = write_scene(frames, output, rate_hz)
    questions = sorted(p for p in scene.iterdir() if p.suffix == ".csv" or p.name == "time.txt")
    for path in questions:
        shutil.copyfile(path, output / path.name)
    count = len(frames["rgb"])
    return f"{count} frames ({unusable} unusable) and {len(questions)} question files -> {output}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description="Convert a DynaBench scene for whereseen.")
    parser.add_argument("scene", type=Path, help="folder with env.pkl, time.txt and N.csv")
    parser.add_argument("output", type=Path, help="folder to make")
    parser.add_argument("--rate-hz", type=float, default=1.0, help="the scene has no time stamps")
    chosen = parser.parse_args(arguments)
    try:
        sys.stdout.write(convert(chosen.scene, chosen.output, rate_hz=chosen.rate_hz) + "\n")
    except (Refused, OSError) as error:
        sys.stderr.write(f"not converted: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
