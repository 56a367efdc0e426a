"""Nothing that was acknowledged is lost, whatever becomes of the process or the disk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from whereseen.memory.spatial_memory import SpatialMemory

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def command(path: Path, *task: str) -> list[str]:
    conftest = HERE.parent / "conftest.py"
    return [sys.executable, str(HERE / "mapping_child.py"), str(conftest), str(path), *task]


def save(path: Path, *limit: int) -> subprocess.CompletedProcess[str]:
    task = command(path, "save", *map(str, limit))
    return subprocess.run(task, cwd=ROOT, text=True, capture_output=True, timeout=120)


@pytest.mark.parametrize("acknowledged", [1, 3, 6])
def test_a_kill_loses_nothing_that_was_acknowledged(
    tmp_path: Path, one_hot: Any, structure_holds: Any, acknowledged: int
) -> None:
    path = tmp_path / "a.map"
    with subprocess.Popen(
        command(path, "attach"), cwd=ROOT, text=True, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(acknowledged)]
        child.kill()
        rest = child.stdout.read().splitlines()
    saved = int([*lines, *(line for line in rest if line[6:])][-1].split()[1])
    memory = SpatialMemory.open(path, one_hot)
    structure_holds(memory.voxel_map.arrays)
    assert memory.voxel_map.frames >= saved
    # The wall lies before every acknowledged station, and each has its image.
    along = memory.voxels().points_map[:, 1]
    assert along.max() > 0.5 * (saved - 1)
    assert memory.ask("wall").found
    assert memory.keyframe(memory.ask("wall").places[0].image_id) is not None
    # So is what was told before it, each thing with its history.
    told = memory.objects.entities()
    assert [thing.id for thing in told] == list(range(1, memory.voxel_map.frames + 1))
    for thing in told:
        (belief,) = memory.objects.explain(thing.id).beliefs
        assert belief.source == f"told {thing.id - 1}"
    assert memory.objects.remember("ball", (0.0, 0.0, 0.0)).id == len(told) + 1


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, one_hot: Any) -> None:
    path = tmp_path / "a.map"
    assert save(path).returncode == 0
    before = path.read_bytes()
    for share in (0.02, 0.5, 0.95):
        failed = save(path, int(share * len(before)))
        assert failed.returncode == 1, failed.stderr
        assert "the map cannot be written" in failed.stderr
        assert "Traceback" not in failed.stderr
        assert path.read_bytes() == before
        assert [p.name for p in tmp_path.iterdir()] == ["a.map"]
    assert SpatialMemory.open(path, one_hot).ask("wall").found


def test_a_full_disk_leaves_no_new_file(tmp_path: Path) -> None:
    failed = save(tmp_path / "a.map", 9000)
    assert failed.returncode == 1
    assert list(tmp_path.iterdir()) == []
