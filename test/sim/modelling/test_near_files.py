from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from whereseen.sim.modelling.mesh_reading import read_mesh
from whereseen.sim.modelling.near_files import NearFiles, missing_pictures

GREEN = (20, 160, 40)


@pytest.fixture
def mesh(tmp_path: Path) -> Path:
    """Where a mesh of a model in a collection lies, with its picture as Gazebo has it."""
    file = tmp_path / "all" / "models" / "bed" / "meshes" / "bed.dae"
    file.parent.mkdir(parents=True)
    pictures = file.parents[1] / "materials" / "textures"
    pictures.mkdir(parents=True)
    Image.new("RGB", (8, 8), GREEN).save(pictures / "Bed.png")
    return file


@pytest.mark.parametrize(
    "name",
    [
        "../materials/textures/Bed.png",
        "bed.PNG",
        "file://C:\\Users\\somebody\\Bed.tga",
        "file:///home/somebody/textures/Bed.png",
        "%42ed.png",
    ],
)
def test_pictures_are_found_whoever_named_them(mesh: Path, name: str) -> None:
    near = NearFiles(mesh)
    assert name in near
    assert near.get(name) == (mesh.parents[1] / "materials/textures/Bed.png").read_bytes()


def test_what_lies_far_away_is_not_read(mesh: Path, tmp_path: Path) -> None:
    far = tmp_path / "secret.png"
    far.write_bytes(b"x")
    near = NearFiles(mesh)
    assert str(far) not in near and "../../../../secret.png" not in near
    (mesh.parent / "linked.png").symlink_to(far)
    assert "linked.png" not in near
    with pytest.raises(FileNotFoundError):
        near.get("../../../../secret.png")


def test_missing_pictures_are_told(mesh: Path) -> None:
    named = "<init_from>{}</init_from>"
    mesh.write_text(named.format("a-image") + named.format("Bed.jpg") + named.format("gone.jpg"))
    assert missing_pictures(mesh) == ("gone.jpg",)
    assert missing_pictures(mesh.with_suffix(".obj")) == ()


def test_a_mesh_wears_a_picture_of_the_folder_beside(mesh: Path) -> None:
    pytest.importorskip("trimesh")
    obj = mesh.with_suffix(".obj")
    obj.write_text(
        "mtllib bed.mtl\nusemtl cover\nv 0 0 0\nv 1 0 0\nv 0 1 0\n"
        "vt 0 0\nvt 1 0\nvt 0 1\nf 1/1 2/2 3/3\n"
    )
    obj.with_suffix(".mtl").write_text("newmtl cover\nmap_Kd ../materials/textures/Bed.png\n")
    assert np.all(read_mesh(obj).image == GREEN)
