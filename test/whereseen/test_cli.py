"""The command line as programs and people meet it: output, files, exit codes."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from whereseen.memory.io.recognition import open_recording
from whereseen.memory.io.recording import RecordingWriter

ROOT = Path(__file__).resolve().parents[2]


def test_mapping_says_what_it_did(recording, command, tmp_path):
    done = command("map", recording, "--out", tmp_path / "a.map", "--json")
    result = json.loads(done.stdout)
    assert done.returncode == 0
    assert result["frames"] == 12
    assert result["skipped"] == {}
    assert result["encoder"].startswith("labels+minilm")
    assert not result["interrupted"]
    assert [p.name for p in tmp_path.iterdir()] == ["a.map"]


def test_a_question_is_answered_in_stable_json(mapped, command):
    done = command("ask", mapped, "where is the red mug?", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert set(answer) == {"query", "status", "reason", "places"}
    assert answer["query"] == "where is the red mug?"
    assert answer["status"] == "found"
    best = answer["places"][0]
    assert np.linalg.norm(np.subtract(best["position_m"], (1.625, 0.0, 1.0))) < 0.1
    assert {"position_m", "size_m", "score", "probability", "last_seen_ns", "image"} <= set(best)
    assert best["last_seen_ns"] == 2_100_000_000
    assert isinstance(best["image"], int)


def test_what_is_not_there_is_refused_with_exit_code_3(mapped, command):
    done = command("ask", mapped, "a grand piano", "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["status"] == "not_found"


def test_the_answer_is_drawn(mapped, command, tmp_path):
    picture = tmp_path / "answer.png"
    done = command("ask", mapped, "a mug", "--picture", picture)
    assert done.returncode == 0
    assert "found" in done.stdout
    with Image.open(picture) as image:
        assert min(image.size) > 500


def test_top_bounds_the_number_of_places(mapped, command):
    answer = json.loads(command("ask", mapped, "a wall", "--top", "1", "--json").stdout)
    assert len(answer["places"]) == 1


def test_info_describes_the_map(mapped, command):
    about = json.loads(command("info", mapped, "--json").stdout)
    assert about["frames"] == 12
    assert 1 <= about["keyframes"] <= 4
    assert about["voxel_size_m"] == 0.05
    assert about["about"]["encoder"] == "labels"
    assert "12" in command("info", mapped).stdout


def test_an_existing_file_is_kept_unless_told_otherwise(recording, mapped, command):
    before = mapped.read_bytes()
    refused = command("map", recording, "--out", mapped)
    assert refused.returncode == 1
    assert "exists" in refused.stderr and "--overwrite" in refused.stderr
    assert mapped.read_bytes() == before


def test_a_failed_overwrite_leaves_the_old_map(mapped, recording, command, tmp_path):
    file = tmp_path / "old.map"
    file.write_bytes(mapped.read_bytes())
    unusable = tmp_path / "unlabelled.wsr"
    frame = next(iter(open_recording(recording)))
    with RecordingWriter(unusable) as writer:
        writer.write(replace(frame, labels=None))
    done = command("map", unusable, "--out", file, "--overwrite", "--encoder", "labels")
    assert done.returncode == 1
    assert file.read_bytes() == mapped.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["old.map", "unlabelled.wsr"]


def test_mapping_that_fails_at_once_leaves_nothing(recording, command, tmp_path):
    unusable = tmp_path / "unlabelled.wsr"
    frame = next(iter(open_recording(recording)))
    with RecordingWriter(unusable) as writer:
        writer.write(replace(frame, labels=None))
    done = command("map", unusable, "--out", tmp_path / "a.map", "--encoder", "labels")
    assert done.returncode == 1
    assert [p.name for p in tmp_path.iterdir()] == ["unlabelled.wsr"]


def test_a_picture_never_replaces_a_map(mapped, command):
    before = mapped.read_bytes()
    done = command("ask", mapped, "a mug", "--picture", mapped)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert mapped.read_bytes() == before


def test_a_picture_that_cannot_be_written_is_an_error(mapped, command, tmp_path):
    done = command("ask", mapped, "a mug", "--picture", tmp_path / "nowhere" / "a.png")
    assert done.returncode == 1
    assert done.stderr.startswith("error: ") and "Traceback" not in done.stderr


def test_a_question_that_is_no_text_is_refused(mapped, command):
    done = command("ask", mapped, b"a mug \xff".decode("utf-8", "surrogateescape"))
    assert done.returncode == 1
    assert "not valid text" in done.stderr


def test_brackets_in_names_are_not_markup(recording, command, tmp_path):
    file = tmp_path / "a[bold].map"
    done = command("map", recording, "--out", file)
    assert done.returncode == 0
    assert "a[bold].map" in done.stdout.replace("\n", "")


def test_what_the_memory_limit_cost_is_said(recording, command, tmp_path):
    options = ("--memory-limit-mb", "16", "--voxel-size-m", "0.005")
    done = command("map", recording, "--out", tmp_path / "a.map", *options, "--json")
    result = json.loads(done.stdout)
    assert result["dropped"] > 0
    text = command("map", recording, "--out", tmp_path / "b.map", *options).stdout
    assert "memory limit" in text


def test_overwrite_replaces(recording, command, tmp_path):
    file = tmp_path / "old.map"
    file.write_text("not a map")
    assert command("map", recording, "--out", file, "--overwrite").returncode == 0
    assert json.loads(command("info", file, "--json").stdout)["frames"] == 12


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("map", "/nowhere", "--out", "x.map"), "/nowhere"),
        (("map", "docs/decisions", "--out", "x.map"), "camera-intrinsics.txt"),
        (("map", "nowhere", "--out", "nowhere/x.map"), "no such recording"),
        (("ask", "/nowhere.map", "a mug"), "no such map file"),
        (("ask", "README.md", "a mug"), "not a map file"),
        (("info", "README.md"), "not a map file"),
        (("export", "README.md", "cloud.ply"), "not a map file"),
        (("bench", "compare", "README.md", "README.md"), "README.md"),
    ],
)
def test_wrong_files_are_named_without_a_traceback(command, arguments, named):
    done = command(*arguments)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert named in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("question", ["", "   ", "x" * 1001])
def test_empty_and_endless_questions_are_refused(mapped, command, question):
    done = command("ask", mapped, question)
    assert done.returncode == 1
    assert "question" in done.stderr


def test_asking_for_nothing_or_for_two_things_is_wrong_usage(mapped, command, tmp_path):
    assert command("ask", mapped).returncode == 2
    assert command("ask", mapped, "a mug", "--image", tmp_path / "a.png").returncode == 2


def test_an_image_that_cannot_be_read_is_refused(mapped, command):
    done = command("ask", mapped, "--image", "README.md")
    assert done.returncode == 1
    assert done.stderr.startswith("error: ") and "README.md" in done.stderr


def test_a_map_made_with_another_encoder_is_refused(mapped, command):
    model = ROOT.parent / "shared" / "models" / "yolox_nano.onnx"
    if not model.exists():
        pytest.skip("needs ../shared/models/yolox_nano.onnx")
    done = command("ask", mapped, "a mug", "--encoder", f"detector:{model}")
    assert done.returncode == 1
    assert "another encoder" in done.stderr and "labels+minilm" in done.stderr


def test_an_unknown_encoder_is_refused_with_the_known_ones(recording, command, tmp_path):
    done = command("map", recording, "--out", tmp_path / "a.map", "--encoder", "magic")
    assert done.returncode == 1
    assert "labels" in done.stderr and "detector:" in done.stderr and "clip:" in done.stderr


def test_a_voxel_of_no_size_is_refused(recording, command, tmp_path):
    done = command("map", recording, "--out", tmp_path / "a.map", "--voxel-size-m", "0")
    assert done.returncode == 1
    assert "voxel_size_m" in done.stderr


@pytest.fixture(scope="module")
def endless(tmp_path_factory, recording):
    """The recording over and over: a link to one frame would not be a recording."""
    from whereseen.memory.io.recording import RecordingConfig, RecordingReader

    frame = next(iter(RecordingReader(recording)))
    file = tmp_path_factory.mktemp("long") / "long.wsr"
    with RecordingWriter(file, RecordingConfig(commit_every=500)) as writer:
        for number in range(2000):
            writer.write(_at(frame, number))
    return file


def _at(frame, number):
    return replace(frame, stamp_ns=1_000_000_000 + number * 500_000_000)


def _started(recording: Path, out: Path) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-m", "whereseen", "map", str(recording), "--out", str(out), "--json"]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _wait_for_frames(out: Path, process: "subprocess.Popen[bytes]") -> int:
    """Frames committed so far, as soon as there are some."""
    from whereseen.memory.store.map_file import MapFile

    for _ in range(3000):
        if process.poll() is not None:
            return -1
        if out.exists():
            try:
                with MapFile.open(out) as opened:
                    frames = int(opened.meta().get("frames", 0))
            except Exception:
                frames = 0
            if frames > 0:
                return frames
        time.sleep(0.02)
    raise AssertionError("no frame was committed within a minute")


def test_an_interrupt_keeps_what_was_mapped(endless, command, tmp_path):
    out = tmp_path / "cut.map"
    process = _started(endless, out)
    assert _wait_for_frames(out, process) > 0
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    result = json.loads(output)
    assert result["interrupted"] and 0 < result["frames"] < 2000
    assert json.loads(command("info", out, "--json").stdout)["frames"] == result["frames"]
    assert command("ask", out, "a mug").returncode == 0


def test_a_kill_keeps_what_was_acknowledged(endless, command, tmp_path):
    out = tmp_path / "killed.map"
    process = _started(endless, out)
    acknowledged = _wait_for_frames(out, process)
    process.kill()
    process.communicate(timeout=60)
    assert acknowledged > 0
    assert json.loads(command("info", out, "--json").stdout)["frames"] >= acknowledged
    assert command("ask", out, "a mug").returncode == 0


def test_importing_whereseen_is_light():
    code = "import sys, whereseen; print(sorted({'torch', 'open3d', 'numba'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_help_names_every_command(command):
    text = command("--help").stdout
    for name in ("map", "ask", "info", "export", "align", "view", "demo", "bench"):
        assert name in text
    assert command().returncode == 2


def test_version_is_that_of_the_package(command):
    assert command("--version").stdout.strip() == "0.1.0"
