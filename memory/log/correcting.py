"""Loop closures in a log: rows move, and what was written stays known beside them.

`observation` and `event` tell where things are as far as is known by now; `observation_origin` and
`event_origin` what was written, of those that have moved; `correction` all that moved them, in
order. So the first follow from the others, and `project` works them out again.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.memory.spatial.pose_correction import PoseCorrection

MAP_FRAME = "map"  # the only frame that loop closures move

_AT_A_TIME = 4096
_STILL = 1e-12  # of any number of a transform: rounding moves nothing
_COVARIANCE = struct.Struct("<6d")
_ROWS, _COLUMNS = np.triu_indices(3)
_BEFORE = frozenset({"from_m", "before"})  # of an event: as it was when that began
_LISTED = "SELECT {} FROM {} WHERE id > ? AND id <= ? {} ORDER BY id LIMIT {}"
_UPDATE = "UPDATE observation SET x = ?, y = ?, z = ?, covariance = ? WHERE id = ?"
_UPDATE_BOX = "UPDATE observation_box SET x0 = ?, x1 = ?, y0 = ?, y1 = ? WHERE id = ?"
_PUT_BACK = """
UPDATE observation SET (x, y, z, covariance) =
    (SELECT x, y, z, covariance FROM observation_origin AS o WHERE o.id = observation.id)
    WHERE id IN (SELECT id FROM observation_origin);
UPDATE observation_box SET (x0, x1, y0, y1) =
    (SELECT x, x, y, y FROM observation_origin AS o WHERE o.id = observation_box.id)
    WHERE id IN (SELECT id FROM observation_origin);
UPDATE event SET args = (SELECT args FROM event_origin AS o WHERE o.id = event.id)
    WHERE id IN (SELECT id FROM event_origin)
"""


def correct(db: sqlite3.Connection, correction: PoseCorrection) -> None:
    """Move all that is there, within a transaction of the caller's."""
    last = dict(db.execute("SELECT name, seq FROM sqlite_sequence"))
    until = (int(last.get("observation", 0)), int(last.get("event", 0)))
    stamps = correction.stamps_ns.astype("<i8").tobytes()
    transforms = correction.T_new_old.astype("<f8").tobytes()
    written = "INSERT INTO correction(observation_id, event_id, stamps_ns, transforms) VALUES "
    db.execute(f"{written} (?, ?, ?, ?)", (*until, stamps, transforms))
    _move(db, correction, until)


def project(db: sqlite3.Connection) -> None:
    """Work out anew where everything is, from what was written and all corrections."""
    for statement in _PUT_BACK.split(";"):
        db.execute(statement)
    listed = "SELECT observation_id, event_id, stamps_ns, transforms FROM correction ORDER BY id"
    for observation_id, event_id, stamps, transforms in db.execute(listed).fetchall():
        poses = np.frombuffer(transforms, dtype="<f8").reshape(-1, 4, 4)
        correction = PoseCorrection(np.frombuffer(stamps, dtype="<i8"), poses)
        _move(db, correction, (observation_id, event_id))


def moved_args(
    args: Mapping[str, Any], T_new_old: Callable[[int], Float64], span_ns: tuple[int, int]
) -> dict[str, Any]:
    """What an event was about, with its positions moved.

    Args:
        args: Names that end in `_m` have points of the map, if their values have three numbers.
        T_new_old: Correction (4, 4) at a stamp.
        span_ns: When it began and ended; `from_m` and `before` are as of the first.
    """
    moved: dict[str, Any] = {}
    for name, value in args.items():
        start_ns, end_ns = span_ns
        then = (start_ns, start_ns) if name in _BEFORE else (end_ns, end_ns)
        if isinstance(value, Mapping):
            value = moved_args(value, T_new_old, then)
        elif name.endswith("_m") and _is_point(value):
            value = _moved(T_new_old(then[0])[None], np.array([value], dtype=np.float64))[0]
            value = value.tolist()
        moved[name] = value
    return moved


def _move(db: sqlite3.Connection, correction: PoseCorrection, until: tuple[int, int]) -> None:
    _move_observations(db, correction, until[0])
    _move_events(db, correction, until[1])
    db.execute("UPDATE log_note SET value = value + 1 WHERE key = 'erasures'")  # caches are stale


def _move_observations(db: sqlite3.Connection, correction: PoseCorrection, until: int) -> None:
    columns = "id, stamp_ns, x, y, z, covariance"
    limit = f"AND x IS NOT NULL AND frame_id = '{MAP_FRAME}' AND stamp_ns > {_still_ns(correction)}"
    listed, last = _LISTED.format(columns, "observation", limit, _AT_A_TIME), 0
    while rows := db.execute(listed, (last, until)).fetchall():
        last = rows[-1][0]
        T_new_old = correction.at([row[1] for row in rows])
        moves = np.abs(T_new_old - np.eye(4)).max(axis=(1, 2)) > _STILL
        chosen = [row for row, is_moved in zip(rows, moves, strict=True) if is_moved]
        if chosen:
            _write(db, chosen, T_new_old[moves])


def _still_ns(correction: PoseCorrection) -> int:
    """What is not later stays where it is."""
    moves = np.abs(correction.T_new_old - np.eye(4)).max(axis=(1, 2)) > _STILL
    first = int(moves.argmax()) if moves.any() else moves.size
    return int(correction.stamps_ns[first - 1]) if first else -(2**63)


def _write(db: sqlite3.Connection, rows: list[tuple[Any, ...]], T_new_old: Float64) -> None:
    """Move rows of `id, stamp_ns, x, y, z, covariance` (N), each by its transform (N, 4, 4)."""
    keep = "INSERT OR IGNORE INTO observation_origin VALUES (?, ?, ?, ?, ?)"
    db.executemany(keep, ((row[0], *row[2:]) for row in rows))
    points = _moved(T_new_old, np.array([row[2:5] for row in rows], dtype=np.float64)).tolist()
    turned = [
        None if row[5] is None else _turned(T, row[5])
        for T, row in zip(T_new_old, rows, strict=True)
    ]
    placed = list(zip(points, turned, rows, strict=True))
    db.executemany(_UPDATE, ((*point, spread, row[0]) for point, spread, row in placed))
    db.executemany(_UPDATE_BOX, ((x, x, y, y, row[0]) for (x, y, _), _, row in placed))


def _move_events(db: sqlite3.Connection, correction: PoseCorrection, until: int) -> None:
    listed, last = _LISTED.format("id, t0_ns, t1_ns, args", "event", "", _AT_A_TIME), 0
    while rows := db.execute(listed, (last, until)).fetchall():
        last = rows[-1][0]
        for number, start_ns, end_ns, text in rows:
            args = json.loads(text)
            moved = moved_args(args, lambda at_ns: _at(correction, at_ns), (start_ns, end_ns))
            if moved != args:
                keep = "INSERT OR IGNORE INTO event_origin VALUES (?, ?)"
                db.execute(keep, (number, text))
                written = json.dumps(moved, sort_keys=True, allow_nan=False)
                db.execute("UPDATE event SET args = ? WHERE id = ?", (written, number))


def _at(correction: PoseCorrection, stamp_ns: int) -> Float64:
    """The transform (4, 4) at a time; exactly none where it is none but for rounding."""
    T_new_old = correction.at([stamp_ns])[0]
    return np.eye(4) if np.abs(T_new_old - np.eye(4)).max() <= _STILL else T_new_old


def _moved(T_new_old: Float64, points: Float64) -> Float64:
    """Points (N, 3), each by its own transform (N, 4, 4)."""
    turned: Float64 = (T_new_old[:, :3, :3] * points[:, None, :]).sum(axis=2)
    return turned + T_new_old[:, :3, 3]


def _turned(T_new_old: Float64, packed: bytes) -> bytes:
    """A covariance, as rows keep it, in the turned frame."""
    full = np.zeros((3, 3))
    full[_ROWS, _COLUMNS] = full[_COLUMNS, _ROWS] = _COVARIANCE.unpack(packed)
    R = T_new_old[:3, :3]
    return _COVARIANCE.pack(*(R @ full @ R.T)[_ROWS, _COLUMNS].tolist())


def _is_point(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 3
        and all(isinstance(number, int | float) for number in value)
    )
