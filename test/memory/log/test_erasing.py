"""Nothing of what was erased is left in the bytes of the file or its write-ahead log."""

from __future__ import annotations

import sqlite3
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.memory.log.observation_log import ObservationLog
from whereseen.memory.log.query import EventQuery, Near, Query, Where
from whereseen.memory.log.records import LoggedEvent, LoggedObservation

LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz"))
T = 1_790_000_000_000_000_000


@dataclass(frozen=True)
class Traces:
    """What would tell of an observation."""

    row: LoggedObservation
    vector: Any

    def left(self, number: int, raw: bytes) -> list[str]:
        x, _, _ = self.row.position_m or (0.0, 0.0, 0.0)
        half = (self.vector / np.linalg.norm(self.vector)).astype("<f2").tobytes()
        told = {
            # Segments of FTS5 leave out what a word shares with the one before it.
            "label": self.row.label[3:].encode(),
            "text": self.row.text[3:].encode(),
            "place": (self.row.place or "").encode(),
            "attribute": self.row.attributes["owner"].encode(),
            "vector": half[8:40],
            "position": struct.pack(">d", x),
            "stamp": struct.pack(">q", self.row.stamp_ns),
            # A cell of the R*Tree: 32-bit floats, rounded down.
            "box": struct.pack(">q", number) + struct.pack(">f", _down(x)),
        }
        return [name for name, trace in told.items() if trace in raw]


def _down(value: float) -> np.float32:
    rounded = np.float32(value)
    return np.nextafter(rounded, np.float32(-np.inf)) if rounded > value else rounded


def made(rng: np.random.Generator) -> Traces:
    label, text, place, owner = ("".join(rng.choice(LETTERS, 15)) for _ in range(4))
    x, y = rng.uniform(0.0, 60.0, 2)
    row = LoggedObservation(
        stamp_ns=T + int(rng.integers(10**15)),
        label=label,
        text=text,
        place=place,
        attributes={"owner": owner},
        position_m=(float(x), float(y), 1.0),
    )
    return Traces(row, rng.standard_normal(96).astype(np.float32))


def raw(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(path.name + "*")))


@pytest.fixture
def filled(tmp_path: Path) -> Any:
    rng = np.random.default_rng(3)
    log, traces = ObservationLog.create(tmp_path / "a.log"), []
    for _ in range(30):
        batch = [made(rng) for _ in range(30)]
        log.append([each.row for each in batch], {"clip": np.stack([b.vector for b in batch])})
        traces += batch
    yield log, tmp_path / "a.log", traces
    log.close()


def test_no_byte_of_it_is_left(filled: Any) -> None:
    log, path, traces = filled
    log.warm()
    where = Where(near=Near((30.0, 30.0, 1.0), 15.0))
    gone = [hit.id for hit in log.recall(Query(where=where, limit=1000)).hits]
    assert 100 < len(gone) < 500
    erasure = log.erase(where)
    assert (erasure.rows, erasure.is_scrubbed) == (len(gone), True)
    log.check()
    data = raw(path)
    assert {n: left for n in gone if (left := traces[n - 1].left(n, data))} == {}
    # The same search finds what was kept.
    kept = next(n for n in range(1, 900) if n not in gone)
    assert set(traces[kept - 1].left(kept, data)) >= {"label", "text", "vector", "stamp", "box"}


def test_columns_in_memory_forget_it(filled: Any) -> None:
    log, _, traces = filled
    log.warm()
    log.erase(Where(labels=(traces[7].row.label,)))
    caches = log._backend._caches
    (column,) = caches._vectors.values()
    rows = dict(pair for ids, block in column._filled() for pair in zip(ids, block, strict=False))
    assert not rows[8].any()
    assert rows[9].any()
    names = caches._columns._codes
    assert traces[7].row.label not in names["label"]
    assert traces[7].row.place not in names["place"]
    assert traces[8].row.label in names["label"]


def test_what_another_process_reads_is_scrubbed_later(filled: Any) -> None:
    log, path, traces = filled
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM observation").fetchone()
    erasure = log.erase(Where(labels=(traces[0].row.label,)))
    assert not erasure.is_scrubbed
    assert "label" in traces[0].left(1, raw(path))
    reader.close()
    assert log.scrub()
    assert traces[0].left(1, raw(path)) == []


def test_events_leave_no_byte(filled: Any) -> None:
    log, path, _ = filled
    log.append_events(
        [LoggedEvent(type="call", t0_ns=1, t1_ns=2, args={"to": "qxzw-0815-vbnm"}, actor="jqzyx")]
    )
    assert b"0815-vbnm" in raw(path)
    assert log.erase_events(EventQuery(types=("call",))).is_scrubbed
    assert b"0815-vbnm" not in raw(path)
    assert b"jqzyx" not in raw(path)
