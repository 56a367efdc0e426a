from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from whereseen.memory.chronicle.stays import Stay, Turn
from whereseen.memory.errors import (
    InvalidConfig,
    MapFileError,
    MissingDependency,
    WhereseenError,
)
from whereseen.memory.frames import look_at
from whereseen.memory.io import viewer
from whereseen.memory.objects.entity import Kind, Status
from whereseen.memory.report.contents import Floor, Item, Link, PlanFrame, Report, RoomShape
from whereseen.memory.spatial.keyframes import Keyframe


def keyframe(image_id: int) -> Keyframe:
    jpeg = io.BytesIO()
    Image.fromarray(np.full((24, 32, 3), 90, np.uint8)).save(jpeg, "JPEG")
    return Keyframe(
        image_id=image_id,
        stamp_ns=1_700_000_000_000_000_000 + image_id * 10**9,
        camera_id="head",
        jpeg=jpeg.getvalue(),
        T_map_camera=look_at((2.0, 0.0, 1.0), (0.0, 0.0, 0.5)),
        intrinsics=np.array([[30.0, 0.0, 16.0], [0.0, 30.0, 12.0], [0.0, 0.0, 1.0]]),
    )


@pytest.fixture
def map_file(write_map: Callable[..., Path]) -> Path:
    path = ((2.0, 0.0, 1.0), (2.0, 0.5, 1.0))
    voxels = [[n, n % 7, n % 5] for n in range(500)]
    frames = (keyframe(1), keyframe(4))
    return write_map("kitchen.map", voxels, (200, 30, 30), path_m=path, keyframes=frames)


def test_a_recording_holds_voxels_path_and_images(map_file: Path, tmp_path: Path) -> None:
    pytest.importorskip("rerun")
    out = tmp_path / "kitchen.rrd"
    viewer.view_map(map_file, out)
    assert out.read_bytes()[:3] == b"RRF"
    assert out.stat().st_size > 5_000
    listed = subprocess.run(
        [sys.executable, "-m", "rerun_cli", "rrd", "stats", str(out)],
        env=viewer.viewer_environment({"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for entity in ("/map", "/map/voxels", "/map/path", "/map/images/1", "/map/images/4"):
        assert f"\n{entity}: " in listed
    assert [path.name for path in tmp_path.glob("*.partial")] == []


def test_an_empty_map_can_be_looked_at(write_map: Callable[..., Path], tmp_path: Path) -> None:
    pytest.importorskip("rerun")
    viewer.view_map(write_map("empty.map", [], (0, 0, 0), path_m=()), tmp_path / "empty.rrd")
    assert (tmp_path / "empty.rrd").stat().st_size > 100


def test_a_folder_that_does_not_exist_is_an_error(
    map_file: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("rerun")
    with pytest.raises(MapFileError, match=r"recording cannot be written.*mkdir -p"):
        viewer.view_map(map_file, tmp_path / "none" / "kitchen.rrd")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", [".", "kitchen.map", "kitchen"])
def test_a_recording_needs_its_suffix(map_file: Path, tmp_path: Path, name: str) -> None:
    before = map_file.read_bytes()
    with pytest.raises(InvalidConfig, match=r"ends in \.rrd"):
        viewer.view_map(map_file, tmp_path / name)
    assert map_file.read_bytes() == before


def test_a_folder_is_no_recording(map_file: Path, tmp_path: Path) -> None:
    pytest.importorskip("rerun")
    (tmp_path / "a.rrd").mkdir()
    with pytest.raises(MapFileError, match=r"the folder .*a\.rrd"):
        viewer.view_map(map_file, tmp_path / "a.rrd")


def test_a_missing_map_leaves_nothing_behind(tmp_path: Path) -> None:
    pytest.importorskip("rerun")
    with pytest.raises(MapFileError, match="no such map file"):
        viewer.view_map(tmp_path / "none.map", tmp_path / "kitchen.rrd")
    assert list(tmp_path.iterdir()) == []


def test_without_a_display_the_way_out_is_named(
    map_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(WhereseenError, match=r"no display.*--save map\.rrd"):
        viewer.view_map(map_file, None)


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_displays(platform: str, environment: dict[str, str], expected: bool) -> None:
    assert viewer.has_display(platform, environment) is expected


def test_the_viewer_opens_the_recording_and_sends_no_usage_data(
    map_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("rerun")
    opened: list[tuple[list[str], bool, str]] = []

    def run(command: list[str], *, env: dict[str, str], check: bool) -> object:
        assert not check
        opened.append((command[1:3], Path(command[3]).stat().st_size > 5_000, env["CI"]))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(subprocess, "run", run)
    viewer.view_map(map_file, None)
    assert opened == [(["-m", "rerun_cli"], True, "true")]


def test_a_viewer_that_fails_is_an_error(map_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rerun")
    failed = subprocess.CompletedProcess(["rerun"], 1)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: failed)
    with pytest.raises(WhereseenError, match="exit code 1"):
        viewer.view_map(map_file, None)


def test_the_environment_of_the_viewer() -> None:
    environment = viewer.viewer_environment({"DISPLAY": ":0", "RERUN_ANALYTICS": "1"})
    assert environment == {"DISPLAY": ":0", "CI": "true", "RERUN_APP_ONLY": "true"}


def test_without_rerun_the_extra_is_named(
    map_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rerun", None)
    with pytest.raises(MissingDependency, match=r"pip install 'whereseen\[view\]'"):
        viewer.view_map(map_file, tmp_path / "kitchen.rrd")


def test_things_rooms_relations_and_trails_are_shown(map_file: Path, tmp_path: Path) -> None:
    pytest.importorskip("rerun")
    out = tmp_path / "kitchen.rrd"
    viewer.view_map(map_file, out, known())
    listed = entities_in(out, tmp_path)
    assert {"/map/furniture/1", "/map/things/2", "/map/trails/2"} <= listed
    assert {"/map/rooms/0", "/map/relations", "/map/voxels"} <= listed
    # A table that never moved leaves no trail.
    assert "/map/trails/1" not in listed


def known() -> Report:
    """A table, and a mug that was carried onto it."""
    start_ns = 1_700_000_000_000_000_000
    floor, table = (2.0, 0.5, 0.0), (0.5, 0.2, 0.7)
    stays = (
        Stay(2, "mug", floor, start_ns, start_ns + 10**9, start_ns),
        Stay(2, "mug", table, start_ns + 2 * 10**9, None, start_ns + 3 * 10**9),
    )
    turn = Turn(Kind.MOVED, 2, "mug", start_ns, start_ns + 2 * 10**9, *stays)
    room = RoomShape(1, "kitchen", 9.0, (1.0, 1.0), ((0.0, 0.0), (3.0, 0.0), (3.0, 3.0)))
    seen = {"first_seen_ns": start_ns, "last_seen_ns": start_ns}
    return Report(
        title="",
        source="",
        first_ns=start_ns,
        now_ns=start_ns + 3 * 10**9,
        frame=PlanFrame(),
        floors=(Floor((0.0, 0.0), (3.0, 3.0), (room,)),),
        items=(
            Item(1, "table", True, Status.PRESENT, 0.9, (0.5, 0.2, 0.3), (1.0, 1.0, 0.6), **seen),
            Item(
                2, "mug", False, Status.PRESENT, 0.9, table, (0.0, 0.0, 0.0), **seen,
                stays=stays, links=(Link("on", "table", 1),),
            ),
        ),
        turns=(turn,),
    )  # fmt: skip


def entities_in(recording: Path, home: Path) -> set[str]:
    listed = subprocess.run(
        [sys.executable, "-m", "rerun_cli", "rrd", "stats", str(recording)],
        env=viewer.viewer_environment({"HOME": str(home), "PATH": "/usr/bin:/bin"}),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return {line.split(":")[0] for line in listed.splitlines()}
