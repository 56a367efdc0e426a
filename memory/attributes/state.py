"""In which states things were, since when and until when, and what became different."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from whereseen.memory.attributes.words import StateValue

_FADES = 0.7  # of the weight of earlier reports with each new one
_SURE = 0.6  # share of the weight from which a value holds
_LEAST_REPORTS = 2  # in a row, before what was known counts as over
_ANYBODYS_GUESS = 0.5
# After how long half of what was known of a state is left: doors of fridges are soon closed again.
_HALF_LIVES_S: Mapping[StateValue, float] = {
    ("open", "yes"): 900.0,
    ("open", "no"): 12 * 3600.0,
    ("on", "yes"): 2 * 3600.0,
    ("on", "no"): 6 * 3600.0,
}
_HALF_LIFE_S = 86_400.0


@dataclass(frozen=True, slots=True)
class State:
    """A thing was in a state, while; and since when that is known.

    Attributes:
        entity_id: Which thing.
        key: What may differ, as `open`.
        value: How it was, as `yes`.
        valid_from_ns: Since when, at the latest.
        valid_to_ns: Until when; None while it holds.
        seen_ns: When it was last seen so.
        known_from_ns: When the memory came to know that it had begun.
        known_to_ns: When it came to know that it had ended; None while it holds.
        probability: When it was last seen, 0 to 1.
        source: What saw it.
    """

    entity_id: int
    key: str
    value: str
    valid_from_ns: int
    valid_to_ns: int | None
    seen_ns: int
    known_from_ns: int
    known_to_ns: int | None
    probability: float
    source: str = ""

    def holds_at(self, stamp_ns: int, *, known_ns: int | None = None) -> bool:
        """Whether it held at a time, as known at another time; None: as known now."""
        if known_ns is not None and known_ns < self.known_from_ns:
            return False
        ended = self.valid_to_ns
        if known_ns is not None and (self.known_to_ns is None or known_ns < self.known_to_ns):
            ended = None
        return self.valid_from_ns <= stamp_ns and (ended is None or stamp_ns < ended)

    def probability_at(self, now_ns: int) -> float:
        """That it still holds; what was not seen for long becomes anybody's guess."""
        half_life_s = _HALF_LIVES_S.get((self.key, self.value), _HALF_LIFE_S)
        left = float(0.5 ** (max(now_ns - self.seen_ns, 0) / 1e9 / half_life_s))
        return _ANYBODYS_GUESS + (self.probability - _ANYBODYS_GUESS) * left


@dataclass(frozen=True, slots=True)
class StateChange:
    """A thing came to be in another state, between when it was seen so and otherwise.

    Attributes:
        before: How it was.
        after: How it is since.
    """

    before: State
    after: State

    @property
    def earliest_ns(self) -> int:
        """It happened at this time or later."""
        return self.before.seen_ns

    @property
    def latest_ns(self) -> int:
        """It happened at this time or earlier."""
        return self.after.valid_from_ns


@dataclass(slots=True)
class _Doubt:
    """What was reported of a state: weights by value, and the run of those that differ."""

    weights: dict[str, float] = field(default_factory=dict)
    value: str = ""
    since_ns: int = 0
    reports: int = 0
    last_ns: int = -1

    def note(self, value: str, score: float, stamp_ns: int) -> None:
        """Add a report."""
        self.weights = {each: weight * _FADES for each, weight in self.weights.items()}
        self.weights[value] = self.weights.get(value, 0.0) + score
        if value != self.value:
            self.value, self.since_ns, self.reports = value, stamp_ns, 0
        self.reports += 1
        self.last_ns = stamp_ns

    def share(self, value: str) -> float:
        """Of the weight."""
        return self.weights.get(value, 0.0) / max(sum(self.weights.values()), 1e-9)


class StateHistory:
    """Opens a state when reports agree on it, and closes the one before.

    A single report that differs changes nothing: it takes several in a row that outweigh what was
    reported before. Without reports all stays as it is, since silence is no change.

    Args:
        most: States that have ended and are kept; the oldest go first.
    """

    def __init__(self, *, most: int = 10_000) -> None:
        self._most = most
        self._holding: dict[tuple[int, str], State] = {}
        self._past: list[State] = []
        self._doubts: dict[tuple[int, str], _Doubt] = {}

    def __iter__(self) -> Iterator[State]:
        """All states: those that have ended, as they ended, then those that hold."""
        yield from self._past
        yield from self._holding.values()

    def restore(self, states: Iterable[State]) -> None:
        """Take back what was kept; all else is forgotten."""
        listed = tuple(states)
        self._holding = {(s.entity_id, s.key): s for s in listed if s.valid_to_ns is None}
        self._past = [each for each in listed if each.valid_to_ns is not None]
        self._doubts = {}

    def report(
        self,
        entity_id: int,
        state: StateValue,
        stamp_ns: int,
        *,
        score: float = 1.0,
        now_ns: int | None = None,
        source: str = "",
    ) -> StateChange | None:
        """Note how a thing looked; returns what has become different by that, if anything has.

        Args:
            entity_id: Which thing.
            state: Key and value.
            stamp_ns: When; reports that are not newer than the last one say nothing.
            score: How sure it looked, over 0 to 1.
            now_ns: When this is noted; None for `stamp_ns`.
            source: What saw it.
        """
        key, value = state
        at = (entity_id, key)
        doubt = self._doubts.setdefault(at, _Doubt())
        known = self._holding.get(at)
        if stamp_ns <= max(doubt.last_ns, -1 if known is None else known.seen_ns):
            return None
        if known is not None and not doubt.weights:
            doubt.note(known.value, known.probability, known.seen_ns)
        doubt.note(value, score, stamp_ns)
        share = round(doubt.share(value), 4)
        if known is not None and known.value == value:
            self._holding[at] = replace(known, seen_ns=stamp_ns, probability=share)
            return None
        if doubt.reports < _LEAST_REPORTS or share < _SURE:
            return None
        noted_ns = stamp_ns if now_ns is None else now_ns
        after = State(
            entity_id, key, value, doubt.since_ns, None, stamp_ns, noted_ns, None, share, source
        )
        self._holding[at] = after
        if known is None:
            return None
        before = replace(known, valid_to_ns=after.valid_from_ns, known_to_ns=noted_ns)
        self._past.append(before)
        del self._past[: max(len(self._past) - self._most, 0)]
        return StateChange(before, after)

    def of(self, entity_id: int) -> tuple[State, ...]:
        """In which states a thing is now, by key."""
        found = (each for each in self._holding.values() if each.entity_id == entity_id)
        return tuple(sorted(found, key=lambda each: each.key))

    def value_of(self, entity_id: int, key: str) -> str | None:
        """In which state a thing is, None if that is not known."""
        state = self._holding.get((entity_id, key))
        return None if state is None else state.value

    def as_of(
        self, entity_id: int, stamp_ns: int, *, known_ns: int | None = None
    ) -> tuple[State, ...]:
        """In which states a thing was at a time, as known at another time; None: as known now."""
        return tuple(
            each
            for each in self
            if each.entity_id == entity_id and each.holds_at(stamp_ns, known_ns=known_ns)
        )

    def history_of(self, entity_id: int) -> tuple[State, ...]:
        """In which states a thing ever was, oldest first."""
        found = (each for each in self if each.entity_id == entity_id)
        return tuple(sorted(found, key=lambda each: (each.valid_from_ns, each.key)))

    def changes(self, since_ns: int = 0) -> tuple[StateChange, ...]:
        """What became different, known after a time, oldest first."""
        last: dict[tuple[int, str], State] = {}
        found = []
        for state in sorted(self, key=lambda each: each.valid_from_ns):
            at = (state.entity_id, state.key)
            before = last.get(at)
            if before is not None and state.valid_from_ns > since_ns:
                found.append(StateChange(before, state))
            last[at] = state
        return tuple(found)

    def unite(self, was: int, entity_id: int) -> None:
        """Let a thing that turned out to be another one leave it the states in which it was."""
        for key in sorted({each.key for each in self if each.entity_id == was}):
            self._unite(was, entity_id, key)
        self._doubts = {at: each for at, each in self._doubts.items() if at[0] != was}

    def _unite(self, was: int, entity_id: int, key: str) -> None:
        """One line of states from two: each ends where the next of another value begins."""
        both = [each for each in self if each.key == key and each.entity_id in (was, entity_id)]
        line: list[State] = []
        for state in sorted(both, key=lambda each: (each.valid_from_ns, each.known_from_ns)):
            last = line[-1] if line else None
            if last is not None and last.value == state.value:
                line[-1] = _as_one(last, state)
                continue
            if last is not None:
                line[-1] = replace(
                    last, valid_to_ns=state.valid_from_ns, known_to_ns=state.known_from_ns
                )
            line.append(replace(state, entity_id=entity_id))
        self._past = [each for each in self._past if each not in both] + line[:-1]
        self._holding.pop((was, key), None)
        self._holding[entity_id, key] = line[-1]

    def forget(self, entity_ids: Collection[int]) -> None:
        """Drop all that is known of some things."""
        gone = frozenset(entity_ids)
        doubts = {at: each for at, each in self._doubts.items() if at[0] not in gone}
        self.restore([each for each in self if each.entity_id not in gone])
        self._doubts = doubts


def _as_one(state: State, later: State) -> State:
    """Two states of one value that follow each other, as one."""
    return replace(
        state,
        valid_to_ns=later.valid_to_ns,
        seen_ns=max(state.seen_ns, later.seen_ns),
        known_to_ns=later.known_to_ns,
        probability=(state if state.seen_ns > later.seen_ns else later).probability,
    )
