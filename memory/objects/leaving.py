"""What else tells of things that are forgotten."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory


def forget_elsewhere(
    memory: SpatialMemory, entity_ids: Collection[int], labels: Collection[str]
) -> None:
    """Drop relations, rows of the log, what is at hand, summaries and habits of things.

    Args:
        memory: Whose.
        entity_ids: The things.
        labels: What these are called.
    """
    memory.kept_graph.forget(entity_ids)
    memory.log.forget(entity_ids)
    memory.tiers.forget(entity_ids)
    memory.upkeep.forget(entity_ids, labels)
