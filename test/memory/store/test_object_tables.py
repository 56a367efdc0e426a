"""Things, beliefs and changes in a map file."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.memory.attributes.colour_evidence import ColourEvidence
from whereseen.memory.attributes.state import State
from whereseen.memory.attributes.thing_attributes import AttributeRows
from whereseen.memory.errors import MapFileError
from whereseen.memory.objects.entity import Belief, Cause, Entity, Kind, Status
from whereseen.memory.objects.history import ChangeRow
from whereseen.memory.objects.rows import ObjectRows, ThingRow
from whereseen.memory.objects.shelters import Shelter
from whereseen.memory.store.map_file import MapFile

SIZE = (0.1, 0.2, 0.3)
POINTS = np.array([[0.1, 1.0 / 3.0, -2.0], [4.0, 5.0, 6.0]], np.float32)


def thing(number: int, **changes: Any) -> ThingRow:
    place = (1.0 / 3.0, -2.0, 1e-9)
    made = Entity(number, "møg", Status.GONE, 2.0 / 3.0, place, SIZE, 10**18, 2 * 10**18, None)
    return ThingRow(replace(made, **changes), POINTS, 7)


def belief(entity_id: int, until_ns: int | None = None) -> Belief:
    return Belief(entity_id, (1.0, 2.0, 0.1), SIZE, 10**18, until_ns, 0.3, Cause.TOLD, "Anna")


ROWS = ObjectRows(
    things=(thing(3), thing(8, image_id=5, status=Status.PRESENT)),
    beliefs={2: belief(3, 10**18 + 1), 9: belief(8)},
    changes={
        4: ChangeRow(Kind.MOVED, 1, 2, 8, 2, 9),
        5: ChangeRow(Kind.VANISHED, 1, 2, 3, 2, None),
    },
    next_id=12,
    attributes=AttributeRows(
        {3: ColourEvidence(np.arange(55.0).reshape(11, 5))},
        (
            State(8, "open", "no", 5, 9, 8, 6, 10, 0.9, "head"),
            State(8, "open", "yes", 9, None, 12, 10, None, 1.0 / 3.0),
        ),
    ),
    shelters={3: Shelter(8, 7), 8: Shelter(2)},
)


def write(path: Path, note: Any, *rows: ObjectRows, **meta: str) -> None:
    with MapFile.create(path) as file:
        for each in rows:
            file.write(replace(note(**meta), objects=each))


def read(path: Path) -> ObjectRows:
    with MapFile.open(path) as file:
        return file.objects()


def check_equal(one: ObjectRows, other: ObjectRows) -> None:
    assert [each.entity for each in one.things] == [each.entity for each in other.things]
    assert [each.voxels for each in one.things] == [each.voxels for each in other.things]
    for got, put in zip(one.things, other.things, strict=True):
        assert got.points_map.dtype == np.float32
        np.testing.assert_array_equal(got.points_map, put.points_map)
    assert one.attributes.states == other.attributes.states
    assert one.attributes.colours.keys() == other.attributes.colours.keys()
    for entity_id, evidence in one.attributes.colours.items():
        np.testing.assert_array_equal(evidence.sums, other.attributes.colours[entity_id].sums)
    assert one.shelters == other.shelters
    assert list(one.beliefs.items()) == list(other.beliefs.items())
    assert list(one.changes.items()) == list(other.changes.items())
    assert one.next_id == other.next_id


def test_what_was_written_is_read(tmp_path: Path, note: Any) -> None:
    write(tmp_path / "a.map", note, ROWS, next_entity_id="12")
    check_equal(read(tmp_path / "a.map"), ROWS)


def test_an_empty_map_has_no_things(tmp_path: Path, note: Any) -> None:
    write(tmp_path / "a.map", note, ObjectRows())
    check_equal(read(tmp_path / "a.map"), ObjectRows())


def test_rows_replace_what_changed_and_drop_what_is_gone(tmp_path: Path, note: Any) -> None:
    less = ObjectRows(
        things=(thing(8, label="cup"), thing(11)),
        beliefs={9: belief(8, 10**18 + 7)},
        changes={5: ROWS.changes[5]},
        next_id=12,
    )
    write(tmp_path / "a.map", note, ROWS, less, next_entity_id="12")
    check_equal(read(tmp_path / "a.map"), less)


def test_rows_that_did_not_change_are_not_written_again(tmp_path: Path, note: Any) -> None:
    with MapFile.create(tmp_path / "a.map") as file:
        file.write(replace(note(), objects=ROWS))
        file._db.execute(
            "CREATE TRIGGER t AFTER INSERT ON belief BEGIN SELECT RAISE(FAIL, 'x'); END"
        )
        file.write(replace(note(), objects=ROWS))
        changed = replace(ROWS, beliefs={**ROWS.beliefs, 9: belief(8, 10**18 + 7)})
        with pytest.raises(MapFileError):
            file.write(replace(note(), objects=changed))


def test_identities_go_on_where_the_next_was_not_noted(tmp_path: Path, note: Any) -> None:
    write(tmp_path / "a.map", note, ROWS)
    assert read(tmp_path / "a.map").next_id == 9


def test_what_is_deleted_leaves_no_bytes(tmp_path: Path, note: Any) -> None:
    many = tuple(thing(number, label=f"secret of {number}") for number in range(1, 400))
    sources = {n: replace(belief(n), source=f"spy {n}") for n in range(1, 400)}
    path = tmp_path / "a.map"
    write(path, note, ObjectRows(many, sources), ObjectRows(many[:1], {1: sources[1]}))
    data = path.read_bytes()
    assert (data.count(b"secret of"), data.count(b"spy ")) == (1, 1)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entity SET status = 77",
        "UPDATE entity SET points = x'001122'",
        "UPDATE belief SET cause = 77",
        "UPDATE change SET kind = 'often'",
        "UPDATE meta SET value = 'many' WHERE key = 'next_entity_id'",
    ],
)
def test_damaged_rows_are_named(tmp_path: Path, note: Any, damage: str) -> None:
    write(tmp_path / "a.map", note, ROWS, next_entity_id="12")
    db = sqlite3.connect(tmp_path / "a.map")
    with db:
        db.execute(damage)
    db.close()
    with pytest.raises(MapFileError, match="damaged"):
        read(tmp_path / "a.map")
