from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from whereseen.sim.modelling.shapes import mesh_of
from whereseen.sim.scene.description import Opening, Room, Scene
from whereseen.sim.scene.solids import solids_of
from whereseen.sim.scene.structure import SIDES, Structure, structures_of

ROOM = Room("hall", "hallway", (0.0, 0.0), (4.0, 3.0))
DOOR = Opening("door", "doorway", ("hall", ""), (2.0, 3.05), "x")
WINDOW = Opening("window", "window", ("hall", ""), (4.05, 1.5), "y", 1.2, 0.9, 2.1)


def by_name(scene: Scene) -> dict[str, Structure]:
    return {each.name: each for each in structures_of(scene)}


def upright_area(structure: Structure, axis: int) -> float:
    """Of the side of a wall that bounds its room."""
    area = 0.0
    for part in structure.model.parts:
        size = np.ptp(mesh_of(part).vertices_m, axis=0)
        if part.material == "wall":
            area += float(size[1 - axis] * size[2])
    return area


def test_a_room_has_a_floor_a_ceiling_and_four_walls() -> None:
    found = structures_of(Scene("home", (ROOM,)))
    assert [each.name for each in found] == [
        "hall floor", "hall ceiling", *(f"hall {side} wall" for side in SIDES),
    ]  # fmt: skip
    assert {each.label for each in found} == {"floor", "ceiling", "wall"}
    assert {each.room for each in found} == {"hall"}


def test_the_inner_faces_of_walls_bound_the_room() -> None:
    found = by_name(Scene("home", (ROOM,)))
    inside = shapely.box(*ROOM.low_m, *ROOM.high_m)
    for side in SIDES:
        solids = solids_of(found[f"hall {side} wall"].model, np.eye(4))
        upper = solids.between(1.0, 2.0).outline
        assert upper.intersection(inside).area == pytest.approx(0.0)
        assert upper.distance(inside) == pytest.approx(0.0)
    floor_low, floor_high = found["hall floor"].model.box_m()
    assert floor_high[2] == pytest.approx(0.0)
    assert floor_low[0] == pytest.approx(-0.05)


def test_walls_are_cut_where_openings_are() -> None:
    found = by_name(Scene("home", (ROOM,), (DOOR, WINDOW)))
    assert upright_area(found["hall north wall"], 1) == pytest.approx(4.1 * 2.5 - 0.9 * 2.05)
    assert upright_area(found["hall east wall"], 0) == pytest.approx(3.0 * 2.5 - 1.2 * 1.2)
    assert upright_area(found["hall west wall"], 0) == pytest.approx(3.0 * 2.5)


@given(st.floats(0.45, 3.55), st.floats(0.5, 0.9))
def test_nobody_walks_into_a_wall_in_a_doorway(at_m: float, width_m: float) -> None:
    door = replace(DOOR, at_m=(at_m, 3.05), width_m=width_m)
    wall = by_name(Scene("home", (ROOM,), (door,)))["hall north wall"]
    way = shapely.box(at_m - width_m / 2 + 1e-6, 2.9, at_m + width_m / 2 - 1e-6, 3.2)
    low = solids_of(wall.model, np.eye(4)).between(0.0, 2.0)
    assert not shapely.intersects(low.outlines, way).any()
    assert min(np.ptp(mesh_of(part).vertices_m, axis=0).min() for part in wall.model.parts) > 1e-3


def test_an_opening_may_end_where_the_wall_does() -> None:
    door = replace(DOOR, at_m=(0.4, 3.05))  # from the corner of the walls on
    wall = by_name(Scene("home", (ROOM,), (door,)))["hall north wall"]
    assert all(np.ptp(mesh_of(each).vertices_m, axis=0).min() > 1e-3 for each in wall.model.parts)


def test_a_doorway_between_rooms_cuts_both_walls_and_stays_open() -> None:
    other = Room("den", "office", (0.0, 3.1), (4.0, 6.0))
    door = replace(DOOR, rooms=("hall", "den"))
    found = by_name(Scene("home", (ROOM, other), (door,)))
    assert upright_area(found["den south wall"], 1) == pytest.approx(4.1 * 2.5 - 0.9 * 2.05)
    assert found["door"].label == "door frame"
    low = solids_of(found["door"].model, np.eye(4)).between(0.1, 1.9)
    assert not shapely.intersects(low.outlines, shapely.Point(2.0, 3.05)).any()


def test_what_leads_outside_is_closed() -> None:
    found = by_name(Scene("home", (ROOM,), (DOOR, WINDOW)))
    assert found["door"].label == "door"
    assert found["window"].label == "window"
    for name, point in (("door", (2.0, 3.05)), ("window", (4.05, 1.5))):
        at = solids_of(found[name].model, np.eye(4)).between(1.4, 1.6)
        assert shapely.intersects(at.outlines, shapely.Point(point)).any()
    assert "sky" in {part.material for part in found["window"].model.parts}
