from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.scene.description import FurnitureItem, ObjectItem, Room, Scene, Spot
from whereseen.sim.scene.home import Home


def test_things_have_the_looks_and_labels_of_their_colour(small_home: Home) -> None:
    red, blue, book = (small_home.scene.objects[i] for i in (0, 1, 3))
    assert small_home.label_of(red) == "red mug"
    assert small_home.label_of(blue) == "blue mug"
    assert small_home.label_of(book) == "book"
    assert small_home.model_of(red).parts[0].material == "red"
    assert small_home.model_of(red) is small_home.model_of(replace(red, name="red mug 2"))


def test_spots_turn_with_the_furniture(small_home: Home) -> None:
    T_map_mug = small_home.pose_on(Spot("table", "top", (0.2, 0.1)), 30.0, {})
    # The table at (4.8, 0.7) is turned by 90 degrees: its x axis is the map's y axis.
    assert T_map_mug[:3, 3] == pytest.approx((4.7, 0.9, 0.75))
    assert np.degrees(np.arctan2(T_map_mug[1, 0], T_map_mug[0, 0])) == pytest.approx(120.0)


def test_spots_in_drawers_move_with_them(small_home: Home) -> None:
    spot = Spot("cabinet", "drawer", (0.1, 0.0))
    assert small_home.pose_on(spot, 0.0, {})[:3, 3] == pytest.approx((1.1, 3.7, 0.66))
    opened = small_home.pose_on(spot, 0.0, {"drawer": 0.5})[:3, 3]
    assert opened == pytest.approx((1.1, 3.525, 0.66))


def test_spots_on_floors_count_from_the_middle_of_the_room(small_home: Home) -> None:
    assert small_home.pose_on(Spot("kitchen", "floor", (0.5, -1.0)), 0.0, {})[:3, 3] == (
        pytest.approx((2.0, 1.0, 0.0))
    )


def test_joints_open_by_shares(small_home: Home) -> None:
    piece = small_home.pieces["cabinet"]
    assert piece.positions({"drawer": 0.5}) == {"door": 0.0, "drawer": pytest.approx(0.175)}
    assert piece.surface("shelf").behind == "door"


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (ObjectItem("cup", "cup", Spot("table", "top")), "no such kind of thing"),
        (ObjectItem("cup", "mug", Spot("shelf", "top")), "no such furniture"),
        (ObjectItem("cup", "mug", Spot("table", "drawer")), "no such surface of table"),
        (ObjectItem("cup", "mug", Spot("kitchen", "ceiling")), "a room has a floor only"),
        (FurnitureItem("bed", "bed", "kitchen", (0.0, 0.0, 0.0)), "no such kind of furniture"),
        (FurnitureItem("bed", "table", "attic", (0.0, 0.0, 0.0)), "no such room"),
        (FurnitureItem("bed", "table", "kitchen", (0.0, 0.0, 0.0), style="gold"),
         "does not come like that"),
        (FurnitureItem("bed", "table", "kitchen", (0.0, 0.0, 0.0), open={"lid": 1.0}),
         "no such joint of bed"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused(
    item: ObjectItem | FurnitureItem, message: str, small_scene: Scene, small_catalogue: Catalogue
) -> None:
    if isinstance(item, ObjectItem):
        scene = replace(small_scene, objects=(item,))
    else:
        scene = replace(small_scene, furniture=(*small_scene.furniture, item))
    with pytest.raises(InvalidConfig, match=message):
        Home(scene, small_catalogue)


def test_a_colour_that_there_is_not_is_refused(small_home: Home) -> None:
    item = replace(small_home.scene.objects[0], colour="gold")
    with pytest.raises(InvalidConfig, match=r"does not come like that .*Choose of red, blue"):
        small_home.model_of(item)


def test_rooms_know_what_they_hold() -> None:
    room = Room("den", "office", (1.0, 2.0), (4.0, 6.0))
    assert room.size_m == (3.0, 4.0)
    assert room.middle_m == (2.5, 4.0)
    scene = Scene("home", (room,))
    assert scene.room_at((1.0, 6.0)) is room
    assert scene.room_at((0.9, 6.0)) is None
