"""Errands that are done stay done: a run that was interrupted goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from whereseen.sim.benchmark.machine import commit, package_version
from whereseen.sim.fetching.config import FetchConfig
from whereseen.sim.fetching.judging import Judged

Row = tuple[str, int, str]  # condition, seed of the home, method

_ROWS, _RUN = "errands.jsonl", "run.json"
_FREE = ("methods", "conditions")  # may differ between runs that share their errands


class Kept:
    """The errands in a folder, as `errands.jsonl`.

    What one memory does in one home hangs together, for it learns from errand to errand: of what
    was interrupted there, nothing is kept. Errands of another version, commit or configuration
    are removed.

    Args:
        folder: Made if needed; None to keep nothing.
        config: How much is done.
    """

    def __init__(self, folder: Path | None, config: FetchConfig) -> None:
        self._file = None if folder is None else folder / _ROWS
        self._done: dict[Row, list[Judged]] = {}
        if folder is None or self._file is None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        run, stamp = folder / _RUN, _stamp(config)
        if _read(run) == stamp:
            self._load(self._file)
        _replace(run, json.dumps(stamp, indent=1))
        lines = (_line(each) for some in self._done.values() for each in some)
        _replace(self._file, "".join(lines))

    def __len__(self) -> int:
        return sum(len(some) for some in self._done.values())

    def has(self, condition: str, seed: int, method: str) -> bool:
        """Whether all errands of a memory in a home are done."""
        some = self._done.get((condition, seed, method), [])
        return bool(some) and len(some) >= some[0].of

    def of(self, condition: str, seed: int, method: str) -> tuple[Judged, ...]:
        """Errands that a memory has done in a home, in their order."""
        return tuple(self._done.get((condition, seed, method), ()))

    def add(self, some: Iterable[Judged]) -> None:
        """Keep errands that were just done."""
        for each in some:
            self._done.setdefault(_row_of(each), []).append(each)
            if self._file is not None:
                with self._file.open("a", encoding="utf-8") as lines:
                    lines.write(_line(each))

    def _load(self, file: Path) -> None:
        for each in _judged_in(file):
            self._done.setdefault(_row_of(each), []).append(each)
        self._done = {row: some for row, some in self._done.items() if self.has(*row)}


def _row_of(each: Judged) -> Row:
    return each.condition, each.seed, each.method


def _line(each: Judged) -> str:
    return json.dumps(each.row()) + "\n"


def _judged_in(file: Path) -> Iterable[Judged]:
    """Errands of a file; a line that was cut off is none."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    for line in text.splitlines():
        try:
            yield Judged.of_row(json.loads(line))
        except (ValueError, TypeError, KeyError):
            continue


def _stamp(config: FetchConfig) -> dict[str, Any]:
    """What errands depend on besides home, condition and memory, as JSON has it."""
    fixed = {name: value for name, value in config.as_dict().items() if name not in _FREE}
    stamp = {"version": package_version(), "commit": commit(), "config": fixed}
    return dict(json.loads(json.dumps(stamp)))


def _read(file: Path) -> Mapping[str, Any] | None:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _replace(file: Path, text: str) -> None:
    """Write a file so that it is never half written."""
    new = file.with_name(file.name + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)
