"""Erasing things and places from a map file on request, and proving it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.objects.entity import Entity
from whereseen.memory.reviewing import things_named
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial_memory import SpatialMemory


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What is to be erased.

    Attributes:
        things: Things with all that is known of them.
        boxes: Parts of the map with all that was seen there.
    """

    things: tuple[Entity, ...]
    boxes: tuple[Selection, ...]


@dataclass(frozen=True, slots=True)
class ErasureProof:
    """What was erased, and what is left of it.

    Attributes:
        things: Things.
        voxels: Occupied voxels.
        images: Kept images.
        rows: Rows of the log.
        scrubbed: Whether the file was overwritten where they were; False while another process
            reads it: its next commit does it then.
        left: Names of erased things that no other thing has and that are still somewhere in the
            bytes of the file; none if all went well.
    """

    things: int
    voxels: int
    images: int
    rows: int
    scrubbed: bool
    left: tuple[str, ...]

    @property
    def is_proven(self) -> bool:
        """Whether nothing is left."""
        return self.scrubbed and not self.left


def plan_erasure(memory: SpatialMemory, targets: Sequence[str]) -> ErasurePlan:
    """What targets mean: names or identities of things, boxes as `0,0,0:1,1,2` in metres.

    Raises:
        InvalidQuery: if one means nothing.
    """
    things: dict[int, Entity] = {}
    boxes = []
    for target in targets:
        if ":" in target:
            boxes.append(_box(target))
        else:
            things |= {each.id: each for each in things_named(memory, target)}
    for box in boxes:
        inside = memory.objects.select(box)
        things |= {each: e for each in inside if (e := memory.objects.entity(each)) is not None}
    return ErasurePlan(tuple(things[each] for each in sorted(things)), tuple(boxes))


def carry_out(memory: SpatialMemory, plan: ErasurePlan) -> ErasureProof:
    """Erase it, in the attached file too.

    Raises:
        MapFileError: if the disk refuses; it is gone from memory then, not from the file.
        LogError: if the log cannot be read.
    """
    before = _counts(memory)
    for box in plan.boxes:
        memory.forget(box)
    memory.objects.forget([each.id for each in plan.things])
    scrubbed = memory.scrub()
    things, voxels, images, rows = (b - a for b, a in zip(before, _counts(memory), strict=True))
    known = {entity.label for entity in memory.objects.entities()}
    names = sorted({thing.label for thing in plan.things} - known)
    left = () if memory.file is None else traces_of(memory.file, names)
    return ErasureProof(things, voxels, images, rows, scrubbed, left)


def traces_of(file: Path, words: Sequence[str]) -> tuple[str, ...]:
    """Words that are somewhere in the bytes of a map file or of its write-ahead log."""
    raw = file.read_bytes()
    ahead = file.with_name(file.name + "-wal")
    if ahead.exists():
        raw += ahead.read_bytes()
    lowered = raw.lower()
    return tuple(word for word in words if word.lower().encode() in lowered)


def _counts(memory: SpatialMemory) -> tuple[int, int, int, int]:
    stats = memory.log.stats()
    return (
        len(memory.objects.entities()),
        len(memory.voxels().index),
        len(memory.keyframes),
        stats.observations + stats.events,
    )


def _box(text: str) -> Selection:
    try:
        low, high = (tuple(float(each) for each in side.split(",")) for side in text.split(":"))
        (a, b, c), (x, y, z) = low, high
        if not all(map(math.isfinite, (*low, *high))):
            raise ValueError("a corner is nowhere")
    except ValueError as error:
        raise InvalidQuery(
            "this is no box", got=text, remedy="Give two corners in metres, as 0,0,0:1.5,1,2"
        ) from error
    low_m, high_m = (min(a, x), min(b, y), min(c, z)), (max(a, x), max(b, y), max(c, z))
    return Selection.between(low_m, high_m)
