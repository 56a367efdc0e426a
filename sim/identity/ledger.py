"""Who was who: what a tracker takes things for, against what is so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from whereseen.memory.objects.boxes import distances_m
from whereseen.memory.objects.matching import pair_up
from whereseen.sim.identity.trackers import Known, Tracker
from whereseen.sim.localize.rounds import RoundEnd
from whereseen.sim.world.truth import ObjectTruth

_SLACK_M = 0.15  # beyond half the diagonal of a thing's box
_STILL_M = 0.03  # what was shifted by less has stayed


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts.

    Attributes:
        moves: Things seen again elsewhere, since they had an identity; each move counts once.
        kept: Of those, how many have it still; look-alikes may have exchanged theirs.
        kept_exactly: Of those, how many have their own.
        unfound: Of those, how many nothing is known of where they are now.
        stays: Things seen again where they were.
        stays_kept: Of those, how many have their identity still.
        vanished: Of those, how many are taken to be gone.
        things: Things that are there.
        surplus: Known things of a label beyond as many as are there.
    """

    moves: int = 0
    kept: int = 0
    kept_exactly: int = 0
    unfound: int = 0
    stays: int = 0
    stays_kept: int = 0
    vanished: int = 0
    things: int = 0
    surplus: int = 0

    def __add__(self, other: Tally) -> Tally:
        names = (field.name for field in fields(self))
        return Tally(*(getattr(self, name) + getattr(other, name) for name in names))


@dataclass(frozen=True, slots=True)
class _Last:
    """A thing as it was when it was seen last, and the identity that it had then."""

    truth: ObjectTruth
    id: int


class Ledger:
    """Keeps the books of one tracker in one home.

    Things of one label look alike: there is nothing to tell one red mug from another. Of those that
    have moved or were taken away since they were seen last, or are seen for the first time, each
    may have the identity of any. What has stayed must have its own.
    """

    def __init__(self) -> None:
        self._last: dict[str, _Last] = {}
        self._unfound: dict[str, _Last] = {}  # where they were when that was counted

    def enter(self, end: RoundEnd, tracker: Tracker) -> Tally:
        """Compare at the end of a round, after the tracker has looked."""
        known = tracker.known()
        ids = _found(end, known)
        moved = {name for name, last in self._last.items() if _has_moved(last, end)}
        tally = _crowd(end, known)
        for label in sorted({self._last[name].truth.label for name in moved}):
            tally += self._moves(label, moved, end, ids, tracker)
        there = {each.id for each in known}
        for name in sorted((self._last.keys() & end.seen) - moved):
            tally += _stay(ids.get(name), tracker.now(self._last[name].id), there)
        for name, identity in ids.items():
            self._last[name] = _Last(end.objects[name], identity)
        return tally

    def _moves(
        self, label: str, moved: set[str], end: RoundEnd, ids: dict[str, int], tracker: Tracker
    ) -> Tally:
        """Of the identities that look-alikes had, so many are borne by one of them again."""
        group = {name for name in moved if self._last[name].truth.label == label}
        owned = {name: tracker.now(self._last[name].id) for name in group}
        first = {n for n in end.seen - self._last.keys() if end.objects[n].label == label}
        borne = {ids[name] for name in (group & end.seen) | first if name in ids}
        old = {name for name in group & self._unfound.keys() if self._is_counted(name, end)}
        seen = (group & end.seen) - old
        for name in seen - ids.keys():
            self._unfound[name] = _Last(end.objects[name], owned[name])
        return Tally(
            moves=len(seen),
            kept=min(len(borne & set(owned.values())), len(seen)),
            kept_exactly=sum(ids.get(name) == owned[name] for name in seen),
            unfound=len(seen - ids.keys()),
        )

    def _is_counted(self, name: str, end: RoundEnd) -> bool:
        """Whether a move was counted in an earlier round, as one to where nothing is known."""
        return not _has_moved(self._unfound[name], end)


def _stay(identity: int | None, own: int, there: set[int]) -> Tally:
    return Tally(stays=1, stays_kept=int(identity == own), vanished=int(own not in there))


def _has_moved(last: _Last, end: RoundEnd) -> bool:
    """Whether a thing is elsewhere than where it was seen last, or nowhere."""
    truth = end.objects.get(last.truth.name)
    if truth is None:
        return True
    return bool(np.linalg.norm(truth.position_m - last.truth.position_m) > _STILL_M)


def _found(end: RoundEnd, known: Sequence[Known]) -> dict[str, int]:
    """Identities of the things that were seen, by name, where something is known of them."""
    truths: Mapping[str, ObjectTruth] = {name: end.objects[name] for name in sorted(end.seen)}
    if not truths or not known:
        return {}
    apart_m = distances_m(
        [each.position_m for each in truths.values()], [each.position_m for each in known]
    )
    for row, truth in zip(apart_m, truths.values(), strict=True):
        low, high = truth.box_m
        reach_m = float(np.linalg.norm(high - low)) / 2.0 + _SLACK_M
        other = np.array([each.label != truth.label for each in known])
        row[other | (row > reach_m)] = np.inf
    names = list(truths)
    return {names[i]: known[k].id for i, k in pair_up(apart_m)}


def _crowd(end: RoundEnd, known: Sequence[Known]) -> Tally:
    there = Counter(truth.label for truth in end.objects.values())
    believed = Counter(each.label for each in known)
    surplus = sum(max(believed[label] - count, 0) for label, count in there.items())
    return Tally(things=sum(there.values()), surplus=surplus)
