from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.floor_plan import FloorPlan, draw_plan
from whereseen.sim.generation.naming import Names
from whereseen.sim.generation.room_kinds import KINDS, choose_kinds, room_kind, served_kinds
from whereseen.sim.generation.rooms_layout import Cell, Shared, lay_out, shared_wall, ways
from whereseen.sim.scene.description import Scene
from whereseen.sim.scene.rules.building import building_violations

WALL_M = 0.1
EVERY = tuple(KINDS)


def plan(rooms: int, seed: int) -> FloorPlan:
    config = HomeConfig(rooms=rooms, seed=seed, wall_m=WALL_M)
    return draw_plan(config, EVERY, Names(), np.random.default_rng([seed, rooms]))


@pytest.mark.parametrize("rooms", range(1, 13))
def test_homes_have_the_rooms_that_people_expect(rooms: int) -> None:
    kinds = choose_kinds(rooms, EVERY, np.random.default_rng(rooms))
    assert len(kinds) == rooms
    assert kinds.count("living room") == 1
    assert ("kitchen" in kinds) == ("bathroom" in kinds) == (rooms >= 3)
    assert kinds.count("hallway") == (rooms >= 4)
    assert ("bedroom" in kinds) or rooms in (1, 3, 4, 5)


def test_rooms_that_there_is_no_furniture_for_are_bedrooms() -> None:
    kinds = choose_kinds(12, ["kitchen", "bedroom"], np.random.default_rng(0))
    assert set(kinds[4:]) == {"bedroom"}


def test_a_living_room_stands_for_what_is_missing() -> None:
    assert served_kinds("living room", ["living room"]) == ("living room", "kitchen", "bedroom")
    assert served_kinds("living room", ["living room", "kitchen", "bedroom"]) == ("living room",)
    assert served_kinds("bathroom", ["living room", "bathroom"]) == ("bathroom",)


def test_walls_that_rooms_share() -> None:
    one = Cell("kitchen", 0.0, 0.0, 3.0, 4.0)
    assert shared_wall(one, Cell("office", 3.0, 1.0, 5.0, 6.0)) == Shared("y", 3.0, 1.0, 4.0)
    assert shared_wall(one, Cell("office", -1.0, 4.0, 2.0, 6.0)) == Shared("x", 4.0, 0.0, 2.0)
    assert shared_wall(one, Cell("office", 3.0, 4.0, 5.0, 6.0)) is None  # just a corner
    assert shared_wall(one, Cell("office", 3.5, 0.0, 5.0, 4.0)) is None


def test_ways_go_by_the_hallway() -> None:
    cells = [
        Cell("hallway", 0.0, 3.0, 6.0, 4.5),
        Cell("bedroom", 0.0, 0.0, 3.0, 3.0),
        Cell("bathroom", 3.0, 0.0, 6.0, 3.0),
        Cell("bedroom", 0.0, 4.5, 6.0, 8.0),
    ]
    assert ways(cells, WALL_M) == [(0, 1), (0, 2), (0, 3)]


@pytest.mark.parametrize("rooms", [1, 2, 4, 7, 12])
def test_rooms_fill_a_rectangle(rooms: int) -> None:
    rng = np.random.default_rng([5, rooms])
    cells = lay_out(choose_kinds(rooms, EVERY, rng), WALL_M, rng)
    width, depth = max(cell.x1 for cell in cells), max(cell.y1 for cell in cells)
    area = sum((cell.x1 - cell.x0) * (cell.y1 - cell.y0) for cell in cells)
    assert area == pytest.approx(width * depth)
    for one, other in combinations(cells, 2):
        across = min(one.x1, other.x1) - max(one.x0, other.x0)
        assert across <= 1e-6 or min(one.y1, other.y1) - max(one.y0, other.y0) <= 1e-6


@pytest.mark.parametrize("rooms", range(1, 13))
def test_plans_are_believable(rooms: int) -> None:
    found = plan(rooms, 3)
    scene = Scene("home", found.rooms, found.openings, wall_m=WALL_M)
    assert list(building_violations(scene)) == []
    for room in found.rooms:
        low, high = room_kind(room.kind).area_m2
        assert 0.8 * low <= np.prod(room.size_m) <= 1.25 * high, room
        assert min(room.size_m) >= room_kind(room.kind).least_m - 0.2, room


@pytest.mark.parametrize("rooms", [1, 3, 6, 12])
def test_every_room_has_a_way_out(rooms: int) -> None:
    found = plan(rooms, 1)
    doorways = [each for each in found.openings if each.kind == "doorway"]
    assert all(each.width_m == 0.9 for each in doorways)
    assert [each.name for each in doorways if not all(each.rooms)] == ["front door"]
    reached = {next(each.rooms[0] for each in doorways if not all(each.rooms))}
    for _ in found.rooms:
        reached |= {name for each in doorways if reached & set(each.rooms) for name in each.rooms}
    assert {room.name for room in found.rooms} <= reached


def test_people_come_in_by_the_hallway_and_see_out_of_where_they_live() -> None:
    for seed in range(6):
        found = plan(8, seed)
        front = next(each for each in found.openings if each.name == "front door")
        assert front.rooms == ("hallway", "")
        lit = {each.rooms[0] for each in found.openings if each.kind == "window"}
        lived_in = ("living room", "kitchen", "bedroom", "office")
        assert {room.name for room in found.rooms if room.kind in lived_in} <= lit


def test_the_same_seed_gives_the_same_plan() -> None:
    assert plan(7, 4) == plan(7, 4)
    assert plan(7, 4) != plan(7, 5)
