"""What decides which few keys stay when there is room for no more."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any, Protocol, TypeVar

from whereseen.memory.errors import InvalidConfig

K = TypeVar("K", bound=Hashable)
Snapshot = dict[str, Any]
"""The state of a policy in values that JSON knows, except for its keys, which are as given."""

MOST_KEYS = 10_000


class Policy(Protocol[K]):
    """A bounded set of keys that chooses which of them leaves.

    Equal calls make equal choices. A key that was just admitted is always resident, so that what
    was just written can be read.
    """

    @property
    def capacity(self) -> int:
        """Most keys resident at a time."""

    def touch(self, key: K) -> bool:
        """A key is asked for: count it. Returns whether it is resident."""

    def admit(self, key: K) -> K | None:
        """A key is written, be it resident or new. Returns the key that left for it, if one did."""

    def evict(self) -> K:
        """Let go of the least worthy key.

        Raises:
            KeyError: if nothing is resident.
        """

    def discard(self, key: K) -> None:
        """Forget a key and all counts of it, if it is known."""

    def snapshot(self) -> Snapshot:
        """All of the state; policies with equal snapshots behave alike from here on."""

    def restore(self, snapshot: Snapshot) -> None:
        """Take the state of a policy of the same kind and capacity.

        Raises:
            KeyError, TypeError, ValueError: if it is damaged.
        """

    def __contains__(self, key: object) -> bool: ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[K]:
        """Residents, the one that would leave first at the front."""


def checked_capacity(capacity: int) -> int:
    """A capacity that is one.

    Raises:
        InvalidConfig: if it is not from 1 to 10,000.
    """
    if not 1 <= capacity <= MOST_KEYS:
        raise InvalidConfig(
            "the capacity is out of range", got=repr(capacity), remedy=f"Use 1 to {MOST_KEYS}"
        )
    return capacity
