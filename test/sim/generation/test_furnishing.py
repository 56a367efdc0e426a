from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.generation.furnishing import Furnishing, items_of
from whereseen.sim.generation.naming import Names
from whereseen.sim.generation.rectangle import FRONTS
from whereseen.sim.generation.room_space import RoomSpace, space_of
from whereseen.sim.generation.stand import Looks, looks_of, stand
from whereseen.sim.generation.taste import cost_of, gaps, lane_between
from whereseen.sim.scene.description import Opening, Room, Scene

LIVING = Room("living room", "living room", (0.0, 0.0), (6.0, 4.5))
DOOR = Opening("door", "doorway", ("living room", ""), (0.7, -0.05), "x")
WINDOW = Opening("window", "window", ("living room", ""), (4.0, 4.55), "x", 1.4, 0.9, 2.1)


def room_of(kind: str, size_m: tuple[float, float] = (6.0, 4.5)) -> Scene:
    return Scene("home", (replace(LIVING, kind=kind, high_m=size_m),), (DOOR,))


def furnished(scene: Scene, catalogue: Catalogue, *serves: str, seed: int = 0) -> RoomSpace:
    furnishing = Furnishing(catalogue, np.random.default_rng(seed))
    return furnishing.furnish(scene, scene.rooms[0], serves)


@pytest.fixture
def space() -> RoomSpace:
    scene = Scene("home", (LIVING,), (DOOR, WINDOW))
    return space_of(scene, LIVING)


def looks(catalogue: Catalogue, name: str) -> Looks:
    kind = catalogue.furniture[name]
    return looks_of(kind, kind.styles[0])


def names(space: RoomSpace) -> list[str]:
    return sorted(each.kind.name for each in space.stands)


def test_a_living_room_is_one(boxes: Catalogue) -> None:
    space = furnished(room_of("living room"), boxes, "living room")
    assert {"sofa", "tv stand", "coffee table", "shelf"} <= set(names(space))
    sofa, tv = (next(each for each in space.stands if each.kind.name == name)
                for name in ("sofa", "tv stand"))  # fmt: skip
    lane = lane_between(sofa, tv)
    assert lane is not None, "the sofa looks at the tv"
    table = next(each for each in space.stands if each.kind.name == "coffee table")
    assert table.covers.overlaps(lane)


@pytest.mark.parametrize("seed", range(4))
def test_a_kitchen_stands_in_rows(boxes: Catalogue, seed: int) -> None:
    space = furnished(room_of("kitchen", (4.2, 3.2)), boxes, "kitchen", seed=seed)
    row = [each for each in space.stands if each.kind.name in ("fridge", "counter", "stove")]
    assert {each.kind.name for each in row} == {"fridge", "counter", "stove"}
    for each in row:
        assert min(each.covers.gap_m(other.covers) for other in row if other is not each) < 1.1
    touching = [
        pair for pair in combinations(row, 2) if pair[0].covers.gap_m(pair[1].covers) < 0.02
    ]
    assert touching


def test_chairs_face_their_table_from_both_sides(boxes: Catalogue) -> None:
    space = furnished(room_of("dining room", (4.5, 3.8)), boxes, "dining room")
    table = next(each for each in space.stands if each.kind.name == "dining table")
    chairs = [each for each in space.stands if each.kind.name == "chair"]
    assert len(chairs) == 4
    assert len({each.yaw_deg for each in chairs}) >= 2
    for chair in chairs:
        (fx, fy), (x, y), (tx, ty) = (
            FRONTS[chair.yaw_deg], chair.covers.middle_m, table.covers.middle_m,
        )  # fmt: skip
        assert (tx - x) * fx + (ty - y) * fy > 0.3
        assert abs(chair.covers.gap_m(table.covers)) < 0.3


def test_nightstands_stand_by_the_head_of_the_bed(boxes: Catalogue) -> None:
    space = furnished(room_of("bedroom", (4.2, 3.6)), boxes, "bedroom", seed=1)
    bed = next(each for each in space.stands if each.kind.name == "bed")
    stands = [each for each in space.stands if each.kind.name == "nightstand"]
    assert stands
    for each in stands:
        assert each.yaw_deg == bed.yaw_deg
        assert each.covers.gap_m(bed.covers) <= 0.21


def test_a_studio_has_a_bed_and_a_stove(boxes: Catalogue) -> None:
    serves = ("living room", "kitchen", "bedroom")
    space = furnished(room_of("living room"), boxes, *serves)
    assert {"bed", "stove", "counter", "fridge", "sofa"} <= set(names(space))


@pytest.mark.parametrize("kind", ["living room", "kitchen", "bedroom", "bathroom", "office"])
def test_doorways_stay_free_and_everything_can_be_reached(boxes: Catalogue, kind: str) -> None:
    space = furnished(room_of(kind, (3.4, 3.2)), boxes, kind, seed=2)
    assert space.stands
    assert space.is_passable()
    for each in space.stands:
        assert each.covers.is_in(space.inside)
        assert not any(each.covers.overlaps(step) for step in space.doorsteps)


def test_a_room_without_kinds_for_it_stays_empty(boxes: Catalogue) -> None:
    assert furnished(room_of("cellar"), boxes, "cellar").stands == []


def test_pieces_may_not_stand_in_each_other_or_before_each_other(
    boxes: Catalogue, space: RoomSpace
) -> None:
    counter, shelf = looks(boxes, "counter"), looks(boxes, "shelf")
    space.stands.append(stand(counter, (4.0, 4.2), 0.0))
    assert not space.allows(stand(shelf, (4.2, 4.3), 0.0))  # in it
    assert not space.allows(stand(shelf, (4.0, 3.3), 0.0))  # before it
    assert space.allows(stand(shelf, (2.5, 4.3), 0.0))
    assert not space.allows(stand(shelf, (0.5, 0.4), 180.0))  # in the doorway
    assert not space.allows(stand(shelf, (5.9, 4.3), 0.0))  # in the wall
    assert not space.allows(stand(shelf, (2.5, 0.3), 0.0))  # with its face to the wall


def test_what_hangs_keeps_off_windows(boxes: Catalogue, space: RoomSpace) -> None:
    picture = looks(boxes, "picture")
    assert not space.allows(stand(picture, (4.0, 4.48), 0.0))
    assert space.allows(stand(picture, (2.0, 4.48), 0.0))


def test_tall_pieces_are_liked_less_before_windows(boxes: Catalogue, space: RoomSpace) -> None:
    shelf, sofa = looks(boxes, "shelf"), looks(boxes, "sofa")
    before, aside = stand(shelf, (4.0, 4.3), 0.0), stand(shelf, (5.5, 4.3), 0.0)
    assert cost_of(before, space) > cost_of(aside, space) + 1.0
    assert not list(space.windows_behind(stand(sofa, (4.0, 4.0), 0.0)))


def test_gaps_end_at_neighbours_doorways_and_corners(boxes: Catalogue, space: RoomSpace) -> None:
    shelf = looks(boxes, "shelf")
    space.stands.append(stand(shelf, (5.0, 0.2), 180.0))
    left, right = gaps(stand(shelf, (3.0, 0.2), 180.0), space)
    assert (left, right) == pytest.approx((2.6 - 1.15, 1.2))
    assert gaps(stand(shelf, (0.5, 4.3), 0.0), space) == pytest.approx((0.1, 5.1))


def test_a_wall_across_the_room_is_not_passable(boxes: Catalogue, space: RoomSpace) -> None:
    wardrobe = looks(boxes, "wardrobe")
    wall = [stand(wardrobe, (3.0, y), 90.0) for y in (0.76, 2.27, 3.74)]
    assert space.is_passable(wall[:2])
    behind = [stand(looks(boxes, "shelf"), (5.8, 2.0), -90.0)]
    assert not space.is_passable([*wall, *behind])


def test_items_are_named_and_placed(boxes: Catalogue) -> None:
    space = furnished(room_of("bedroom", (4.2, 3.6)), boxes, "bedroom", seed=1)
    items = list(items_of(space, Names(taken=("bed",))))
    assert [item.kind for item in items] == [each.kind.name for each in space.stands]
    assert "bed 2" in {item.name for item in items}
    assert {item.room for item in items} == {"living room"}
    assert all(item.at_m == (*each.at_m, 0.0) for item, each in
               zip(items, space.stands, strict=True))  # fmt: skip
