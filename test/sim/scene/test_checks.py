from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.catalogue.kinds import Catalogue, FurnitureKind
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.shapes import Box, Part
from whereseen.sim.scene.checks import Violation, check
from whereseen.sim.scene.description import FurnitureItem, ObjectItem, Opening, Room, Scene, Spot

Change = Callable[[Scene], Scene]


def rules(scene: Scene, catalogue: Catalogue) -> set[str]:
    return {each.rule for each in check(scene, catalogue)}


def with_more(catalogue: Catalogue, *kinds: FurnitureKind) -> Catalogue:
    return Catalogue(
        {**catalogue.furniture, **{each.name: each for each in kinds}}, catalogue.objects
    )


def hung(bottom_m: float) -> Model:
    """A board 0.8 m wide against the wall behind it."""
    return Model((Part(Box((0.8, 0.05, 0.6)), "oak", (0.0, 0.0, bottom_m + 0.3)),))


PICTURE = FurnitureKind("picture", ("",), lambda _: hung(1.4), hangs=True)
LOW_WALL = FurnitureKind("low wall", ("",), lambda _: Model((Part(Box((3.0, 0.1, 0.5)), "oak",
                         (0.0, 0.0, 0.25)),)))  # fmt: skip
RUG = FurnitureKind("rug", ("",), lambda _: Model((Part(Box((1.5, 1.0, 0.01)), "rug",
                    (0.0, 0.0, 0.005)),)), hangs=True)  # fmt: skip
WINDOW = Opening("window", "window", ("kitchen", ""), (1.0, 4.05), "x", 1.2, 0.9, 2.1)


def room(index: int, **changes: object) -> Change:
    def change(scene: Scene) -> Scene:
        rooms = list(scene.rooms)
        rooms[index] = replace(rooms[index], **changes)  # type: ignore[arg-type]
        return replace(scene, rooms=tuple(rooms))

    return change


def door(**changes: object) -> Change:
    return lambda scene: replace(
        scene, openings=(replace(scene.openings[0], **changes),)  # type: ignore[arg-type]
    )  # fmt: skip


def opening(*more: Opening) -> Change:
    return lambda scene: replace(scene, openings=(*scene.openings, *more))


def piece(name: str, **changes: object) -> Change:
    return lambda scene: replace(
        scene,
        furniture=tuple(
            replace(each, **changes) if each.name == name else each  # type: ignore[arg-type]
            for each in scene.furniture
        ),
    )


def thing(name: str, **changes: object) -> Change:
    return lambda scene: replace(
        scene,
        objects=tuple(
            replace(each, **changes) if each.name == name else each  # type: ignore[arg-type]
            for each in scene.objects
        ),
    )


def test_a_believable_home_breaks_no_rule(small_scene: Scene, small_catalogue: Catalogue) -> None:
    assert check(small_scene, small_catalogue) == ()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (room(1, low_m=(2.5, 0.0)), "rooms overlap"),
        (room(1, low_m=(3.05, 0.0)), "there is no wall between rooms"),
        (room(0, low_m=(2.5, 0.0)), "a room is too small"),
        (door(rooms=("kitchen", "cellar")), "an opening is between rooms that are not there"),
        (door(at_m=(3.5, 2.0)), "an opening is not in the wall of a room"),
        (door(at_m=(3.05, 3.8)), "an opening is not in the wall of a room"),
        (door(along="x"), "an opening is not in the wall of a room"),
        (door(rooms=("kitchen", "")), "an opening to the outside leads into a room"),
        (door(bottom_m=0.1), "an opening is too low or too high"),
        (door(top_m=2.6), "an opening is too low or too high"),
        (door(top_m=1.5), "an opening is too small"),
        (door(width_m=0.5), "an opening is too small"),
        (opening(replace(WINDOW, name="door")), "openings share a name"),
        (opening(WINDOW, replace(WINDOW, name="w2", at_m=(2.0, 4.05))), "openings overlap"),
        (piece("table", at_m=(4.8, 0.5, 0.0)), "furniture is not inside its room"),
        (piece("table", at_m=(4.8, 0.7, 1.9)), "furniture is not inside its room"),
        (piece("table", room="kitchen"), "furniture is not inside its room"),
        (piece("table", at_m=(3.8, 1.9, 0.0)), "furniture is before a doorway"),
        (piece("cabinet", at_m=(1.0, 0.26, 0.0)), "a door or drawer runs into a wall"),
        (thing("red mug", spot=Spot("table", "top", (0.57, 0.0))),
         "a thing sticks out over what it stands on"),
        (thing("bowl", spot=Spot("cabinet", "drawer"), kind="vase"),
         "a thing is too high for its place"),
        (thing("red mug", spot=Spot("table", "top", (-0.25, 0.0))), "things go through each other"),
        (thing("ball", spot=Spot("kitchen", "floor", (1.45, 0.0))), "a thing lies in a doorway"),
        (thing("ball", spot=Spot("kitchen", "floor", (-1.45, 0.0))),
         "a thing is not inside its room"),
        (thing("bowl", states={"clean": "perhaps"}), "a thing cannot be so"),
        (thing("book", states={"lit": "yes"}), "a thing cannot be so"),
    ],
)  # fmt: skip
def test_each_rule_can_be_broken(
    change: Change, rule: str, small_scene: Scene, small_catalogue: Catalogue
) -> None:
    assert rule in rules(change(small_scene), small_catalogue)


def test_openings_have_their_rooms_on_either_side(small_catalogue: Catalogue) -> None:
    rooms = (Room("a", "hall", (0.0, 0.0), (3.0, 3.0)), Room("b", "hall", (0.0, 3.1), (3.0, 6.0)))
    way = Opening("way", "doorway", ("a", "b"), (1.5, 3.05), "x")
    assert check(Scene("flat", rooms, (way,)), small_catalogue) == ()
    aside = Room("b", "hall", (3.1, 0.0), (6.0, 2.95))
    wrong = replace(way, at_m=(2.9, 3.0))
    assert check(Scene("flat", (rooms[0], aside), (wrong,)), small_catalogue) != ()


def test_furniture_must_not_overlap(small_scene: Scene, small_catalogue: Catalogue) -> None:
    crowded = replace(
        small_scene,
        furniture=(
            *small_scene.furniture,
            FurnitureItem("table 2", "table", "parlour", (4.8, 1.4, 0.0), 30.0),
        ),
    )
    found = [each for each in check(crowded, small_catalogue) if each.rule == "furniture overlaps"]
    assert [each.names for each in found] == [("table", "table 2")]


def test_a_rug_may_lie_under_everything(small_scene: Scene, small_catalogue: Catalogue) -> None:
    rug = FurnitureItem("rug", "rug", "parlour", (4.8, 1.0, 0.0))
    covered = replace(small_scene, furniture=(*small_scene.furniture, rug))
    assert check(covered, with_more(small_catalogue, RUG)) == ()


def test_what_hangs_must_not_hang_before_a_window(
    small_scene: Scene, small_catalogue: Catalogue
) -> None:
    picture = FurnitureItem("picture", "picture", "kitchen", (2.5, 3.97, 0.0))
    hung_up = replace(small_scene, furniture=(*small_scene.furniture, picture))
    catalogue = with_more(small_catalogue, PICTURE)
    assert check(hung_up, catalogue) == ()
    assert check(opening(WINDOW)(hung_up), catalogue) == ()
    near = opening(replace(WINDOW, at_m=(2.2, 4.05)))(hung_up)
    assert rules(near, catalogue) == {"furniture is before a window"}


def test_doors_must_not_run_into_furniture_that_people_cannot_pull_away(
    small_scene: Scene, small_catalogue: Catalogue
) -> None:
    fence = FurnitureItem("low wall", "low wall", "kitchen", (1.5, 3.1, 0.0))
    scene = replace(small_scene, furniture=(*small_scene.furniture, fence))
    found = check(scene, with_more(small_catalogue, LOW_WALL))
    stuck = [each.names for each in found if each.rule == "a door or drawer does not open"]
    assert stuck == [("cabinet", "door", "low wall")]
    seat = replace(LOW_WALL, companions=("cabinet",))  # as chairs have tables
    found = check(scene, with_more(small_catalogue, seat))
    assert "a door or drawer does not open" not in {each.rule for each in found}


def test_the_robot_must_get_everywhere(small_scene: Scene, small_catalogue: Catalogue) -> None:
    shut = replace(small_scene, openings=())
    assert "a room cannot be reached" in rules(shut, small_catalogue)
    assert "furniture cannot be reached" in rules(shut, small_catalogue)


def test_the_robot_must_come_near_the_front_of_furniture(
    small_scene: Scene, small_catalogue: Catalogue
) -> None:
    fence = FurnitureItem("low wall", "low wall", "kitchen", (1.5, 2.9, 0.0))
    fenced = replace(small_scene, furniture=(*small_scene.furniture, fence))
    names = {
        each.names[0]
        for each in check(fenced, with_more(small_catalogue, LOW_WALL))
        if each.rule == "furniture cannot be reached"
    }
    assert names == {"cabinet"}


def test_things_must_not_stand_in_other_furniture(
    small_scene: Scene, small_catalogue: Catalogue
) -> None:
    scene = thing("ball", spot=Spot("parlour", "floor", (0.25, -1.3)))(small_scene)
    post = Model((Part(Box((0.1, 0.1, 1.0)), "white", (0.0, 0.0, 0.5)),))
    tall = replace(small_catalogue.objects["ball"], model=lambda _: post)
    catalogue = Catalogue(small_catalogue.furniture, {**small_catalogue.objects, "ball": tall})
    assert "a thing goes through furniture" in rules(scene, catalogue)


def test_names_must_be_known(small_scene: Scene, small_catalogue: Catalogue) -> None:
    item = ObjectItem("cup", "cup", Spot("table", "top"))
    with pytest.raises(InvalidConfig, match="no such kind of thing"):
        check(replace(small_scene, objects=(item,)), small_catalogue)


def test_a_violation_can_be_read() -> None:
    assert (
        str(Violation("rooms overlap", ("a", "b"), "by 0.1 m")) == "rooms overlap: a, b (by 0.1 m)"
    )
    assert str(Violation("a room is too small", ("a",))) == "a room is too small: a"
