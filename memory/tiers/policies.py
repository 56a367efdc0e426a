"""Policies by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.tiers.adaptive import AdaptiveTinyLfu
from whereseen.memory.tiers.lfu import Lfu
from whereseen.memory.tiers.policy import Policy
from whereseen.memory.tiers.queues import Fifo, Lru, MergingFifo
from whereseen.memory.tiers.tiny_lfu import WTinyLfu
from whereseen.memory.tiers.worth import ValueWeighted

_MAKERS: dict[str, Callable[[int], Policy[Any]]] = {
    "adaptive": AdaptiveTinyLfu,
    "w-tinylfu": WTinyLfu,
    "w-tinylfu-50": lambda capacity: WTinyLfu(capacity, window_share=0.5),
    "w-tinylfu-90": lambda capacity: WTinyLfu(capacity, window_share=0.9),
    "value-weighted": ValueWeighted,
    "lfu": Lfu,
    "lru": Lru,
    "fifo-merge": MergingFifo,
    "fifo": Fifo,
}

POLICIES = tuple(_MAKERS)
"""All names."""


def make_policy(name: str, capacity: int) -> Policy[Any]:
    """A policy with nothing in it.

    Raises:
        InvalidConfig: if there is none of that name, or the capacity is out of range.
    """
    if name not in _MAKERS:
        raise InvalidConfig(
            "there is no such policy", got=repr(name), remedy=f"Use one of {', '.join(POLICIES)}"
        )
    return _MAKERS[name](capacity)
