"""What it takes to go on telling things apart, as a note in the map file: JSON, no table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.objects.rows import ObjectRows, ThingRow
from whereseen.memory.objects.track import Presumption, Standing

IDENTITY = "identity"  # under this name among the notes


def identity_text(rows: ObjectRows) -> str:
    """How things came to be where they are, and who turned out to be whom."""
    standing = {str(row.entity.id): _standing_values(row.standing) for row in rows.things}
    merged = {str(one): other for one, other in rows.merged.items()}
    return json.dumps({"merged": merged, "standing": standing}, separators=(",", ":"))


def with_identity(rows: ObjectRows, text: str | None) -> ObjectRows:
    """Rows with what a note tells; without one they count as found when they were last seen.

    Raises:
        ValueError: if it is damaged.
    """
    if text is None:
        return rows
    try:
        note = json.loads(text)
        told = note["standing"]
        things = tuple(_standing(row, told.get(str(row.entity.id))) for row in rows.things)
        merged = {int(one): int(other) for one, other in note["merged"].items()}
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"the note on identity: {error}") from error
    return replace(rows, things=things, merged=merged)


def _standing_values(standing: Standing | None) -> dict[str, Any] | None:
    if standing is None:
        return None
    s, presumed = standing, standing.presumed
    stamps = [s.arrived_ns, s.unseen_ns, s.begun_ns, s.found_ns, s.looks]
    flags = [int(s.is_new), int(s.has_come)]
    return {"at": stamps, "is": flags, "was": presumed and _presumption_values(presumed)}


def _presumption_values(p: Presumption) -> dict[str, Any]:
    e = p.entity
    return {
        "at_ns": p.at_ns,
        "found_ns": p.found_ns,
        "voxels": p.voxels,
        "points": np.round(p.points_map.astype(np.float64), 4).tolist(),
        "place": [*e.position_m, *e.size_m, e.probability],
        "seen": [int(e.status), e.first_seen_ns, e.last_seen_ns, e.image_id],
    }


def _standing(row: ThingRow, values: Mapping[str, Any] | None) -> ThingRow:
    if values is None:
        return row
    arrived_ns, unseen_ns, begun_ns, found_ns, looks = (int(each) for each in values["at"])
    is_new, has_come = (bool(each) for each in values["is"])
    presumed = None if values["was"] is None else _presumption(row.entity, values["was"])
    standing = Standing(
        arrived_ns, unseen_ns, begun_ns, found_ns, looks, is_new, has_come, presumed
    )
    return replace(row, standing=standing)


def _presumption(entity: Entity, values: Mapping[str, Any]) -> Presumption:
    x, y, z, *size, probability = (float(each) for each in values["place"])
    status, first_ns, last_ns, image_id = values["seen"]
    was = replace(
        entity,
        status=Status(status),
        position_m=(x, y, z),
        size_m=_three(size),
        probability=probability,
        first_seen_ns=int(first_ns),
        last_seen_ns=int(last_ns),
        image_id=None if image_id is None else int(image_id),
    )
    points = np.array(values["points"], dtype=np.float32).reshape(-1, 3)
    found_ns, at_ns = int(values["found_ns"]), int(values["at_ns"])
    return Presumption(was, points, int(values["voxels"]), found_ns, at_ns)


def _three(values: Sequence[float]) -> tuple[float, float, float]:
    x, y, z = values
    return x, y, z
