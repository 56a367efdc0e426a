from __future__ import annotations

import pytest

from whereseen.sim.catalogue.kinds import Catalogue, FurnitureKind, ObjectKind, State, Surface
from whereseen.sim.modelling.model import Joint, Link, Model
from whereseen.sim.modelling.shapes import Box, Part
from whereseen.sim.scene.description import FurnitureItem, ObjectItem, Opening, Room, Scene, Spot
from whereseen.sim.scene.home import Home


def block(x_m: float, y_m: float, z_m: float, material: str = "white") -> Model:
    """A box that stands on its origin."""
    return Model((Part(Box((x_m, y_m, z_m)), material, (0.0, 0.0, z_m / 2)),))


def _table() -> Model:
    return Model((Part(Box((1.2, 0.8, 0.04)), "oak", (0.0, 0.0, 0.73)),))


def _cabinet() -> Model:
    """A top, a drawer below it and a shelf behind a door."""
    front = Part(Box((0.8, 0.02, 0.5)), "white", (0.4, 0.0, 0.0))
    tray = Part(Box((0.76, 0.4, 0.02)), "beech")
    door = Link("door", (front,), (-0.4, -0.25, 0.3), Joint("hinge", (0.0, 0.0, -1.0), 0.0, 1.5))
    drawer = Link("drawer", (tray,), (0.0, 0.0, 0.65), Joint("slide", (0.0, -1.0, 0.0), 0.0, 0.35))
    body = Part(Box((0.8, 0.5, 0.02)), "white", (0.0, 0.0, 0.9))
    return Model((body,), (door, drawer))


TABLE = (Surface("top", (0.0, 0.0, 0.75), (1.2, 0.8)),)
CABINET = (
    Surface("top", (0.0, 0.0, 0.91), (0.8, 0.5)),
    Surface("shelf", (0.0, 0.0, 0.1), (0.76, 0.4), 0.4, behind="door", preposition="in"),
    Surface("drawer", (0.0, 0.0, 0.01), (0.74, 0.38), 0.15, "drawer", "drawer", "in"),
)
CLEAN = State("clean", ("yes", "no"))


@pytest.fixture
def small_catalogue() -> Catalogue:
    """A few kinds of everything, made of boxes."""
    furniture = (
        FurnitureKind("table", ("oak",), lambda _: _table(), TABLE),
        FurnitureKind("cabinet", ("white",), lambda _: _cabinet(), CABINET),
    )
    on_tables = {"table": 3.0, "cabinet": 1.0}
    objects = (
        ObjectKind("mug", "dishes", "ceramic", ("red", "blue"), lambda c: block(0.08, 0.1, 0.1, c),
                   on_tables, states=(CLEAN,)),
        ObjectKind("bowl", "dishes", "ceramic", ("",), lambda _: block(0.16, 0.16, 0.08),
                   {"cabinet": 1.0}, states=(CLEAN,)),
        ObjectKind("book", "reading", "paper", ("",), lambda _: block(0.14, 0.2, 0.03), on_tables),
        ObjectKind("vase", "decoration", "glass", ("",), lambda _: block(0.12, 0.12, 0.3),
                   {"table": 1.0}),
        ObjectKind("ball", "toys", "rubber", ("",), lambda _: block(0.2, 0.2, 0.2), {"floor": 1.0}),
    )  # fmt: skip
    return Catalogue({each.name: each for each in furniture}, {each.name: each for each in objects})


@pytest.fixture
def small_scene() -> Scene:
    """Two rooms with a doorway between them, two pieces of furniture, six things."""
    return Scene(
        "flat",
        (
            Room("kitchen", "kitchen", (0.0, 0.0), (3.0, 4.0)),
            Room("parlour", "living room", (3.1, 0.0), (6.0, 4.0)),
        ),
        (Opening("door", "doorway", ("kitchen", "parlour"), (3.05, 2.0), "y"),),
        (
            FurnitureItem("cabinet", "cabinet", "kitchen", (1.0, 3.7, 0.0), open={"drawer": 1.0}),
            FurnitureItem("table", "table", "parlour", (4.8, 0.7, 0.0), yaw_deg=90.0),
        ),
        (
            ObjectItem("red mug", "mug", Spot("table", "top", (0.2, 0.1)), colour="red"),
            ObjectItem("blue mug", "mug", Spot("cabinet", "top"), 45.0, "blue"),
            ObjectItem("bowl", "bowl", Spot("cabinet", "shelf"), states={"clean": "no"}),
            ObjectItem("book", "book", Spot("table", "top", (-0.3, 0.0)), 90.0),
            ObjectItem("book 2", "book", Spot("cabinet", "drawer")),
            ObjectItem("ball", "ball", Spot("parlour", "floor", (0.9, 1.5))),
        ),
    )


@pytest.fixture
def small_home(small_scene: Scene, small_catalogue: Catalogue) -> Home:
    return Home(small_scene, small_catalogue)
