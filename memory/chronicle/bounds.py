"""Between which looks stays began and ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from whereseen.memory.chronicle.stays import Stay
from whereseen.memory.objects.entity import Belief, Change


@dataclass(frozen=True, slots=True)
class Bounds:
    """When things were last known not to be there yet, and to be there still.

    Attributes:
        began: By thing and since when it was believed, after which time it came there.
        ended: By the same, when it was last known to be there.
    """

    began: dict[tuple[int, int], int]
    ended: dict[tuple[int, int], int]

    @classmethod
    def of(cls, changes: Iterable[Change]) -> Bounds:
        """As changes tell."""
        began, ended = dict[tuple[int, int], int](), dict[tuple[int, int], int]()
        for change in changes:
            if change.after is not None and change.earliest_ns > 0 and change.state is None:
                began[change.entity.id, change.after.valid_from_ns] = change.earliest_ns
            if change.before is not None and change.state is None:
                ended[change.entity.id, change.before.valid_from_ns] = change.earliest_ns
        return cls(began, ended)

    def began_after_ns(self, entity_id: int, belief: Belief) -> int | None:
        """It came there later than this; None if that is not known."""
        found = self.began.get((entity_id, belief.valid_from_ns))
        return None if found is None else min(found, belief.valid_from_ns)

    def ended_after_ns(self, entity_id: int, belief: Belief) -> int | None:
        """It left later than this; None while it is there, or if that is not known."""
        found = self.ended.get((entity_id, belief.valid_from_ns))
        if found is None or belief.valid_to_ns is None:
            return None
        return min(max(found, belief.valid_from_ns), belief.valid_to_ns)


def likely_span(stay: Stay) -> tuple[int, int | None]:
    """From when to when it was there, whose length is neither too short nor too long in the mean.

    Where both ends are noticed late, that is from one notice to the other; where one is, its middle
    counts.
    """
    start_ns, end_ns = stay.start_ns, stay.end_ns
    if stay.began_after_ns is not None and stay.ended_after_ns is not None:
        return start_ns, end_ns
    if stay.began_after_ns is not None:
        start_ns = (stay.began_after_ns + start_ns) // 2
    if stay.ended_after_ns is not None and end_ns is not None:
        end_ns = (stay.ended_after_ns + end_ns) // 2
    return start_ns, end_ns


def shortest_and_longest(stay: Stay) -> tuple[tuple[int, int | None], tuple[int, int | None]]:
    """The least and the most that it can have been there."""
    least_end = stay.end_ns if stay.ended_after_ns is None else stay.ended_after_ns
    most_start = stay.start_ns if stay.began_after_ns is None else stay.began_after_ns
    return (stay.start_ns, least_end), (most_start, stay.end_ns)
