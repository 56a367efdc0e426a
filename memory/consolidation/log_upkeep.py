"""Thinning the log of a memory and applying its policies, a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from whereseen.memory.consolidation.round import Round
from whereseen.memory.consolidation.thinning import worth_keeping
from whereseen.memory.frames import Float32
from whereseen.memory.log.backend import Int64
from whereseen.memory.log.dropping import Dropped, surplus_of
from whereseen.memory.log.query import Hit, Where
from whereseen.memory.log.records import DETECTION
from whereseen.memory.objects.entity import Cause
from whereseen.memory.spatial_memory import SpatialMemory

_ALL = 2**62
_FIRST_NS = -(2**63) + 1
_AT_A_TIME = 500  # rows that go in one piece


def thin(round_: Round, after: int) -> Iterator[int]:
    """Thin the detections of each thing in turn; yields its identity, 0 in the midst of it."""
    backend = round_.memory.log.backend
    named = [] if backend is None else backend.entity_ids().tolist()
    for entity_id in named:
        if entity_id > after:
            for gone in thinning(round_.memory, entity_id, round_.until_ns):
                round_.report.thinned += gone
                yield 0
            yield entity_id


def thinning(memory: SpatialMemory, entity_id: int, until_ns: int) -> Iterator[int]:
    """Thin what is old of the detections of a thing; yields how many went at a time.

    Each stay counts for itself. What an event is known from stays, and what nobody detected: what
    was told, and what was missed.
    """
    for first_ns, last_ns in _stays(memory, entity_id, until_ns):
        alike = _alike(memory, entity_id, first_ns, last_ns)
        yield from _dropping(memory, Dropped(_without_evidence(memory, alike)))


def retain(round_: Round, after: int) -> Iterator[int]:
    """Apply each policy of the log in turn; yields its number, from 1, 0 in the midst of it."""
    memory, report = round_.memory, round_.report
    for number, policy in enumerate(memory.config.log.policies, start=1):
        backend = memory.log.backend
        if number > after and backend is not None:
            for gone in _dropping(memory, surplus_of(backend, policy, round_.until_ns)):
                report.dropped += gone
                yield 0
            yield number


def archive_vectors(round_: Round, after: int) -> Iterator[int]:
    """Apply each policy of vectors in turn; yields as `retain` does."""
    memory, report = round_.memory, round_.report
    for number, policy in enumerate(memory.config.archive.of_vectors, start=1):
        backend = memory.log.backend
        if number > after and backend is not None:
            surplus = surplus_of(backend, policy, round_.until_ns, vectors_only=True)
            for gone in _dropping(memory, surplus):
                report.vectors += gone
                yield 0
            yield number


def _dropping(memory: SpatialMemory, dropped: Dropped) -> Iterator[int]:
    """Let some go at a time; yields how many."""
    for begin in range(0, len(dropped.ids), _AT_A_TIME):
        some = dropped.ids[begin : begin + _AT_A_TIME]
        yield memory.log.drop(replace(dropped, ids=some))


def _stays(memory: SpatialMemory, entity_id: int, until_ns: int) -> Iterator[tuple[int, int]]:
    """First and last moment of what is old of each stay of a thing, by what was believed of it."""
    after_s = min(memory.config.log.thin_after_s, 9e9)
    old_ns = max(until_ns - round(after_s * 1e9), _FIRST_NS)
    entity = memory.objects.entity(entity_id)
    beliefs = () if entity is None else memory.objects.beliefs(entity.id)
    starts = {each.valid_from_ns for each in beliefs if each.cause != Cause.ABSENT}
    bounds = [_FIRST_NS, *sorted(each for each in starts if each <= old_ns), old_ns + 1]
    for first_ns, next_ns in pairwise(bounds):
        yield first_ns, next_ns - 1


def _alike(memory: SpatialMemory, entity_id: int, first_ns: int, last_ns: int) -> Int64:
    """Detections of a stay that are not worth keeping, by rising id."""
    where = Where(kinds=(DETECTION,), entity_ids=(entity_id,), during_ns=(first_ns, last_ns))
    config = memory.config.log
    hits = sorted(memory.log.recall(where=where, limit=_ALL).hits, key=_order)
    ids, stamps_ns, scores = _columns(hits)
    kept = worth_keeping(
        stamps_ns,
        scores,
        _vectors(memory, ids),
        gap_ns=round(config.thin_gap_s * 1e9),
        different=config.thin_different,
    )
    return np.sort(ids[~kept])


def _columns(stay: list[Hit]) -> tuple[Int64, Int64, np.ndarray]:
    ids = np.array([hit.id for hit in stay], dtype=np.int64)
    stamps_ns = np.array([hit.observation.stamp_ns for hit in stay], dtype=np.int64)
    return ids, stamps_ns, np.array([hit.observation.score for hit in stay])


def _vectors(memory: SpatialMemory, ids: Int64) -> Float32:
    """Vectors (N, D) of observations, rows of NaN for those without."""
    found = memory.log.vectors(ids.tolist())
    rows: Float32 = np.full((len(ids), memory.encoder.spec.dimension), np.nan, dtype=np.float32)
    for row, number in enumerate(ids.tolist()):
        if number in found:
            rows[row] = found[number]
    return rows


def _without_evidence(memory: SpatialMemory, ids: Int64) -> Int64:
    backend = memory.log.backend
    if backend is None:
        return ids
    return np.setdiff1d(ids, backend.evidence_ids(ids), assume_unique=True)


def _order(hit: Hit) -> tuple[int, int]:
    return hit.observation.stamp_ns, hit.id
