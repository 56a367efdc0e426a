from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.modelling.materials import MATERIALS, coloured, paint
from whereseen.sim.modelling.mesh_files import write_mesh
from whereseen.sim.modelling.painting import planks
from whereseen.sim.modelling.shapes import Box, Part


@pytest.mark.parametrize("name", sorted(MATERIALS))
def test_a_material_is_the_same_image_each_time(name: str) -> None:
    image = paint(name)
    assert image.dtype == np.uint8
    assert image.ndim == 3
    assert image.shape[2] == 3
    np.testing.assert_array_equal(image, paint(name))


@pytest.mark.parametrize("seed", range(3))
def test_a_parquet_is_covered_whatever_the_seed(seed: int) -> None:
    image = planks(np.random.default_rng(seed), (186, 150, 110))
    assert image.shape == (880, 1120, 3)
    assert image.min() > 40  # joints are dark, holes would be black


def test_an_unknown_material_is_refused() -> None:
    with pytest.raises(InvalidConfig, match="no such material"):
        paint("unobtainium")


def test_files_of_a_mesh(tmp_path: Path) -> None:
    parts = (Part(Box((1.0, 1.0, 1.0)), "red"), Part(Box((0.5, 0.5, 2.0)), "blue"))
    files = write_mesh(tmp_path, "a tower", parts)
    lines = files.mesh.read_text().splitlines()
    assert sum(line.startswith("v ") for line in lines) == 48
    assert sum(line.startswith("f ") for line in lines) == 24
    with Image.open(files.texture) as image:
        colours = {tuple(c) for c in np.asarray(image).reshape(-1, 3).tolist()}
    assert colours == {(196, 38, 40), (44, 92, 178)}


def test_each_part_looks_up_its_own_colour(tmp_path: Path) -> None:
    files = write_mesh(tmp_path, "post", (Part(Box((1.0, 1.0, 1.0)), "oak"),
                                          Part(Box((1.0, 1.0, 1.0)), "red")))  # fmt: skip
    with Image.open(files.texture) as image:
        texture = np.asarray(image)
    uv = np.array(
        [line.split()[1:] for line in files.mesh.read_text().splitlines() if line[:3] == "vt "],
        dtype=float,
    )
    height, width = texture.shape[:2]
    rows = ((1.0 - uv[:, 1]) * height).astype(int)
    columns = (uv[:, 0] * width).astype(int)
    seen = texture[rows, columns].astype(int)
    assert (np.abs(seen[24:] - (196, 38, 40)).max(axis=1) == 0).all()
    assert (np.abs(seen[:24] - (190, 144, 94)).max(axis=1) < 60).all()


def test_a_colour_is_a_material():
    image = paint(coloured(10, 200, 255))
    assert (image == (10, 200, 255)).all()


@pytest.mark.parametrize("name", ["rgb:", "rgb:1 2", "rgb:1 2 256", "rgb:1 2 -3", "rgb:a b c"])
def test_what_is_no_colour(name):
    with pytest.raises(InvalidConfig, match="three numbers"):
        paint(name)
