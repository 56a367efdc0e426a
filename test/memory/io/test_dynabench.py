from __future__ import annotations

import importlib
import io
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.memory.errors import InvalidObservation, NewerFormat, UnknownLayout
from whereseen.memory.io.dynabench import DynaBenchReader
from whereseen.memory.io.reader import Reader, TrueQuery
from whereseen.memory.io.recognition import open_recording

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "convert_dynabench.py"


def frames(count: int = 3) -> dict[str, list[Any]]:
    """What DynaBench's env.pkl holds, as numpy arrays."""
    depth_m = np.full((6, 8), 2.0, np.float32)
    depth_m[0, :4] = (np.nan, 0.0, np.inf, 1.2346)
    poses = np.stack([np.eye(4)] * count)
    poses[:, 0, 3] = np.arange(count)
    return {
        "rgb": [np.full((6, 8, 3), 10 * i, np.uint8) for i in range(count)],
        "depth": [depth_m] * count,
        "camera_K": [np.array([[200.0, 0, 4], [0, 201, 3], [0, 0, 1]])] * count,
        "camera_poses": list(poses),
        "feats": [None] * count,
    }


@pytest.fixture
def original(tmp_path: Path) -> Path:
    folder = tmp_path / "original"
    folder.mkdir()
    (folder / "env.pkl").write_bytes(pickle.dumps(frames()))
    (folder / "time.txt").write_text("2\n0\n")
    (folder / "0.csv").write_text("query,x,y,z,tol\na mug,1,2,3,0.5\na cat,,,,\n")
    (folder / "2.csv").write_text(
        'query,x,y,z,tol\n"a red, small mug",1,2,3.5,0.5\na cat,0,0,0,1\na cat,1,0,0,1\na dog,,,,\n'
    )
    return folder


def convert(scene: Path, output: Path, *options: str) -> tuple[int, str]:
    """Run the script in this process; returns its exit status and what it said."""
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SCRIPT.parent))
        patch.setattr(sys, "stdout", said)
        patch.setattr(sys, "stderr", said)
        script = importlib.import_module("convert_dynabench")
        return script.main([str(scene), str(output), *options]), said.getvalue()


@pytest.fixture
def converted(original: Path, tmp_path: Path) -> Path:
    status, said = convert(original, tmp_path / "scene", "--rate-hz", "2")
    assert said.startswith("3 frames (0 unusable) and 3 question files")
    assert status == 0
    return tmp_path / "scene"


def respoil(original: Path, tmp_path: Path, change: Callable[[dict[str, Any]], Any]) -> Path:
    """Convert a scene after a change of its env.pkl."""
    data = frames()
    change(data)
    (original / "env.pkl").write_bytes(pickle.dumps(data))
    assert convert(original, tmp_path / "scene")[0] == 0
    return tmp_path / "scene"


def test_frames_come_back(converted: Path) -> None:
    reader: Reader = DynaBenchReader(converted)
    first, second, third = reader
    assert [f.stamp_ns for f in (first, second, third)] == [0, 500_000_000, 1_000_000_000]
    assert second.rgb[0, 0].tolist() == [10, 10, 10]
    assert third.T_map_camera[0, 3] == 2.0
    assert first.intrinsics.tolist() == [[200, 0, 4], [0, 201, 3], [0, 0, 1]]
    row = first.depth_m[0, :5]
    assert row.tolist() == pytest.approx([0.0, 0.0, np.inf, 1.235, 2.0])
    assert (len(reader), reader.layout) == (3, "DynaBench folder")


def test_questions_in_the_order_of_time(converted: Path) -> None:
    questions = DynaBenchReader(converted).questions()
    assert [(q.text, q.position_m, q.tolerance_m, q.after_frame) for q in questions] == [
        ("a mug", (1.0, 2.0, 3.0), 0.5, 0),
        ("a cat", None, 0.0, 0),
        ("a red, small mug", (1.0, 2.0, 3.5), 0.5, 2),
        ("a cat", (0.0, 0.0, 0.0), 1.0, 2),
        ("a cat", (1.0, 0.0, 0.0), 1.0, 2),
        ("a dog", None, 0.0, 2),
    ]
    assert {q.stamp_ns for q in questions} == {0, 1_000_000_000}


def test_the_answers_at_the_end(converted: Path) -> None:
    assert DynaBenchReader(converted).true_queries() == (
        TrueQuery("a red, small mug", ((1.0, 2.0, 3.5),)),
        TrueQuery("a cat", ((0.0, 0.0, 0.0), (1.0, 0.0, 0.0))),
        TrueQuery("a dog", ()),
    )


def test_a_scene_without_questions(converted: Path) -> None:
    (converted / "time.txt").unlink()
    reader = DynaBenchReader(converted)
    assert (reader.questions(), reader.true_queries()) == ((), ())


def test_the_other_name_of_the_tolerance(converted: Path) -> None:
    (converted / "0.csv").write_text("query, x, y, z, tolerance\na mug, 1, 2, 3, 0.25\nb,nan,,,\n")
    mug, absent = DynaBenchReader(converted).questions()[:2]
    assert (mug.tolerance_m, absent.position_m) == (0.25, None)


@pytest.mark.parametrize(
    "table",
    [
        "",
        "query,x,y,z\na,1,2,3\n",
        "text,x,y,z,tol\na,1,2,3,1\n",
        "query,x,y,z,tol\na,1,,3,1\n",
        "query,x,y,z,tol\na,1,2,3,\n",
        "query,x,y,z,tol\na,1,2,3,-1\n",
        "query,x,y,z,tol\na,1,2,inf,1\n",
        "query,x,y,z,tol\na,here,2,3,1\n",
        "query,x,y,z,tol\n,1,2,3,1\n",
        'query,x,y,z,tol\n"a,1,2,3,1\n',
    ],
)
def test_malformed_questions(converted: Path, table: str) -> None:
    (converted / "0.csv").write_text(table)
    if table == "":
        assert all(q.after_frame == 2 for q in DynaBenchReader(converted).questions())
    else:
        with pytest.raises(UnknownLayout, match=r"0\.csv is malformed"):
            DynaBenchReader(converted)


@pytest.mark.parametrize("times", ["3", "-1", "now", "1"])
def test_times_that_cannot_be(converted: Path, times: str) -> None:
    (converted / "time.txt").write_text(times)
    with pytest.raises(UnknownLayout, match=r"time\.txt|1\.csv"):
        DynaBenchReader(converted)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda d: d["camera_poses"][1].fill(np.nan), "T_map_camera is not a rigid transform"),
        (lambda d: d["camera_poses"].__setitem__(1, None), "T_map_camera is not a rigid transform"),
        (lambda d: d["rgb"].__setitem__(1, None), "depth image is missing"),
        (lambda d: d["rgb"].__setitem__(1, np.full((6, 8, 3), 300.0)), "depth image is missing"),
        (lambda d: d["depth"].__setitem__(1, np.zeros(3)), "depth image is missing"),
        (lambda d: d["depth"].__setitem__(1, np.ones((3, 4))), "depth and image differ in size"),
        (lambda d: d["camera_K"].__setitem__(1, np.zeros((4, 4))), "intrinsics must be a finite"),
    ],
)
def test_unusable_frames_are_left_out(
    original: Path, tmp_path: Path, change: Callable[[dict[str, Any]], Any], reason: str
) -> None:
    reader = DynaBenchReader(respoil(original, tmp_path, change))
    assert [frame.stamp_ns for frame in reader] == [0, 2_000_000_000]
    assert next(iter(reader.skipped.reasons)).startswith(reason)


def test_colour_in_floating_point(original: Path, tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        data["rgb"][0] = np.full((6, 8, 3), 0.5, np.float32)
        data["rgb"][1] = np.full((6, 8, 3), 200.0, np.float32)

    levels = [int(f.rgb[0, 0, 0]) for f in DynaBenchReader(respoil(original, tmp_path, change))]
    assert levels == [128, 200, 20]


def test_when_no_frame_can_be_used(converted: Path) -> None:
    for image in (converted / "frames").iterdir():
        image.unlink()
    with pytest.raises(InvalidObservation, match="3 of 3: depth image is missing"):
        list(DynaBenchReader(converted))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", "other"),
        ("frames", "many"),
        ("frames", 4),
        ("depth_unit_m", 0),
        ("version", None),
    ],
)
def test_a_wrong_description(converted: Path, key: str, value: object) -> None:
    scene = json.loads((converted / "scene.json").read_text())
    (converted / "scene.json").write_text(json.dumps({**scene, key: value}))
    with pytest.raises(UnknownLayout, match=r"is malformed .*convert_dynabench\.py"):
        DynaBenchReader(converted)


@pytest.mark.parametrize("text", ["", "[]", "{}", "7"])
def test_a_malformed_description(converted: Path, text: str) -> None:
    (converted / "scene.json").write_text(text)
    with pytest.raises(UnknownLayout, match="is malformed"):
        DynaBenchReader(converted)


def test_a_newer_converter(converted: Path) -> None:
    scene = json.loads((converted / "scene.json").read_text())
    (converted / "scene.json").write_text(json.dumps({**scene, "version": 2}))
    with pytest.raises(NewerFormat, match="version 2"):
        DynaBenchReader(converted)


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", pickle.dumps([1])])
def test_malformed_cameras(converted: Path, content: bytes) -> None:
    (converted / "cameras.npz").write_bytes(content)
    with pytest.raises(UnknownLayout, match=r"cameras\.npz is malformed"):
        DynaBenchReader(converted)


def test_the_reader_never_unpickles(converted: Path) -> None:
    objects = np.array([print, None], dtype=object)
    np.savez(converted / "cameras.npz", T_map_camera=objects, intrinsics=objects, stamp_ns=objects)
    with pytest.raises(UnknownLayout, match=r"cameras\.npz is malformed .*allow_pickle=False"):
        DynaBenchReader(converted)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "damaged"),
        (pickle.dumps(frames())[:500], "damaged"),
        (pickle.dumps([1, 2]), "not a dictionary with the lists"),
        (pickle.dumps({"rgb": []}), "not a dictionary with the lists"),
        (pickle.dumps({**frames(), "rgb": []}), "differ in length"),
        (pickle.dumps({**frames(), "obs": Path("a")}), "env.pkl names pathlib"),
    ],
)
def test_scenes_that_are_not_converted(
    original: Path, tmp_path: Path, content: bytes, message: str
) -> None:
    (original / "env.pkl").write_bytes(content)
    status, said = convert(original, tmp_path / "scene")
    assert status == 1
    assert said.startswith("not converted: ")
    assert message in said
    assert not (tmp_path / "scene").exists()


def test_nothing_is_overwritten(original: Path, converted: Path) -> None:
    assert "exists already" in convert(original, converted)[1]
    assert "has no env.pkl" in convert(converted, converted.with_name("b"))[1]
    assert "rate must be positive" in convert(original, original / "c", "--rate-hz", "0")[1]


def test_recognition_points_to_the_converter(original: Path, converted: Path) -> None:
    assert isinstance(open_recording(converted), DynaBenchReader)
    with pytest.raises(UnknownLayout, match="Convert a DynaBench scene first"):
        open_recording(original)


def test_the_script_stands_alone(original: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), str(original), str(tmp_path / "scene")]
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert len(list(DynaBenchReader(tmp_path / "scene"))) == 3
