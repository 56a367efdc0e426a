"""Cells that are done stay done, whatever happens to the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from whereseen.sim.tasks.kept import KeptCells
from whereseen.sim.tasks.mark import Mark, Retrieval

SAID = (Retrieval("the red one", "colour", 2, False),)
MARK = Mark("whereseen", "complex", "p .05", 3, 0, True, 1.0, 2, 60.5, SAID, stale_s=(1.5,))


def _never() -> list[Mark]:
    raise AssertionError("it is known already")


def test_what_was_measured_is_not_measured_again(tmp_path: Path) -> None:
    path = tmp_path / "homes" / "3.jsonl"
    assert KeptCells(path, "a").marks("one", lambda: [MARK]) == [MARK]
    again = KeptCells(path, "a")
    assert again.marks("one", _never) == [MARK]
    with pytest.raises(AssertionError):
        again.marks("another", _never)


@pytest.mark.parametrize("cut", [1, 10, 200])
def test_a_line_that_was_cut_off_is_measured_again(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "3.jsonl"
    kept = KeptCells(path, "a")
    for cell in ("one", "two"):
        kept.marks(cell, lambda: [MARK])
    path.write_bytes(path.read_bytes()[:-cut])
    again = KeptCells(path, "a")
    assert again.marks("one", _never) == [MARK]
    assert again.marks("two", lambda: []) == []
    assert KeptCells(path, "a").marks("two", _never) == []


def test_what_other_code_measured_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "3.jsonl"
    KeptCells(path, "commit a").marks("one", lambda: [MARK])
    assert KeptCells(path, "commit b").marks("one", lambda: []) == []
    path.write_bytes(b"no json at all\n{}\n")
    assert KeptCells(path, "commit b").marks("one", lambda: [MARK]) == [MARK]


def test_without_a_file_all_is_measured_once() -> None:
    kept = KeptCells(None, "a")
    assert kept.marks("one", lambda: [MARK]) == kept.marks("one", _never) == [MARK]
