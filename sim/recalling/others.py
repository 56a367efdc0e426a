"""Memories that others have: a table of latest values, KARMA's, and stores of vectors.

All of them are asked through our reader and answer as well as what they keep allows.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import numpy as np

from whereseen.memory.chronicle import ChronicleAnswerer, Recollection, Stay
from whereseen.memory.frames import Float32
from whereseen.memory.language import Asked
from whereseen.memory.tiers.policies import make_policy
from whereseen.sim.recalling.life import Life
from whereseen.sim.recalling.rows import (
    DIMENSION,
    Row,
    chronicle_of_rows,
    known_chronicle,
    span_of,
    stay_at,
    vectors_of,
)

_RESULTS, _OVERFETCH = 10, 5  # as eMEM has them
_SHORT_TERM = 10
_MOVED_M = 0.3


class Memory(Protocol):
    """Something that can be asked."""

    def answer(self, asked: Asked) -> Recollection:
        """Answer; may raise InvalidQuery."""
        ...


class LatestValues:
    """A table of where each name was seen last, as robots' semantic maps keep; no past."""

    def __init__(self, life: Life, rows: Sequence[Row]) -> None:
        latest: dict[str, Stay] = {}
        for row in rows:
            if row.glimpse is not None:
                latest[row.glimpse.label] = stay_at(life.premises, row.glimpse, 0, row.stamp_ns)
        self._answerer = ChronicleAnswerer(known_chronicle(life, latest.values()))

    def answer(self, asked: Asked) -> Recollection:
        """Answer from the table."""
        return self._answerer.answer(asked)


class KarmaLike:
    """KARMA's two memories: a scene graph of the first round, and a short list of what changed.

    After Wang et al., "KARMA: augmenting embodied AI agents with long-and-short term memory
    systems", 2024: of short-term memory W-TinyLFU keeps ten units, with place and state; what is
    recalled from there comes first. Units are written for what the robot carries, and for what it
    sees elsewhere than the scene graph has it.
    """

    def __init__(self, life: Life, rows: Sequence[Row]) -> None:
        graph: dict[str, Stay] = {}
        units: dict[str, Stay] = {}
        policy = make_policy("w-tinylfu", _SHORT_TERM)
        for row in rows:
            unit = self._unit(life, row, graph, units)
            if unit is None:
                continue
            policy.touch(unit.label)
            evicted = policy.admit(unit.label)
            units[unit.label] = unit
            if evicted is not None:
                units.pop(evicted, None)
        known = graph | units
        self._answerer = ChronicleAnswerer(known_chronicle(life, known.values()))

    @staticmethod
    def _unit(life: Life, row: Row, graph: dict[str, Stay], units: dict[str, Stay]) -> Stay | None:
        """What to write to the list; what is seen first goes to the graph."""
        if row.glimpse is None:
            after = row.deed.after if row.deed is not None else None
            return None if after is None else replace(after, start_ns=0, end_ns=None)
        seen = stay_at(life.premises, row.glimpse, 0, row.stamp_ns)
        before = units.get(seen.label) or graph.setdefault(seen.label, seen)
        apart_m = np.linalg.norm(np.subtract(before.position_m, seen.position_m))
        return seen if apart_m > _MOVED_M else None

    def answer(self, asked: Asked) -> Recollection:
        """Answer from the list, else from the graph."""
        return self._answerer.answer(asked)


@dataclass(slots=True)
class VectorStore:
    """Rows by likeness to the question, first anywhere, and only then those that fit.

    Attributes:
        life: Tells rooms and furniture.
        rows: All.
        vectors: Of their texts, (N, 384).
    """

    life: Life
    rows: Sequence[Row]
    vectors: Float32

    def answer(self, asked: Asked) -> Recollection:
        """Answer from the ten best rows that are left of fifty."""
        alike = self.vectors @ vectors_of([asked.text])[0]
        best = np.argsort(-alike, kind="stable")[: _RESULTS * _OVERFETCH]
        span = span_of(asked)
        kept = [
            self.rows[n]
            for n in best.tolist()
            if span is None or span[0] <= self.rows[n].stamp_ns < span[1]
        ]
        found = chronicle_of_rows(self.life, kept[:_RESULTS])
        return ChronicleAnswerer(found).answer(asked)


def emem_is_here() -> bool:
    """Whether eMEM is installed, with what it needs."""
    return all(importlib.util.find_spec(name) is not None for name in ("emem", "hnswlib", "rtree"))


class Emem:
    """eMEM 0.3.0 as it is on PyPI, asked by vector and by time."""

    def __init__(self, life: Life, rows: Sequence[Row], vectors: Float32) -> None:
        from emem import MemoryStore, ObservationNode, SpatioTemporalMemoryConfig

        self._folder = TemporaryDirectory(prefix="whereseen-emem-")
        folder = Path(self._folder.name)
        settings = SpatioTemporalMemoryConfig(
            db_path=str(folder / "emem.db"),
            hnsw_path=str(folder / "emem.bin"),
            embedding_dim=DIMENSION,
        )
        self._life, self._rows = life, rows
        self._store: Any = MemoryStore(config=settings)
        nodes = [
            ObservationNode(
                id=str(n),
                text=row.text,
                coordinates=np.array(row.position_m),
                timestamp=row.stamp_ns / 1e9,
                embedding=vectors[n],
            )
            for n, row in enumerate(rows)
        ]
        for begin in range(0, len(nodes), 50):
            self._store.add_observations_batch(nodes[begin : begin + 50])

    def answer(self, asked: Asked) -> Recollection:
        """Answer from the ten rows that it finds."""
        span = span_of(asked)
        found = self._store.semantic_search_by_vector(
            vectors_of([asked.text])[0],
            n_results=_RESULTS,
            time_range=None if span is None else (span[0] / 1e9, span[1] / 1e9),
        )
        rows = [self._rows[int(node.id)] for node in found if str(node.id).isdigit()]
        return ChronicleAnswerer(chronicle_of_rows(self._life, rows)).answer(asked)
