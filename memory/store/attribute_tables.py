"""Colours, states and what things were in, as rows."""

from __future__ import annotations

import sqlite3

import numpy as np

from whereseen.memory.attributes.colour import COLOUR_TERMS
from whereseen.memory.attributes.colour_evidence import ColourEvidence
from whereseen.memory.attributes.state import State
from whereseen.memory.attributes.thing_attributes import AttributeRows
from whereseen.memory.objects.rows import ObjectRows
from whereseen.memory.objects.shelters import Shelter

Values = tuple[int | float | str | bytes | None, ...]


def look_values(rows: ObjectRows) -> list[Values]:
    """Rows of `look`: colours as (11, 5) float32, what the thing was in, since when it is shut."""
    colours, shelters = rows.attributes.colours, rows.shelters
    found: list[Values] = []
    for entity_id in sorted(colours.keys() | shelters.keys()):
        evidence, shelter = colours.get(entity_id), shelters.get(entity_id)
        found.append(
            (
                entity_id,
                None if evidence is None else evidence.sums.astype("<f4").tobytes(),
                None if shelter is None else shelter.container_id,
                None if shelter is None else shelter.taken_ns,
            )
        )
    return found


def state_values(rows: ObjectRows) -> list[Values]:
    """Rows of `state`, numbered as the memory came to know of them."""
    ordered = sorted(
        rows.attributes.states,
        key=lambda it: (it.known_from_ns, it.entity_id, it.key, it.valid_from_ns),
    )
    return [
        (
            number,
            each.entity_id,
            each.key,
            each.value,
            each.valid_from_ns,
            each.valid_to_ns,
            each.seen_ns,
            each.known_from_ns,
            each.known_to_ns,
            each.probability,
            each.source,
        )
        for number, each in enumerate(ordered, start=1)
    ]


def read_attributes(db: sqlite3.Connection) -> tuple[AttributeRows, dict[int, Shelter]]:
    """What `look_values` and `state_values` gave.

    Raises:
        ValueError: if a row is damaged.
    """
    colours, shelters = {}, {}
    shape = (len(COLOUR_TERMS), 5)
    looks = db.execute("SELECT id, colours, container_id, taken_ns FROM look ORDER BY id")
    for entity_id, sums, container_id, taken_ns in looks:
        if sums is not None:
            values = np.frombuffer(sums, dtype="<f4").reshape(shape).astype(np.float64)
            if not np.isfinite(values).all():
                raise ValueError(f"colours of thing {entity_id} are not finite")
            colours[entity_id] = ColourEvidence(values)
        if container_id is not None:
            shelters[entity_id] = Shelter(container_id, taken_ns or 0)
    listed = db.execute(
        "SELECT entity_id, key, value, valid_from_ns, valid_to_ns, seen_ns, known_from_ns,"
        " known_to_ns, probability, source FROM state"
        " ORDER BY valid_to_ns IS NULL, valid_to_ns, id"
    )
    return AttributeRows(colours, tuple(State(*row) for row in listed)), shelters
