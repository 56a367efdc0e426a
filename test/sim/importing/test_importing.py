from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from whereseen.sim.catalogue.household import household
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.importing import import_scene
from whereseen.sim.importing.pictures import draw_home
from whereseen.sim.scene.home import Home
from whereseen.sim.scene.yaml_files import read_scene, write_scene
from whereseen.sim.stages.opening import open_stage
from whereseen.sim.world.world import World

pytest.importorskip("trimesh")
BoxFile = Callable[..., Path]
WORLD = "WHERESEEN_WORLD"  # names an SDF world, a scene instance or their folder

BOX = '<sdf><world name="w"><model name="crate"><link name="l"><visual name="v"><geometry><box><size>1 1 1</size></box></geometry></visual></link></model></world></sdf>'  # noqa: E501


def test_files_tell_what_they_are(tmp_path: Path, folder: Path, box_file: BoxFile) -> None:
    (tmp_path / "a" / "worlds").mkdir(parents=True)
    (tmp_path / "a" / "worlds" / "one.world").write_text(BOX)
    for source in (tmp_path / "a", tmp_path / "a" / "worlds" / "one.world"):
        assert [it.name for it in import_scene(source, folder).scene.furniture] == ["crate"]
    glb = box_file("table.glb", (1.0, 1.0, 2.0))
    (room,) = import_scene(glb, folder, up="z", scale=2.0).scene.rooms
    assert room.size_m == pytest.approx((3.6, 3.6))


def test_what_is_no_scene_is_told(tmp_path: Path, folder: Path, box_file: BoxFile) -> None:
    with pytest.raises(ImportFailed, match="without a scene"):
        import_scene(tmp_path, folder)
    with pytest.raises(ImportFailed, match="no known kind"):
        import_scene(tmp_path / "a.txt", folder)
    with pytest.raises(ImportFailed, match="axis"):
        import_scene(box_file("a.glb", (1, 1, 1)), folder, up="x")
    for name in ("one.world", "two.world"):
        (tmp_path / name).write_text(BOX)
    with pytest.raises(ImportFailed, match=r"several scenes \(got one.world, two.world\)"):
        import_scene(tmp_path, folder)


def test_pictures_show_the_home(tmp_path: Path, folder: Path, box_file: BoxFile) -> None:
    pytest.importorskip("pybullet")
    scene = import_scene(box_file("crate.glb", (1, 1, 1), (0, 0.5, 0), (10, 30, 220)), folder).scene
    for file in draw_home(open_stage("pybullet"), scene, household(), tmp_path / "home"):
        pixels = np.asarray(Image.open(file)).reshape(-1, 3).astype(int)
        is_blue = pixels[:, 2] - pixels[:, 0] > 60
        assert is_blue.mean() > 0.01, file.name


@pytest.mark.skipif(WORLD not in os.environ, reason=f"{WORLD} names no world made by others")
def test_a_world_of_others_becomes_a_home(folder: Path) -> None:
    made = import_scene(Path(os.environ[WORLD]), folder, lenient=True)
    write_scene(made.scene, folder / "home.yaml")
    world = World(Home(read_scene(folder / "home.yaml"), household()))
    assert len(made.scene.furniture) > 10
    assert world.free_floor.free.area > 5.0
