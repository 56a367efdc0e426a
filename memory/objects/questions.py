"""Questions that are asked again and again: one for each label that is watched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from whereseen.memory.attributes.mobility import moves_alone
from whereseen.memory.encoder.protocol import Encoder, Query, Vocabulary
from whereseen.memory.frames import Float32
from whereseen.memory.objects.sighting import Labels

_MOST_QUERIES = 4096  # the oldest is made again when it is asked for again
_STRUCTURE = frozenset(("background", "ceiling", "floor", "unknown", "wall"))


class StandingQuestions:
    """Which labels are watched, what to ask for them, and whose turn it is.

    Args:
        encoder: Puts labels into vectors; one with a vocabulary also says what it recognised.

    Attributes:
        watched: Labels to watch; if empty, all that the encoder has recognised, but for walls,
            floors and the like, and for people, animals and robots, who do not stay.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.watched: tuple[str, ...] = ()
        self._encoder = encoder
        self._queries: dict[str, Query] = {}
        self._asked_ns: dict[str, int] = {}
        self._names: tuple[tuple[str, ...], Float32] = ((), np.zeros((0, 1), dtype=np.float32))

    def labels(self, known: Iterable[str]) -> tuple[str, ...]:
        """Labels to ask for, sorted: those watched, and those of things that are known."""
        watched = self.watched or [n for n in self._recognised() if stays(n)]
        return tuple(sorted({*watched, *known}))

    def query(self, label: str) -> Query:
        """The question for things of a label.

        Raises:
            InvalidQuery: if the label is empty or too long.
        """
        if label not in self._queries:
            if len(self._queries) >= _MOST_QUERIES:
                self._queries.pop(next(iter(self._queries)))
            encoder = self._encoder
            ask = encoder.example_of if isinstance(encoder, Vocabulary) else encoder.query_text
            self._queries[label] = ask(label)
        return self._queries[label]

    def example(self, label: str) -> Query | None:
        """The question for things of a label, None if the encoder knows no labels."""
        return self.query(label) if isinstance(self._encoder, Vocabulary) else None

    def among(self, label: str, labels: Sequence[str]) -> Labels:
        """The vectors of a label and of all that a place might show instead."""
        names = sorted({label, *labels, *self._recognised()})
        vectors = np.stack([self.query(name).vector for name in names])
        return Labels(vectors=vectors, own=names.index(label))

    def next_due(self, labels: Sequence[str], now_ns: int, period_s: float) -> str | None:
        """The label that was not asked for the longest, if its time has come."""
        if not labels:
            return None
        label = min(labels, key=lambda each: (self._asked_ns.get(each, -1), each))
        since_ns = abs(now_ns - self._asked_ns.get(label, -1))  # recordings may begin anew
        fresh = label not in self._asked_ns or since_ns >= max(period_s * 1e9, 1)
        return label if fresh else None

    def asked(self, label: str, now_ns: int) -> None:
        """Note when a label was asked for."""
        self._asked_ns.pop(label, None)  # in the order of asking
        if len(self._asked_ns) >= _MOST_QUERIES:
            self._asked_ns.pop(next(iter(self._asked_ns)))
        self._asked_ns[label] = now_ns

    def recognised(self) -> tuple[tuple[str, ...], Float32]:
        """All names that the encoder has recognised, and their vectors (N, D)."""
        names = self._recognised()
        if names != self._names[0]:
            vectors = [self.query(name).vector for name in names]
            self._names = names, np.array(vectors, dtype=np.float32)
        return self._names

    def _recognised(self) -> tuple[str, ...]:
        return self._encoder.names_seen() if isinstance(self._encoder, Vocabulary) else ()


def stays(name: str) -> bool:
    """Whether a name is that of a thing that stays: no wall, and nobody who walks."""
    return name.lower() not in _STRUCTURE and not moves_alone(name)
