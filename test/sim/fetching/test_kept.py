import json
from dataclasses import replace
from pathlib import Path

import pytest

from whereseen.sim.fetching import kept as module
from whereseen.sim.fetching.config import FetchConfig
from whereseen.sim.fetching.judging import Cause, Judged
from whereseen.sim.fetching.kept import Kept

CONFIG = FetchConfig(trials=2)


def done(number, *, method="whereseen", seed=1, cause=None, of=2):
    return Judged(
        method, "perfect", seed, number, "mug", "table", cause, "", 60.0, 9.0, 7, 1, False, True,
        of, 3.5,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    kept = Kept(tmp_path, CONFIG)
    kept.add([done(0), done(1, cause=Cause.WRONG_OBJECT)])
    kept.add([done(0, seed=2)])
    return tmp_path


def test_what_was_done_is_there_again(folder):
    kept = Kept(folder, CONFIG)
    assert kept.has("perfect", 1, "whereseen")
    assert kept.of("perfect", 1, "whereseen") == (done(0), done(1, cause=Cause.WRONG_OBJECT))


def test_a_home_that_was_interrupted_is_done_anew(folder):
    kept = Kept(folder, CONFIG)
    assert not kept.has("perfect", 2, "whereseen")
    assert kept.of("perfect", 2, "whereseen") == ()
    assert len(kept) == 2
    assert len((folder / "errands.jsonl").read_text().splitlines()) == 2


def test_a_line_that_was_cut_off_is_no_errand(folder):
    file = folder / "errands.jsonl"
    file.write_text(file.read_text()[:-20])
    assert len(Kept(folder, CONFIG)) == 2


@pytest.mark.parametrize("line", ["[]", "{}", '"x"', '{"cause": "nobody knows"}', "{"])
def test_what_is_no_errand_is_passed_over(folder, line):
    file = folder / "errands.jsonl"
    file.write_text(line + "\n" + file.read_text())
    assert len(Kept(folder, CONFIG)) == 2


def test_errands_of_another_configuration_do_not_count(folder):
    assert len(Kept(folder, replace(CONFIG, tries=9))) == 0
    assert not (folder / "errands.jsonl").read_text()


def test_errands_of_another_commit_do_not_count(folder, monkeypatch):
    monkeypatch.setattr(module, "commit", lambda: "another")
    assert len(Kept(folder, CONFIG)) == 0


def test_errands_of_other_methods_and_conditions_count(folder):
    wider = replace(CONFIG, methods=("static",), conditions=("perfect", "default noise"))
    kept = Kept(folder, replace(wider, stage_python=Path("/usr/bin/python3")))
    assert kept.has("perfect", 1, "whereseen")
    assert not kept.has("perfect", 1, "static")


def test_a_damaged_note_of_the_run_begins_anew(folder):
    (folder / "run.json").write_text("{")
    assert len(Kept(folder, CONFIG)) == 0
    assert json.loads((folder / "run.json").read_text())["config"]["trials"] == 2


def test_without_a_folder_errands_are_kept_for_this_run():
    kept = Kept(None, CONFIG)
    kept.add([done(0), done(1)])
    assert kept.has("perfect", 1, "whereseen")
