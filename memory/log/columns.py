"""What conditions ask of every observation, as columns in memory: derived, never the truth."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from whereseen.memory.log.backend import Candidates, Int64
from whereseen.memory.log.query import Where

SELECTED = (
    "o.id, o.stamp_ns, o.score, o.x, o.y, o.z, coalesce(o.entity_id, 0), "
    "o.kind, o.label, coalesce(o.place, ''), coalesce(o.attributes, ''), o.frame_id"
)
_NUMBERS = {
    "id": np.int64,
    "stamp_ns": np.int64,
    "score": np.float64,
    "x": np.float64,
    "y": np.float64,
    "z": np.float64,
    "entity": np.int64,
}
_NAMES = ("kind", "label", "place", "attributes", "frame")

Bool = npt.NDArray[np.bool_]
Rows = slice | Int64
Matching = Callable[[Collection[str], str], set[str]]


class Columns:
    """Columns that grow, 76 bytes an observation; names are numbers into lists of names.

    Args:
        matching: Tells which of some names match a pattern.
    """

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        self._arrays: dict[str, npt.NDArray[Any]] = {
            name: np.empty(0, kind) for name, kind in _NUMBERS.items()
        } | {name: np.empty(0, np.int32) for name in _NAMES}
        self._codes: dict[str, dict[str, int]] = {name: {} for name in _NAMES}
        self._count = 0
        self._in_order = True  # stamps rise with ids, as they do on a robot

    def __len__(self) -> int:
        return self._count

    @property
    def last_id(self) -> int:
        """The highest id, 0 without any."""
        return int(self._arrays["id"][self._count - 1]) if self._count else 0

    def extend(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add rows of `SELECTED`, by rising id, above all that are here."""
        begin, end = self._count, self._count + len(rows)
        self._reserve(end)
        for name, values in zip((*_NUMBERS, *_NAMES), zip(*rows, strict=True), strict=True):
            if name in self._codes:
                codes = self._codes[name]
                values = tuple(codes.setdefault(value, len(codes)) for value in values)
            kind = self._arrays[name].dtype
            # None becomes NaN: such positions are in no box.
            self._arrays[name][begin:end] = np.array(values, dtype=kind)
        self._count = end
        stamps = self._column("stamp_ns")[max(begin - 1, 0) :]
        self._in_order = self._in_order and bool((stamps[1:] >= stamps[:-1]).all())

    def drop(self, ids: Int64) -> None:
        """Forget observations, and the names that only they had."""
        keep = ~np.isin(self._column("id"), ids)
        for name in self._arrays:
            self._arrays[name] = self._column(name)[keep]
        self._count = int(keep.sum())
        for name, codes in self._codes.items():
            used = np.unique(self._column(name))
            texts = np.array(list(codes), dtype=object)[used]
            self._codes[name] = {str(text): n for n, text in enumerate(texts)}
            self._arrays[name] = np.searchsorted(used, self._column(name)).astype(np.int32)

    def choose(self, where: Where, matched: Int64 | None) -> Candidates:
        """Observations for which all conditions hold; `matched` by the words, None without."""
        rows: Rows = self._in_time(where)
        for holds in self._tests(where, matched):
            if isinstance(rows, slice):
                rows = rows.start + np.flatnonzero(holds(rows))
            else:
                rows = rows[holds(rows)]
        ids, stamps, scores = (self._column(name)[rows] for name in ("id", "stamp_ns", "score"))
        return Candidates(ids, stamps, scores)

    def _in_time(self, where: Where) -> slice:
        if not self._in_order:
            return slice(0, self._count)
        stamps, first, last = self._column("stamp_ns"), where.first_ns, where.last_ns
        begin = 0 if first is None else int(np.searchsorted(stamps, first, "left"))
        end = self._count if last is None else int(np.searchsorted(stamps, last, "right"))
        return slice(begin, max(begin, end))

    def _tests(self, where: Where, matched: Int64 | None) -> Iterator[Callable[[Rows], Bool]]:
        """Conditions over rows, the cheap and narrow ones first."""
        if not self._in_order:
            yield from self._stamp_tests(where)
        if matched is not None:
            yield lambda rows: np.isin(self._column("id")[rows], matched)
        yield from self._place_tests(where)
        if where.entity_ids:
            wanted = np.array(where.entity_ids, dtype=np.int64)
            yield lambda rows: np.isin(self._column("entity")[rows], wanted)
        if where.labels:
            yield self._named("label", set(where.labels))
        if where.kinds:
            yield self._named("kind", set(where.kinds))
        if where.place:
            known = [name for name in self._codes["place"] if name]
            yield self._named("place", self._matching(known, where.place))
        if where.attributes:
            texts = self._codes["attributes"]
            yield self._named("attributes", {t for t in texts if _has(t, where)})

    def _stamp_tests(self, where: Where) -> Iterator[Callable[[Rows], Bool]]:
        first, last = where.first_ns, where.last_ns
        if first is not None:
            yield lambda rows: self._column("stamp_ns")[rows] >= first
        if last is not None:
            yield lambda rows: self._column("stamp_ns")[rows] <= last

    def _place_tests(self, where: Where) -> Iterator[Callable[[Rows], Bool]]:
        if where.bounds_m is None:
            return
        for axis, low, high in zip("xyz", *where.bounds_m, strict=True):
            yield self._between(axis, low, high)
        if where.near is not None:
            (x, y, z), r = where.near.position_m, where.near.radius_m
            yield lambda rows: self._squares(rows, x, y, z) <= r * r
        yield self._named("frame", {where.frame_id})

    def _between(self, axis: str, low: float, high: float) -> Callable[[Rows], Bool]:
        def holds(rows: Rows) -> Bool:
            values = self._column(axis)[rows]
            return (values >= low) & (values <= high)

        return holds

    def _squares(self, rows: Rows, x: float, y: float, z: float) -> npt.NDArray[np.float64]:
        middle = zip("xyz", (x, y, z), strict=True)
        dx, dy, dz = (self._column(axis)[rows] - value for axis, value in middle)
        return dx * dx + dy * dy + dz * dz

    def _named(self, column: str, wanted: set[str]) -> Callable[[Rows], Bool]:
        codes = self._codes[column]
        is_wanted = np.zeros(len(codes) + 1, dtype=np.bool_)
        is_wanted[[codes[name] for name in wanted if name in codes]] = True
        return lambda rows: is_wanted[self._column(column)[rows]]

    def _column(self, name: str) -> npt.NDArray[Any]:
        return self._arrays[name][: self._count]

    def _reserve(self, count: int) -> None:
        held = len(self._arrays["id"])
        if count <= held:
            return
        capacity = max(count, held + held // 2, 1024)
        for name, array in self._arrays.items():
            grown = np.empty(capacity, array.dtype)
            grown[: self._count] = array[: self._count]
            self._arrays[name] = grown


def _has(attributes: str, where: Where) -> bool:
    known = json.loads(attributes) if attributes else {}
    return all(known.get(name) == value for name, value in where.attributes.items())
