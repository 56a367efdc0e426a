"""Conditions as SQL: the exact ones on the rows, the R*Tree before them where there is a box."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from whereseen.memory.log.query import Where

Value = int | float | str
_LISTED = "IN (SELECT value FROM json_each(?))"
_ATTRIBUTE = "EXISTS (SELECT 1 FROM json_each(o.attributes) AS a WHERE a.key = ? AND a.value = ?)"
_BALL = "(o.x - ?) * (o.x - ?) + (o.y - ?) * (o.y - ?) + (o.z - ?) * (o.z - ?) <= ?"


def is_indexed(where: Where) -> bool:
    """Whether an index narrows it down: a box, a time, labels, things or words."""
    given = (where.has_place, where.during_ns, where.labels, where.entity_ids, where.words)
    return any(given)


def selection(where: Where, columns: str, *, limit: int = -1) -> tuple[str, list[Value]]:
    """A statement that selects columns of `observation AS o`, in no order, and its parameters."""
    tables, tests = "observation AS o", list(_tests(where))
    boxed = where.bounds_m
    if boxed is not None:
        # The R*Tree holds 32-bit floats, rounded outwards: it finds too much, never too little.
        tables = "observation_box AS b CROSS JOIN observation AS o ON o.id = b.id"
        tests = [*_box_tests(where, *boxed), *tests]
    condition = " AND ".join(sql for sql, _ in tests) or "1"
    values: list[Value] = [value for _, given in tests for value in given]
    return f"SELECT {columns} FROM {tables} WHERE {condition} LIMIT ?", [*values, limit]


def phrase(terms: Sequence[str]) -> str:
    """Terms in the language of FTS5: all of them, none of them an operator."""
    return " ".join(f'"{term}"' for term in terms)


def _tests(where: Where) -> Iterator[tuple[str, list[Value]]]:
    for column, wanted in (
        ("o.entity_id", where.entity_ids),
        ("o.label", where.labels),
        ("o.kind", where.kinds),
    ):
        if wanted:
            yield f"{column} {_LISTED}", [json.dumps(list(wanted))]
    if where.first_ns is not None:
        yield "o.stamp_ns >= ?", [where.first_ns]
    if where.last_ns is not None:
        yield "o.stamp_ns <= ?", [where.last_ns]
    if where.place:
        yield "o.place GLOB ?", [where.place]
    for name, value in where.attributes.items():
        yield _ATTRIBUTE, [name, value]
    if where.words:
        matched = "SELECT rowid FROM observation_words WHERE observation_words MATCH ?"
        yield f"o.id IN ({matched})", [phrase(where.terms)]
    yield from _place_tests(where)


def _place_tests(where: Where) -> Iterator[tuple[str, list[Value]]]:
    if where.has_place:
        yield "o.frame_id = ?", [where.frame_id]
    if where.within is not None:
        for axis, low, high in zip("xyz", where.within.low_m, where.within.high_m, strict=True):
            yield f"o.{axis} BETWEEN ? AND ?", [low, high]
    if where.near is not None:
        (x, y, z), r = where.near.position_m, where.near.radius_m
        yield _BALL, [x, x, y, y, z, z, r * r]


def _box_tests(
    where: Where, low: Sequence[float], high: Sequence[float]
) -> Iterator[tuple[str, list[Value]]]:
    yield "b.x0 <= ? AND b.x1 >= ?", [high[0], low[0]]
    yield "b.y0 <= ? AND b.y1 >= ?", [high[1], low[1]]
    if where.first_ns is not None:
        yield "b.t1 >= ?", [float(where.first_ns)]
    if where.last_ns is not None:
        yield "b.t0 <= ?", [float(where.last_ns)]
