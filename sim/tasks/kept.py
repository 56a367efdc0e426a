"""What was measured in one home, kept in a file as soon as it is known, so that a run can go on.

A line for each cell, which is all that one method did in one home in one way; the first line tells
what the file is of. A line that was cut off is measured again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from whereseen.sim.tasks.mark import Mark


class KeptCells:
    """Marks of one home.

    Args:
        path: Their file, made with the first cell; None: nothing is kept.
        of: What shaped them: commit, sizes; a file of anything else is begun anew.
    """

    def __init__(self, path: Path | None, of: str) -> None:
        self._path, self._of = path, of
        self._cells: dict[str, list[Mark]] = {}
        if path is not None and path.exists():
            self._read(path.read_bytes())

    def marks(self, cell: str, measure: Callable[[], Iterable[Mark]]) -> list[Mark]:
        """Those of a cell, measured if they are not there yet.

        Args:
            cell: Its name.
            measure: Makes them.
        """
        if cell not in self._cells:
            self._cells[cell] = list(measure())
            self._write({"cell": cell, "marks": [asdict(mark) for mark in self._cells[cell]]})
        return self._cells[cell]

    def _read(self, told: bytes) -> None:
        """Take what is whole, and cut off what is not."""
        assert self._path is not None
        lines = told.split(b"\n")[:-1]
        said = [_said(line) for line in lines]
        if not said or said[0] != {"of": self._of}:
            self._path.unlink()
            return
        whole = next((at for at, each in enumerate(said) if each is None), len(said))
        for each in said[1:whole]:
            assert each is not None
            self._cells[each["cell"]] = [Mark.of(mark) for mark in each["marks"]]
        os.truncate(self._path, sum(len(line) + 1 for line in lines[:whole]))

    def _write(self, said: dict[str, Any]) -> None:
        if self._path is None:
            return
        is_new = not self._path.exists()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            if is_new:
                file.write(json.dumps({"of": self._of}) + "\n")
            file.write(json.dumps(said) + "\n")


def _said(line: bytes) -> dict[str, Any] | None:
    """A line as JSON; None if it is damaged."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
