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


def test_consolidating_is_done_once(run: Any, home: Path) -> None:
    done = run("consolidate", home)
    assert done.exit_code == 0, done.output
    assert "summaries were made or made again" in done.stdout
    assert "done in " in done.stdout
    again = json.loads(run("consolidate", home, "--json").stdout)
    assert (again["is_complete"], again["summaries"], again["thinned"]) == (True, 0, 0)


def test_a_budget_that_ends_is_told(run: Any, home: Path) -> None:
    done = run("consolidate", home, "--budget-s", "0")
    assert done.exit_code == 3
    assert "call it again to go on" in done.stdout
    assert run("consolidate", home).exit_code == 0


def test_policies_are_kept_with_the_map(run: Any, home: Path) -> None:
    given = ("--retention", "told: 0 rows", "--images", "image: 0 rows", "--vectors", "*: 0 rows")
    report = json.loads(run("consolidate", home, *given, "--json").stdout)
    assert (report["dropped"], report["vectors"]) == (1, 1)
    assert report["images"] > 0
    with resume_map(home) as memory:
        assert memory.config.log.retention == "told: 0 rows"
        assert memory.config.archive.images == "image: 0 rows"
        memory.objects.remember("red vase", (0.5, 0.5, 1.5), source="Anna")
    assert json.loads(run("consolidate", home, "--json").stdout)["dropped"] == 1
    wrong = run("consolidate", home, "--retention", "told: soon")
    assert wrong.exit_code == 1
    assert "soon" in str(wrong.exception)


def test_the_summary_of_a_thing(run: Any, home: Path) -> None:
    done = run("summary", home, "red mug")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("The red mug was first seen at ")
    (row,) = json.loads(run("summary", home, "the mug", "--json").stdout)
    assert (row["level"], row["scope"], row["thing_ids"]) == ("thing", "thing 1", [1])
    assert row["stats"]["is_there"] is True


def test_the_summary_of_the_newest_day(run: Any, home: Path) -> None:
    before = home.read_bytes()
    done = run("summary", home)
    assert done.exit_code == 0, done.output
    assert "2 things known" in done.stdout
    assert "more stayed where they were" in done.stdout
    assert home.read_bytes() == before
    assert run("summary", home, "unicorn").exit_code == 1


def test_info_tells_of_the_past(run: Any, home: Path) -> None:
    run("consolidate", home)
    about = json.loads(run("info", home, "--json").stdout)
    assert about["things"] == {"unknown": 1, "present": 1}
    assert about["log_rows"] == {"detection": 1, "told": 1}
    assert about["events"] == {"appeared": 1}
    assert about["summaries"] == {"day": 1, "thing": 2}
    assert (about["relations"], about["rooms"], about["task"]) == ({}, [], "")
    text = run("info", home).stdout
    assert "1 unknown, 1 present" in text
    assert "1 day, 2 thing" in text


def test_forgetting_reaches_summaries_and_habits(run: Any, home: Path) -> None:
    run("consolidate", home)
    assert traces_of(home, ["green vase", "2 things known"]) == ("green vase", "2 things known")
    done = run("forget", home, "vase", "--yes")
    assert done.exit_code == 0, done.output
    assert "no trace is left in the file" in done.stdout
    assert traces_of(home, ["green vase", "2 things known"]) == ()
