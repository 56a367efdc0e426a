"""What gives things their identity: our tracker, and two simple rules on what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.objects.boxes import Boxes, distances_m
from whereseen.memory.objects.entity import Status
from whereseen.memory.objects.object_memory import ObjectMemory
from whereseen.memory.objects.sighting import Sighting

SEEN_AT = 0.5  # probability from which on a place shows a thing


@dataclass(frozen=True, slots=True)
class Known:
    """A thing that a tracker takes to be somewhere.

    Attributes:
        id: Its identity.
        label: What it is called.
        position_m: Middle of its box in the map frame.
    """

    id: int
    label: str
    position_m: Metres3


class Tracker(Protocol):
    """What gives things their identity."""

    def look(self, objects: ObjectMemory) -> None:
        """Take in what there is to be seen now."""
        ...

    def known(self) -> Sequence[Known]:
        """Things that are somewhere."""
        ...

    def now(self, identity: int) -> int:
        """What a thing is called by now that had an identity before."""
        ...


class Whereseen:
    """Our tracker; it looks all the time."""

    def __init__(self) -> None:
        self._objects: ObjectMemory | None = None

    def look(self, objects: ObjectMemory) -> None:
        """Ask for every label once more."""
        self._objects = objects
        objects.refresh_all()

    def known(self) -> Sequence[Known]:
        """Things that are not gone."""
        entities = self._objects.entities() if self._objects else ()
        return [Known(e.id, e.label, e.position_m) for e in entities if e.status != Status.GONE]

    def now(self, identity: int) -> int:
        """The identity of the thing that it turned out to be."""
        entity = self._objects.entity(identity) if self._objects else None
        return identity if entity is None else entity.id


class _Rule:
    """A baseline that keeps what it sees at the end of each round, and nothing else."""

    def __init__(self) -> None:
        self._known: list[Known] = []
        self._next_id = 1

    def look(self, objects: ObjectMemory) -> None:
        """Pair what is seen of each label with what was."""
        known: list[Known] = []
        for label in objects.labels:
            seen = [each for each in objects.sightings(label) if each.probability >= SEEN_AT]
            before = [each for each in self._known if each.label == label]
            known += self._paired(label, before, seen)
        self._known = known

    def known(self) -> Sequence[Known]:
        """What was seen last."""
        return self._known

    def now(self, identity: int) -> int:
        """The same."""
        return identity

    def _paired(self, label: str, before: Sequence[Known], seen: Sequence[Sighting]) -> list[Known]:
        raise NotImplementedError

    def _new_id(self) -> int:
        self._next_id += 1
        return self._next_id - 1


class Nearest(_Rule):
    """What is seen is the nearest thing of its label, however far; the nearest pair comes first."""

    def _paired(self, label: str, before: Sequence[Known], seen: Sequence[Sighting]) -> list[Known]:
        middles = Boxes.of(list(seen)).middles_m
        apart_m = distances_m([each.position_m for each in before], middles)
        ids: dict[int, int] = {}
        for at in np.argsort(apart_m, axis=None, kind="stable").tolist():
            i, k = divmod(at, len(seen))
            if k not in ids and before[i].id not in ids.values():
                ids[k] = before[i].id
        return [
            Known(ids[k] if k in ids else self._new_id(), label, each.position_m)
            for k, each in enumerate(seen)
        ]


class LabelOnly(_Rule):
    """All things of a label are one, where it is seen best; so does a table of latest values."""

    def _paired(self, label: str, before: Sequence[Known], seen: Sequence[Sighting]) -> list[Known]:
        if not seen:
            return list(before)
        best = max(seen, key=lambda each: each.probability)
        identity = before[0].id if before else self._new_id()
        return [Known(identity, label, best.position_m)]


METHODS = ("whereseen", "nearest", "label-only")


def tracker(name: str) -> Tracker:
    """A tracker by name, one of `METHODS`."""
    kinds: dict[str, type[Whereseen | Nearest | LabelOnly]] = {
        "whereseen": Whereseen,
        "nearest": Nearest,
        "label-only": LabelOnly,
    }
    return kinds[name]()
