"""The best that any policy can do: let go of what is not needed for longest.

Belady, "A study of replacement algorithms for a virtual-storage computer", IBM Systems Journal
5(2), 1966. It is exact for policies that take in whatever is written, which all of ours do.
"""

from __future__ import annotations

from collections.abc import Sequence


def optimal_hits(things: Sequence[int], capacity: int) -> list[bool]:
    """Whether each thing is at hand when it is needed, if the future is known."""
    following = _following(things)
    resident: dict[int, int] = {}
    hits = []
    for at, thing in enumerate(things):
        hits.append(thing in resident)
        if thing not in resident and len(resident) >= capacity:
            del resident[max(resident, key=resident.__getitem__)]
        resident[thing] = following[at]
    return hits


def _following(things: Sequence[int]) -> list[int]:
    """When each thing is needed next; beyond the end if never."""
    following = [len(things)] * len(things)
    seen: dict[int, int] = {}
    for at in range(len(things) - 1, -1, -1):
        following[at] = seen.get(things[at], len(things))
        seen[things[at]] = at
    return following
