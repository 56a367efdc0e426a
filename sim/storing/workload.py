"""What a robot observes in a month, drawn from a seed, in blocks that can be drawn again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float32, Float64
from whereseen.memory.log.backend import Int64
from whereseen.memory.log.records import LoggedObservation

START_NS = 1_790_000_000_000_000_000
DAY_NS = 86_400 * 10**9

_VISITS_PER_BLOCK = 50
_NOISE = 0.75  # of a unit vector, added to a concept's: two looks at one thing have cosine .64
_SPREAD_M = 0.8
_OWN_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class WorkloadConfig:
    """A robot that visits places.

    Attributes:
        rows: Observations, of whole visits.
        dimension: Of their vectors.
        days: How long it goes on.
        places: Middles of places, in a hall of `size_m`.
        concepts: Things that can be seen, of which `own` belong to a place.
        per_visit: Observations of a visit.
        seed: Of everything.
    """

    rows: int
    dimension: int = 384
    days: float = 30.0
    places: int = 200
    size_m: tuple[float, float] = (60.0, 40.0)
    concepts: int = 3000
    own: int = 40
    per_visit: int = 60
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some visits.

    Attributes:
        first: Rows before these.
        stamps_ns: (N,) int64, rising.
        positions_m: (N, 3).
        places, concepts: (N,) where and what.
        vectors: (N, D) float32, of length one.
    """

    first: int
    stamps_ns: Int64
    positions_m: Float64
    places: Int64
    concepts: Int64
    vectors: Float32

    def observations(self) -> list[LoggedObservation]:
        """The rows as values."""
        plain = LoggedObservation(stamp_ns=0, model_id="simulated")
        columns = (self.stamps_ns, self.positions_m, self.places, self.concepts)
        return [
            replace(
                plain,
                stamp_ns=stamp,
                position_m=tuple(position),
                place=f"hall/{place}",
                label=f"concept {concept}",
            )
            for stamp, position, place, concept in zip(
                *(column.tolist() for column in columns), strict=True
            )
        ]


class Workload:
    """Observations of a month.

    Args:
        config: How many, of what.

    Attributes:
        visits: How many there are.
    """

    def __init__(self, config: WorkloadConfig) -> None:
        self.config = config
        self.visits = max(config.rows // config.per_visit, 1)

    @property
    def rows(self) -> int:
        """Observations altogether."""
        return self.visits * self.config.per_visit

    @cached_property
    def middles_m(self) -> Float64:
        """(P, 3) middles of the places."""
        c = self.config
        flat = self._rng(1).uniform((0.0, 0.0), c.size_m, (c.places, 2))
        return np.column_stack([flat, np.full(c.places, 1.0)])

    @cached_property
    def own_concepts(self) -> Int64:
        """(P, K) concepts that belong to each place."""
        c = self.config
        return self._rng(2).integers(0, c.concepts, (c.places, c.own))

    @cached_property
    def directions(self) -> Float32:
        """(C, D) unit vectors of the concepts."""
        c = self.config
        return _unit(self._rng(3).standard_normal((c.concepts, c.dimension), dtype=np.float32))

    def blocks(self) -> Iterator[Block]:
        """All observations, oldest first; the same ones each time."""
        for first in range(0, self.visits, _VISITS_PER_BLOCK):
            yield self._block(first, min(first + _VISITS_PER_BLOCK, self.visits))

    def looks(self, concepts: npt.ArrayLike, rng: np.random.Generator) -> Float32:
        """(N, D) vectors as looks at these concepts give them, of length one."""
        wanted = self.directions[np.asarray(concepts)]
        noise = rng.standard_normal(wanted.shape, dtype=np.float32)
        return _unit(wanted + np.float32(_NOISE) * _unit(noise))

    def visit(self, number: int) -> tuple[int, int]:
        """Place and last stamp of a visit."""
        first = number - number % _VISITS_PER_BLOCK
        place = self._places(first, min(first + _VISITS_PER_BLOCK, self.visits))[number - first]
        return int(place), int(self._stamps(number, number + 1)[-1])

    def _places(self, first: int, last: int) -> Int64:
        return self._rng(6, first).integers(0, self.config.places, last - first)

    def _stamps(self, first: int, last: int) -> Int64:
        """All stamps of some visits, which follow each other without a pause."""
        c = self.config
        step = int(c.days * DAY_NS / self.rows)
        return START_NS + np.arange(first * c.per_visit, last * c.per_visit) * step

    def _block(self, first: int, last: int) -> Block:
        c, rng = self.config, self._rng(4, first)
        places = self._places(first, last).repeat(c.per_visit)
        offsets = rng.normal(0.0, _SPREAD_M, (len(places), 3)) * (1.0, 1.0, 0.3)
        own = self.own_concepts[places, rng.integers(0, c.own, len(places))]
        other = rng.integers(0, c.concepts, len(places))
        concepts = np.where(rng.random(len(places)) < _OWN_SHARE, own, other)
        return Block(
            first=first * c.per_visit,
            stamps_ns=self._stamps(first, last),
            positions_m=self.middles_m[places] + offsets,
            places=places,
            concepts=concepts,
            vectors=self.looks(concepts, rng),
        )

    def _rng(self, *stream: int) -> np.random.Generator:
        return np.random.default_rng([self.config.seed, *stream])


def _unit(vectors: Float32) -> Float32:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: Float32 = vectors / lengths
    return units
