"""What keeps a log: the protocol that every store of it follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float32, Float64
from whereseen.memory.log.query import EventHit, EventQuery, LogStats, Where
from whereseen.memory.log.records import LoggedEvent, LoggedObservation
from whereseen.memory.spatial.pose_correction import PoseCorrection

Float16 = npt.NDArray[np.float16]
Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """What conditions leave, by rising id.

    Attributes:
        ids: (N,) int64.
        stamps_ns: (N,) int64.
        scores: (N,) float64, as they were logged.
    """

    ids: Int64
    stamps_ns: Int64
    scores: Float64


@dataclass(frozen=True, slots=True, eq=False)
class Holdings:
    """What a policy of retention is about, by rising id.

    Attributes:
        ids: (N,) int64.
        stamps_ns: (N,) int64.
        sizes: (N,) int64, bytes of an observation with its vectors.
    """

    ids: Int64
    stamps_ns: Int64
    sizes: Int64


class Backend(Protocol):
    """A store of observations and events. Ids rise and are never used again.

    All methods raise `LogError`: `LogFull` where there is no room, `LogDamaged` where the data are
    not what was written. Arguments are valid: the log has looked at them.
    """

    def transaction(self, *, durable: bool = False) -> AbstractContextManager[None]:
        """All that is written inside is there afterwards, or nothing of it. May be nested.

        What was written survives the death of the process. Power loss may take the last few
        transactions, but for durable ones.
        """
        ...

    def append(
        self, observations: Sequence[LoggedObservation], vectors: Mapping[str, Float32]
    ) -> range:
        """Write observations and unit vectors (N, D) of each space, NaN where one has none.

        Raises:
            InvalidObservation: if a space has vectors of another dimension.
        """
        ...

    def append_events(self, events: Sequence[LoggedEvent]) -> range:
        """Write events."""
        ...

    def candidates(self, where: Where) -> Candidates:
        """All observations for which the conditions hold, exactly."""
        ...

    def similarities(self, space: str, vector: Float32, ids: Int64) -> Float32:
        """Cosine of a unit vector (D,) with each of `ids` (N,); NaN for those without a vector.

        Raises:
            InvalidQuery: if the space has vectors of another dimension.
        """
        ...

    def relevance(self, terms: Sequence[str], ids: Int64) -> Float32:
        """How well all terms match each of `ids` (N,), larger is better; NaN where one does not."""
        ...

    def vectors(self, space: str, ids: Int64) -> tuple[Int64, Float16]:
        """Those of `ids` that have a vector, by rising id (N,), and the vectors (N, D)."""
        ...

    def observations(self, ids: Int64) -> dict[int, LoggedObservation]:
        """Observations by id, of those of `ids` that exist."""
        ...

    def events(self, query: EventQuery) -> list[EventHit]:
        """Events, newest first."""
        ...

    def newest_ns(self) -> int | None:
        """Stamp of the latest observation, None without any."""
        ...

    def holdings(self, kind: str, place: str, *, of_vectors: bool = False) -> Holdings:
        """Observations whose kind and place (empty for None) match these patterns (GLOB).

        Args:
            kind: Pattern of kinds.
            place: Pattern of places.
            of_vectors: Only those that have vectors, with the bytes of these.
        """
        ...

    def entity_ids(self) -> Int64:
        """Identities of all things that observations name (N,), ascending."""
        ...

    def evidence_ids(self, ids: Int64) -> Int64:
        """Those of `ids` that an event is known from, ascending."""
        ...

    def correct(self, correction: PoseCorrection) -> None:
        """Move what is there by when it was seen; what was written stays known beside it."""
        ...

    def erase(self, ids: Int64) -> None:
        """Drop observations, their words, vectors and mentions in events."""
        ...

    def erase_vectors(self, ids: Int64) -> None:
        """Drop vectors of observations, and keep these."""
        ...

    def erase_events(self, ids: Int64) -> None:
        """Drop events."""
        ...

    def scrub(self) -> bool:
        """Leave no trace of what was dropped; False if that has to wait for other readers."""
        ...

    def check(self) -> None:
        """Read everything and compare what is derived with the rows; slow.

        Raises:
            LogDamaged: if anything is not as it was written.
        """
        ...

    def warm(self) -> None:
        """Read now what the first wide question would read."""
        ...

    def stats(self) -> LogStats:
        """How much there is."""
        ...

    def close(self) -> None:
        """Let go of what is open; harmless if repeated."""
        ...
