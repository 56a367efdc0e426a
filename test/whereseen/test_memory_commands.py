from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from whereseen.cli import app
from whereseen.memory.asking import resume_map
from whereseen.memory.forgetting import traces_of


@pytest.fixture
def run() -> Any:
    runner = CliRunner()
    return lambda *words, **options: runner.invoke(app, [str(word) for word in words], **options)


@pytest.fixture
def home(mapped: Path, tmp_path: Path) -> Path:
    """The map of the recording, with a vase of which somebody told later."""
    file = Path(shutil.copy(mapped, tmp_path / "home.map"))
    with resume_map(file) as memory:
        memory.objects.remember("green vase", (0.5, 0.5, 1.0), source="Anna")
    return file


def test_mapping_follows_things(run: Any, recording: Path, tmp_path: Path) -> None:
    file = tmp_path / "views.map"
    done = run("map", recording, "--out", file, "--json")
    assert done.exit_code == 0, done.output
    result = json.loads(done.stdout)
    assert result["things"] == 1
    assert 0.0 < result["follow_cpu_s"] < result["cpu_s"]
    done = run("map", recording, "--out", file, "--overwrite", "--no-things", "--json")
    assert json.loads(done.stdout)["things"] == 0
    assert json.loads(done.stdout)["follow_cpu_s"] == 0.0


def test_first_sights_are_no_changes(run: Any, home: Path) -> None:
    done = run("changes", home, "--since", "2h")
    assert done.exit_code == 3
    assert done.stdout == "1 things were seen for the first time\n"
    (turn,) = json.loads(run("changes", home, "--since", "2h", "--json").stdout)
    assert (turn["kind"], turn["label"], turn["earliest_ns"]) == ("appeared", "red mug", 0)
    assert run("changes", home, "--since", "blue").exit_code == 1


def test_the_history_of_a_thing(run: Any, home: Path) -> None:
    done = run("history", home, "mug")
    assert done.exit_code == 0
    assert done.stdout.startswith("red mug (thing 1): present, ")
    assert "in the log: 1 detection" in done.stdout
    (past,) = json.loads(run("history", home, "vase", "--json").stdout)
    assert past["rows"] == {"told": 1}
    unknown = run("history", home, "unicorn")
    assert unknown.exit_code == 1
    assert "Known are: green vase, red mug" in str(unknown.exception)


def test_the_tree(run: Any, home: Path, tmp_path: Path) -> None:
    assert "red mug" in run("tree", home).stdout
    nodes = json.loads(run("tree", home, "--json").stdout)["nodes"]
    assert "thing 1" in {node["id"] for node in nodes}
    out = tmp_path / "home.graphml"
    assert run("tree", home, "--out", out).exit_code == 0
    assert "red mug" in out.read_text()
    assert run("tree", home, "--out", tmp_path / "home.xls").exit_code == 1


def test_forgetting_asks_first(run: Any, home: Path) -> None:
    before = home.read_bytes()
    done = run("forget", home, "vase", input="n\n")
    assert done.exit_code == 1
    assert "green vase (thing 2) at (0.50, 0.50, 1.00)" in done.output
    assert "nothing was erased" in done.stdout
    assert traces_of(home, ["green vase", "Anna"]) == ("green vase", "Anna")
    assert len(home.read_bytes()) == len(before)


def test_forgetting_erases_and_proves_it(run: Any, home: Path) -> None:
    done = run("forget", home, "vase", "1.4,-0.3,0.8:1.9,0.3,1.2", input="y\n")
    assert done.exit_code == 0, done.output
    assert "erased 2 things" in done.stdout
    assert "no trace is left in the file" in done.stdout
    assert traces_of(home, ["green vase", "Anna", "red mug"]) == ()
    assert run("ask", home, "a red mug").exit_code == 3


def test_forgetting_for_programs(run: Any, home: Path) -> None:
    done = run("forget", home, "red mug", "--yes", "--json")
    proof = json.loads(done.stdout)
    assert (proof["things"], proof["proven"], proof["left"]) == (1, True, [])
    assert proof["images"] > 0
    assert proof["rows"] == 2
