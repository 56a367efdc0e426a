"""Thinning the log of a memory and applying its policies, a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator

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


def thin(round_: Round, after: int) -> Iterator[int]:
    """Thin the detections of each thing in turn; yields its identity."""
    backend = round_.memory.log.backend
    named = [] if backend is None else backend.entity_ids().tolist()
    for entity_id in named:
        if entity_id > after:
            round_.report.thinned += thin_thing(round_.memory, entity_id, round_.until_ns)
            yield entity_id


def thin_thing(memory: SpatialMemory, entity_id: int, until_ns: int) -> int:
    """Thin what is old of the detections of a thing; returns how many went.

    Each stay counts for itself. What an event is known from stays, and what nobody detected: what
    was told, and what was missed.
    """
    config = memory.config.log
    old_ns = max(until_ns - round(min(config.thin_after_s, 9e9) * 1e9), _FIRST_NS)
    where = Where(kinds=(DETECTION,), entity_ids=(entity_id,), during_ns=(_FIRST_NS, old_ns))
    hits = sorted(memory.log.recall(where=where, limit=_ALL).hits, key=_order)
    gap_ns, different = round(config.thin_gap_s * 1e9), config.thin_different
    gone = list[int]()
    for stay in _stays(memory, entity_id, hits):
        ids, stamps_ns, scores = _columns(stay)
        vectors = _vectors(memory, ids)
        kept = worth_keeping(stamps_ns, scores, vectors, gap_ns=gap_ns, different=different)
        gone += ids[~kept].tolist()
    return memory.log.drop(Dropped(_without_evidence(memory, gone)))


def retain(round_: Round, after: int) -> Iterator[int]:
    """Apply each policy of the log in turn; yields its number, from 1."""
    memory = round_.memory
    for number, policy in enumerate(memory.config.log.policies, start=1):
        backend = memory.log.backend
        if number > after and backend is not None:
            dropped = surplus_of(backend, policy, round_.until_ns)
            round_.report.dropped += memory.log.drop(dropped)
            yield number


def archive_vectors(round_: Round, after: int) -> Iterator[int]:
    """Apply each policy of vectors in turn; yields its number, from 1."""
    memory = round_.memory
    for number, policy in enumerate(memory.config.archive.of_vectors, start=1):
        backend = memory.log.backend
        if number > after and backend is not None:
            dropped = surplus_of(backend, policy, round_.until_ns, vectors_only=True)
            round_.report.vectors += memory.log.drop(dropped)
            yield number


def _stays(memory: SpatialMemory, entity_id: int, hits: list[Hit]) -> Iterator[list[Hit]]:
    """Detections of a thing, oldest first, by where it was believed to be."""
    entity = memory.objects.entity(entity_id)
    beliefs = () if entity is None else memory.objects.beliefs(entity.id)
    starts = [each.valid_from_ns for each in beliefs if each.cause != Cause.ABSENT]
    at = np.searchsorted(starts, [hit.observation.stamp_ns for hit in hits], "right")
    for stay in np.unique(at):
        yield [hits[row] for row in np.flatnonzero(at == stay)]


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


def _without_evidence(memory: SpatialMemory, ids: list[int]) -> Int64:
    numbers = np.array(sorted(ids), dtype=np.int64)
    backend = memory.log.backend
    if backend is None or not len(numbers):
        return numbers
    return np.setdiff1d(numbers, backend.evidence_ids(numbers), assume_unique=True)


def _order(hit: Hit) -> tuple[int, int]:
    return hit.observation.stamp_ns, hit.id
