from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.scene.description import Opening, Scene
from whereseen.sim.scene.floor_plan_picture import draw_floor_plan


def drawn(scene: Scene, catalogue: Catalogue, folder: Path) -> np.ndarray:
    file = folder / "plan.png"
    draw_floor_plan(scene, catalogue, file)
    with Image.open(file) as image:
        return np.asarray(image.convert("RGB")).astype(int)


def share(image: np.ndarray, colour: tuple[int, int, int]) -> float:
    return float((np.abs(image - colour).max(axis=-1) < 12).mean())


THING, HIDDEN, WINDOW = (209, 73, 91), (237, 174, 73), (191, 227, 242)


def test_a_plan_shows_things_and_what_is_hidden(
    small_scene: Scene, small_catalogue: Catalogue, tmp_path: Path
) -> None:
    full = drawn(small_scene, small_catalogue, tmp_path)
    bare = drawn(replace(small_scene, objects=()), small_catalogue, tmp_path)
    assert full.shape == bare.shape
    # 6 x 4 m and half a metre of margin on each side, 115 pixels to the metre.
    assert full.shape[1] == pytest.approx(7.0 * 115, abs=2)
    assert share(bare, THING) == 0.0
    assert share(full, THING) > 0.0
    assert share(full, HIDDEN) > 0.0


def test_a_plan_shows_windows_and_the_front_door(
    small_scene: Scene, small_catalogue: Catalogue, tmp_path: Path
) -> None:
    more = (
        Opening("window", "window", ("kitchen", ""), (1.5, -0.05), "x", 1.4, 0.9, 2.1),
        Opening("front door", "doorway", ("parlour", ""), (6.05, 2.0), "y"),
    )
    bare = replace(small_scene, objects=())
    before = drawn(bare, small_catalogue, tmp_path)
    after = drawn(replace(bare, openings=(*bare.openings, *more)), small_catalogue, tmp_path)
    assert share(before, WINDOW) == 0.0
    assert share(after, WINDOW) > 0.0
    assert share(after, THING) > 0.0


def test_a_plan_is_a_png(small_scene: Scene, small_catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(InvalidConfig, match=r"\.png"):
        draw_floor_plan(small_scene, small_catalogue, tmp_path / "plan.gif")
