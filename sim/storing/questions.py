"""Questions of three widths, and their exact answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.log.backend import Int64
from whereseen.memory.log.query import Near, Query, Where
from whereseen.sim.storing.workload import DAY_NS, Workload

SPACE = "simulated"
K = 10


@dataclass(frozen=True, slots=True)
class Width:
    """How wide a question is.

    Attributes:
        name: As in the table.
        radius_m: Around a place; None for anywhere.
        days: Before a moment; None for always.
    """

    name: str
    radius_m: float | None = None
    days: float | None = None


FILTERED = (Width("3 m, 24 h", 3.0, 1.0), Width("10 m, 7 d", 10.0, 7.0))
WIDTHS = (*FILTERED, Width("anything"))


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is asked.

    Attributes:
        width: How wide it is.
        middle_m: Around where.
        during_ns: When.
        vector: (D,) what it should be like.
    """

    width: Width
    middle_m: Metres3
    during_ns: tuple[int, int]
    vector: Float32

    @property
    def query(self) -> Query:
        """As a log is asked."""
        near = None if self.width.radius_m is None else Near(self.middle_m, self.width.radius_m)
        during_ns = None if self.width.days is None else self.during_ns
        where = Where(near=near, during_ns=during_ns)
        return Query(where=where, vector=self.vector, space=SPACE, limit=K)

    def holds(self, stamps_ns: Int64, positions_m: Float64) -> npt.NDArray[np.bool_]:
        """Which observations (N,), at (N, 3), come into question."""
        holds = np.ones(len(stamps_ns), dtype=np.bool_)
        if self.width.days is not None:
            first, last = self.during_ns
            holds &= (stamps_ns >= first) & (stamps_ns <= last)
        if self.width.radius_m is not None:
            dx, dy, dz = (positions_m - self.middle_m).T
            holds &= dx * dx + dy * dy + dz * dz <= self.width.radius_m**2
        return holds


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """The exact answer, by float32.

    Attributes:
        ids: The ten best, best first; ids count from one.
        candidates: How many observations came into question.
    """

    ids: tuple[int, ...]
    candidates: int


def draw(workload: Workload, each: int) -> list[Question]:
    """So many questions of each width: after some visit, what was near there, and like this."""
    c = workload.config
    rng = np.random.default_rng([c.seed, 5])
    questions = []
    for width in WIDTHS:
        span = width.days or c.days
        for number in rng.integers(0, workload.visits, each):
            place, stamp_ns = workload.visit(int(number))
            concept = workload.own_concepts[place, rng.integers(0, c.own)]
            last_ns = stamp_ns + int(rng.uniform(0.0, 0.5 * span) * DAY_NS)
            x, y, z = workload.middles_m[place].tolist()
            during_ns = (last_ns - int(span * DAY_NS), last_ns)
            vector = workload.looks([concept], rng)[0]
            questions.append(Question(width, (x, y, z), during_ns, vector))
    return questions


def answer(workload: Workload, questions: Sequence[Question]) -> list[Truth]:
    """The exact answers, by drawing all observations again."""
    wanted = np.stack([question.vector for question in questions])
    best = [(np.empty(0, np.float32), np.empty(0, np.int64)) for _ in questions]
    counts = [0] * len(questions)
    for block in workload.blocks():
        scores = wanted @ block.vectors.T
        for n, question in enumerate(questions):
            rows = np.flatnonzero(question.holds(block.stamps_ns, block.positions_m))
            counts[n] += len(rows)
            values = np.concatenate([best[n][0], scores[n, rows]])
            ids = np.concatenate([best[n][1], block.first + rows + 1])
            order = np.argsort(-values, kind="stable")[:K]
            best[n] = values[order], ids[order]
    return [Truth(tuple(ids.tolist()), count) for (_, ids), count in zip(best, counts, strict=True)]


def recall_at_k(found: Sequence[int], truth: Truth) -> float:
    """Share of the true ten that were found; 1 where there is nothing to find."""
    return len(set(found) & set(truth.ids)) / len(truth.ids) if truth.ids else 1.0
