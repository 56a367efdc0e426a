"""The questions of a DynaBench scene: what to ask, when, and the right answers."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import UnknownLayout

_REMEDY = "Write query,x,y,z,tol (metres); leave x, y and z empty for an absent object"


@dataclass(frozen=True, slots=True)
class TimedQuery:
    """A question to ask at a certain time, and its answer then.

    Attributes:
        text: The question.
        position_m: The right answer in the map frame, or None if the object is absent.
        tolerance_m: How far from it an answer may lie; 0 if the object is absent.
        after_frame: Number of the frame, counted from 0, after which to ask.
        stamp_ns: Time of that frame.
    """

    text: str
    position_m: tuple[float, float, float] | None
    tolerance_m: float
    after_frame: int
    stamp_ns: int


def read_questions(folder: Path, stamps_ns: npt.NDArray[np.generic]) -> tuple[TimedQuery, ...]:
    """Read `time.txt` and the `N.csv` of each of its frame numbers; nothing without `time.txt`.

    Raises:
        UnknownLayout: if a file is missing or malformed, or a frame number is out of range.
    """
    if not (folder / "time.txt").exists():
        return ()
    questions: list[TimedQuery] = []
    for frame in _times(folder / "time.txt"):
        if not 0 <= frame < len(stamps_ns):
            raise UnknownLayout(
                "time.txt names a frame that is not there", got=f"{frame} of {len(stamps_ns)}"
            )
        questions += _asked_after(folder / f"{frame}.csv", frame, int(stamps_ns[frame]))
    return tuple(questions)


def _times(path: Path) -> list[int]:
    try:
        return sorted({int(word) for word in path.read_text("utf-8").split()})
    except (OSError, ValueError) as error:
        raise UnknownLayout(
            "time.txt is malformed", got=str(error), remedy="Write one frame number a line"
        ) from None


def _asked_after(path: Path, frame: int, stamp_ns: int) -> list[TimedQuery]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, skipinitialspace=True, strict=True))
        return [_question(row, frame, stamp_ns) for row in rows]
    except (OSError, ValueError, TypeError, KeyError, csv.Error) as error:
        raise UnknownLayout(
            f"{path.name} is malformed", got=f"{type(error).__name__}: {error}", remedy=_REMEDY
        ) from None


def _question(row: Mapping[str, str], frame: int, stamp_ns: int) -> TimedQuery:
    text = row["query"].strip()
    x, y, z = (_number(row[axis]) for axis in "xyz")
    tolerance = _number(row["tol"] if "tol" in row else row["tolerance"])
    if not text:
        raise ValueError("an empty question")
    if x is None and y is None and z is None:
        return TimedQuery(text, None, 0.0, frame, stamp_ns)
    if x is None or y is None or z is None or tolerance is None or tolerance < 0.0:
        raise ValueError(f"the position or tolerance of {text!r} is incomplete")
    return TimedQuery(text, (x, y, z), tolerance, frame, stamp_ns)


def _number(word: str | None) -> float | None:
    """Read a number; an empty field, or `nan` as pandas writes it, is none."""
    if word is None or not word.strip():
        return None
    number = float(word)
    if math.isinf(number):
        raise ValueError("infinite")
    return None if math.isnan(number) else number
