"""`whereseen recall`, `localize`, `explain`, `context`, `remember` and `watch`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from whereseen.cli import app
from whereseen.memory.asking import resume_map


@pytest.fixture
def run() -> Any:
    runner = CliRunner()
    return lambda *words, **options: runner.invoke(app, [str(word) for word in words], **options)


@pytest.fixture(scope="module")
def home(mapped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map of the recording, with a vase of which somebody told."""
    file = Path(shutil.copy(mapped, tmp_path_factory.mktemp("home") / "home.map"))
    with resume_map(file) as memory:
        memory.remember("green vase", (0.5, 0.5, 1.0), source="Anna")
    return file


@pytest.fixture
def own(home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(home, tmp_path / "own.map"))


def rows(run: Any, *words: object) -> list[str]:
    done = run("recall", *words, "--json")
    assert done.exit_code in (0, 3), done.output
    reply = json.loads(done.stdout)
    assert reply["exact"]
    return [each["label"] for each in reply["hits"]]


def test_recall_by_any_conditions(run: Any, home: Path) -> None:
    assert rows(run, home) == ["green vase", "red mug"]
    assert rows(run, home, "something to drink from")[0] == "red mug"
    assert rows(run, home, "--kind", "told") == ["green vase"]
    assert rows(run, home, "--near", "1.6,0,1", "--radius-m", "0.3") == ["red mug"]
    assert rows(run, home, "--box", "1,1,2:0,0,0") == ["green vase"]
    assert rows(run, home, "--label", "red mug", "--label", "green vase", "--limit", 1) != []
    assert rows(run, home, "--words", "Anna", "--thing", 2) == ["green vase"]
    assert rows(run, home, "--attribute", "colour=mauve") == []
    assert rows(run, home, "--since", "2h", "--until", "now") == ["green vase", "red mug"]
    assert rows(run, home, "--as-of", "1h") == []
    table = run("recall", home, "mug", "--limit", 1)
    assert table.exit_code == 0
    assert "red mug #1" in table.stdout
    assert "1 of 2 that fit, exact" in table.stdout
    nothing = run("recall", home, "--label", "unicorn")
    assert (nothing.exit_code, nothing.stdout) == (3, "nothing that was observed fits\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--near", "1,2"), 2),
        (("--box", "0,0,0"), 2),
        (("--attribute", "red"), 2),
        (("--since", "1h", "--until", "2h"), 2),
        (("--since", "the flood"), 1),
        (("--in", "attic"), 1),
    ],
)
def test_conditions_that_are_none_are_refused(
    run: Any, home: Path, words: tuple[str, ...], code: int
) -> None:
    assert run("recall", home, *words).exit_code == code


def test_where_it_is_and_was(run: Any, home: Path) -> None:
    now = run("localize", home, "red mug")
    assert now.exit_code == 0
    assert "red mug: found" in now.stdout
    assert "evidence image" in now.stdout
    then = json.loads(run("localize", home, "red mug", "--as-of", "now", "--json").stdout)
    assert (then["status"], then["best"]["label"]) == ("found", "red mug")
    assert then["best"]["position_m"] == pytest.approx([1.62, 0.0, 1.0], abs=0.1)
    assert len(then["best"]["covariance_m2"]) == 3
    assert then["evidence"]
    early = run("localize", home, "red mug", "--as-of", "1h")
    assert early.exit_code == 3
    assert "first known at" in early.stdout
    assert run("localize", home, "red mug", "--as-of", "tomorrow").exit_code == 1


def test_why_it_is_believed(run: Any, home: Path) -> None:
    seen = run("explain", home, "mug")
    assert seen.exit_code == 0
    assert "- seen by" in seen.stdout
    assert "image" in seen.stdout
    (told,) = json.loads(run("explain", home, "2", "--json").stdout)
    assert (told["entity"]["label"], told["beliefs"][0]["source"]) == ("green vase", "Anna")
    wrong = run("explain", home, "red mgu")
    assert wrong.exit_code == 1
    assert "Did you mean red mug?" in str(wrong.exception)


def test_what_a_planner_should_know(run: Any, home: Path) -> None:
    done = run("context", home, "bring me a mug", "--budget-tokens", 60)
    assert done.exit_code == 0
    assert "red mug #1" in done.stdout
    made = json.loads(run("context", home, "--budget-tokens", 45, "--json").stdout)
    assert 0 < made["tokens"] <= 45
    assert made["left_out"] == 1
    assert made["items"][0]["section"] == "things"


def test_what_is_told_is_remembered(run: Any, own: Path) -> None:
    done = run("remember", own, "the keys are next to the mug", "--source", "Ben")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("keys: remembered as thing 3, ")
    placed = json.loads(
        run("remember", own, "spare key", "--at", "1,0,1", "--size", ".1,.1,.1", "--json").stdout
    )
    assert (placed["id"], placed["position_m"]) == (4, [1.0, 0.0, 1.0])
    assert "Ben told" in run("ask", own, "keys").stdout
    unknown = run("remember", own, "the keys are on the piano")
    assert unknown.exit_code == 1
    assert "no such place is known" in str(unknown.exception)
    assert run("remember", own, "spare key", "--at", "1,0").exit_code == 2
    assert run("remember", own, "the keys are on the mug", "--size", "1,1,1").exit_code == 2


def test_changes_are_followed(run: Any, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = run("watch", own, "--from-start", "--kind", "told", "--most", 1)
    assert told.exit_code == 0
    assert "green vase: told by Anna to be" in told.stdout
    options = ("--from-start", "--first-sights", "--most", 1, "--json")
    line = run("watch", own, "--like", "a cup", *options)
    assert json.loads(line.stdout)["label"] == "red mug"
    naps = list[float]()

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) > 1:
            raise KeyboardInterrupt
        with resume_map(own) as memory:
            memory.remember("hat", (1.0, 0.0, 1.0))

    monkeypatch.setattr("time.sleep", sleep)
    followed = run("watch", own, "--period-s", 0.2)
    assert (followed.exit_code, naps) == (0, [0.2, 0.2])
    assert followed.stdout.count("\n") == 1
    assert "hat: told to be" in followed.stdout
    assert run("watch", own, "--kind", "vanish").exit_code == 1
    assert run("watch", own.with_name("none.map")).exit_code == 1
