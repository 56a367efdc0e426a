"""What the memory is told: where things are, and what to forget."""

from __future__ import annotations

from typing import Any

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.spatial.selection import Selection
from whereseen.nodes.convert.answer import done, not_found
from whereseen.nodes.convert.pose import xyz_of
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.core import Core
from whereseen.nodes.services.regions import selection_of


def remember(core: Core, request: Any, response: Any) -> None:
    """Tell where something is."""
    T_map_frame = core.pose_of_frame(request.header.frame_id)
    position = T_map_frame[:3, :3] @ xyz_of(request.position) + T_map_frame[:3, 3]
    entity = core.objects.remember(
        request.label,
        position_m=tuple(position.tolist()),
        size_m=tuple(xyz_of(request.size).tolist()),
        probability=request.probability or 1.0,
        source=request.source,
        now_ns=ns_of(request.header.stamp) or core.now_ns,
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
    report = core.objects.count(selection, ids) if request.dry_run else core.forget(selection, ids)
    response.voxels, response.images = report.voxels, report.images
    response.entities = report.entities
    what = f"{report.voxels} voxels, {report.images} images, {report.entities} entities"
    verb = "would be forgotten" if request.dry_run else "forgotten"
    core.log(f"{verb}: {what}; reason: {request.reason or 'none given'}")
    nothing = not (report.voxels or report.images or report.entities)
    response.status = not_found("nothing is there") if nothing else done(f"{verb}: {what}")


def clear_box(core: Core, request: Any, response: Any) -> None:
    """Make a box empty."""
    selection = selection_of(core, request.region)
    if selection is None:
        raise InvalidQuery("the box has no volume", remedy="Give three positive edges")
    response.voxels = core.memory.clear(selection)
    core.touch()
    response.status = done(f"{response.voxels} voxels removed")


def _selection(core: Core, request: Any) -> Selection | None:
    if request.everything:
        return Selection()
    return selection_of(core, request.region, request.since, request.until)
