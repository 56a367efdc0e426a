"""What the memory is told: where things are, and what to forget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from builtin_interfaces.msg import Time
from geometry_msgs.msg import PointStamped

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.objects.regions import box_around
from whereseen.memory.spatial.erasing import images_showing
from whereseen.memory.spatial.selection import Selection
from whereseen.nodes.convert.answer import done, not_found
from whereseen.nodes.convert.pose import xyz_of
from whereseen.nodes.convert.stamp import ns_of, time_of
from whereseen.nodes.core import Core
from whereseen.nodes.services.points import in_map
from whereseen.nodes.services.regions import selection_of


def remember(core: Core, request: Any, response: Any) -> None:
    """Tell where something is, by its position or in a sentence."""
    is_said = not request.label and bool(request.sentence)
    if is_said:
        core.graph()
    at = PointStamped(header=request.header, point=request.position)
    entity = core.memory.remember(
        request.sentence if is_said else request.label,
        None if is_said else in_map(core, at),
        size_m=tuple(xyz_of(request.size).tolist()),
        probability=request.probability or 1.0,
        source=request.source,
        now_ns=_told_ns(core, request.header.stamp),
    )
    core.touch()
    response.entity_id = entity.id
    response.status = done(f"{entity.label} is remembered as {entity.id}")


def forget(core: Core, request: Any, response: Any) -> None:
    """Erase for good."""
    selection = _selection(core, request)
    ids = tuple(request.entity_ids)
    if selection is None and not ids:
        raise InvalidQuery(
            "nothing is selected to forget",
            remedy="Give a region, times or entity_ids, or set everything",
        )
    counts = (_would_forget if request.dry_run else _forget)(core, selection, ids)
    response.voxels, response.images = counts.voxels, counts.images
    response.entities = counts.entities
    told = f"{'would be forgotten' if request.dry_run else 'forgotten'}: {counts}"
    core.log(f"{told}; reason: {request.reason or 'none given'}")
    nothing = counts == _Counts(0, 0, 0)
    response.status = not_found("nothing is there") if nothing else done(told)


def clear_box(core: Core, request: Any, response: Any) -> None:
    """Make a box empty."""
    selection = selection_of(core, request.region)
    if selection is None:
        raise InvalidQuery("the box has no volume", remedy="Give three positive edges")
    response.voxels = core.memory.clear(selection)
    core.edit()
    response.status = done(f"{response.voxels} voxels removed")


def _told_ns(core: Core, since: Time) -> int:
    """When something was told: a time that messages can say, or nothing could be published."""
    stamp_ns = ns_of(since) or core.now_ns
    if stamp_ns <= 0:
        raise InvalidQuery(
            "there is no such time", got=f"{stamp_ns} ns", remedy="Give a stamp, or publish /clock"
        )
    time_of(stamp_ns)
    return stamp_ns


def _selection(core: Core, request: Any) -> Selection | None:
    if request.everything:
        return Selection()
    return selection_of(core, request.region, request.since, request.until)


@dataclass(frozen=True, slots=True)
class _Counts:
    """What a memory holds, or what of it is selected."""

    voxels: int
    images: int
    entities: int

    @classmethod
    def held(cls, core: Core) -> _Counts:
        """All of it."""
        memory = core.memory
        return cls(len(memory.voxels().index), len(memory.keyframes), len(core.objects.entities()))

    @classmethod
    def selected(cls, core: Core, parts: Sequence[Selection], entities: set[int]) -> _Counts:
        """What lies in parts of the map, which do not overlap, and these entities."""
        memory = core.memory
        slots = [images_showing(memory.voxel_map, memory.keyframes, part) for part in parts]
        return cls(
            sum(memory.count(part) for part in parts), len(set(chain(*slots))), len(entities)
        )

    def less(self, other: _Counts) -> _Counts:
        """The difference."""
        return _Counts(
            self.voxels - other.voxels, self.images - other.images, self.entities - other.entities
        )

    def __str__(self) -> str:
        return f"{self.voxels} voxels, {self.images} images, {self.entities} entities"


def _would_forget(core: Core, selection: Selection | None, ids: tuple[int, ...]) -> _Counts:
    things = [thing for thing in map(core.objects.entity, set(ids)) if thing is not None]
    inside = set() if selection is None else set(core.objects.select(selection))
    apart = [box_around(thing) for thing in things if thing.id not in inside and any(thing.size_m)]
    parts = apart if selection is None else [selection, *apart]
    return _Counts.selected(core, parts, inside | {thing.id for thing in things})


def _forget(core: Core, selection: Selection | None, ids: tuple[int, ...]) -> _Counts:
    before = _Counts.held(core)
    try:
        if selection is not None:
            core.memory.forget(selection)
        if ids:
            core.objects.forget(ids)
    finally:  # they are gone from memory even if the disk refuses
        core.hide_answer()
    return before.less(_Counts.held(core))
