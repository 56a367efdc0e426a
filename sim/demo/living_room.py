"""The room of the demo: what stands where, what changes, and what to ask."""

from __future__ import annotations

from whereseen.sim.catalogue.furniture import bathroom, decoration, seats, shelves, tables
from whereseen.sim.catalogue.things import (
    clothes,
    cooking,
    devices,
    dishes,
    electronics,
    food,
    groceries,
    linen,
    ornaments,
    play,
    reading,
    toys,
)
from whereseen.sim.demo import furniture
from whereseen.sim.demo.scene import Furniture, Move, Question, Scene, Spot, Thing
from whereseen.sim.modelling.shapes import Box, Part, Vector3

WIDTH_M, DEPTH_M, HEIGHT_M = 5.6, 4.4, 2.5
_THICK_M = 0.1


def living_room() -> Scene:
    """A living room of 5.6 x 4.4 m with a kitchen along its north wall."""
    return Scene(
        size_m=(WIDTH_M, DEPTH_M, HEIGHT_M),
        furniture=(*_shell(), *_furniture()),
        things=_things(),
        moves=(
            Move("red mug", to=Spot("desk", (0.42, -0.14))),
            Move("teddy bear", to=None),
        ),
        questions=(
            Question("where is the red mug?", ("red mug",)),
            Question("the teddy bear", ("teddy bear",)),
            Question("something to read", ("book", "magazine", "row of books", "more books")),
            Question("a bottle of wine", ("green bottle",)),
            Question("the remote control", ("remote control",)),
            Question("a piano"),
        ),
    )


def _shell() -> tuple[Furniture, ...]:
    """Floor, walls and what hangs on them."""
    x, y = WIDTH_M / 2, DEPTH_M / 2
    slab = (Part(Box((WIDTH_M, DEPTH_M, 0.02)), "parquet", (0.0, 0.0, -0.01)),)
    window = (
        Part(Box((1.3, 0.03, 1.1)), "white"),
        *(Part(Box((0.59, 0.04, 1.0)), "sky", (dx, 0.0, 0.0)) for dx in (-0.315, 0.315)),
    )
    door = (
        Part(Box((0.98, 0.03, 2.08)), "white", (0.0, 0.0, 1.04)),
        Part(Box((0.86, 0.05, 2.0)), "door panel", (0.0, 0.0, 1.0)),
    )
    picture = (
        Part(Box((0.98, 0.03, 0.7)), "black"),
        Part(Box((0.9, 0.04, 0.62)), "landscape"),
    )
    return (
        Furniture("floor", slab, (0.0, 0.0, 0.0), surfaces_m=(0.0,), receives_shadows=True),
        Furniture("north wall", _wall(WIDTH_M, "wall"), (0.0, y, 0.0), label="wall"),
        Furniture("east wall", _wall(DEPTH_M, "wall"), (x, 0.0, 0.0), -90.0, label="wall"),
        Furniture("south wall", _wall(WIDTH_M, "accent wall"), (0.0, -y, 0.0), 180.0, label="wall"),
        Furniture("west wall", _wall(DEPTH_M, "wall"), (-x, 0.0, 0.0), 90.0, label="wall"),
        Furniture("window", window, (x - 0.01, 0.35, 1.5), -90.0),
        Furniture("door", door, (-x + 0.01, -1.45, 0.0), 90.0),
        Furniture("picture", picture, (-0.4, -y + 0.01, 1.5), 180.0),
    )


def _wall(length: float, material: str) -> tuple[Part, ...]:
    """A wall whose inner face is y = 0, with a skirting board; it overlaps its neighbours."""
    outside = (0.0, _THICK_M / 2, HEIGHT_M / 2)
    return (
        Part(Box((length + 2 * _THICK_M, _THICK_M, HEIGHT_M)), material, outside),
        Part(Box((length, 0.012, 0.08)), "white", (0.0, -0.006, 0.04)),
    )


def _furniture() -> tuple[Furniture, ...]:
    x, y = WIDTH_M / 2, DEPTH_M / 2
    rug = (Part(Box((2.3, 1.5, 0.012)), "rug", (0.0, 0.0, 0.006)),)
    table_at: Vector3 = (-x + 0.5, 0.05, 0.0)
    return (
        Furniture("rug", rug, (-0.4, -0.75, 0.0), surfaces_m=(0.012,), receives_shadows=True),
        Furniture("sofa", seats.sofa(), (-0.4, -y + 0.5, 0.0), 180.0, (0.44,)),
        Furniture(
            "coffee table", tables.table(0.95, 0.5, 0.42, top="walnut"),
            (-0.4, -0.62, 0.012), 0.0, (0.42,),
        ),
        Furniture("armchair", seats.armchair(), (2.1, -1.45, 0.0), -140.0, (0.42,)),
        Furniture("floor lamp", decoration.floor_lamp(), (1.0, -1.85, 0.0)),
        Furniture("kitchen counter", furniture.counter(), (-0.95, y - 0.32, 0.0), 0.0, (0.9,)),
        Furniture("sink", furniture.sink(), (-0.6, y - 0.32, 0.0), 0.0),
        Furniture("cupboard", furniture.cupboard(), (-1.2, y - 0.17, 0.0), 0.0, (2.1,)),
        Furniture("fridge", furniture.fridge(), (-x + 0.4, y - 0.4, 0.0), 0.0, (1.75,)),
        Furniture(
            "bookcase", shelves.bookcase(), (0.95, y - 0.17, 0.0), 0.0,
            (0.88, 0.08, 0.48, 1.28, 1.7), "shelf",
        ),
        Furniture("plant", decoration.plant(), (2.35, 1.75, 0.0)),
        Furniture("desk", furniture.desk(), (x - 0.34, 0.35, 0.0), -90.0, (0.74,)),
        Furniture(
            "desk chair", seats.desk_chair(), (1.72, 0.55, 0.0), 70.0, (0.505,), "chair"
        ),
        Furniture("dining table", tables.table(1.2, 0.78, 0.75), table_at, 90.0, (0.75,),
                  "table"),
        Furniture("chair 1", seats.chair("cream"), (-1.72, 0.1, 0.0), -82.0, (0.46,), "chair"),
        Furniture("chair 2", seats.chair("cream"), (-2.25, -0.78, 0.0), 172.0, (0.46,),
                  "chair"),
    )  # fmt: skip


def _things() -> tuple[Thing, ...]:
    return (
        Thing("red mug", dishes.mug("red"), Spot("coffee table", (0.3, 0.08)), 40.0),
        Thing("book", reading.book(), Spot("coffee table", (-0.02, -0.05)), 12.0),
        Thing("remote control", devices.remote_control(), Spot("coffee table", (-0.3, 0.04)),
              -25.0),
        Thing("teddy bear", toys.teddy(), Spot("sofa", (-0.5, -0.14)), 6.0),
        Thing("cushion", linen.cushion(), Spot("sofa", (0.55, -0.02)), -10.0),
        Thing("magazine", reading.magazine(), Spot("armchair", (0.0, -0.08)), 15.0),
        Thing("blue mug", dishes.mug("blue"), Spot("kitchen counter", (-0.1, -0.12)), 120.0),
        Thing("cereal box", groceries.cereal_box(), Spot("kitchen counter", (-0.62, 0.1)), 14.0),
        Thing("kettle", cooking.kettle(), Spot("kitchen counter", (0.88, 0.06)), 30.0),
        Thing("green bottle", groceries.bottle(), Spot("dining table", (-0.36, 0.1))),
        Thing("bowl", dishes.bowl(), Spot("dining table", (0.05, 0.02))),
        Thing("banana", food.banana(), Spot("dining table", (0.38, -0.14)), 30.0),
        Thing("apple", food.apple(), Spot("dining table", (-0.2, -0.22))),
        Thing("laptop", devices.laptop(), Spot("desk", (-0.12, -0.02)), -8.0),
        Thing("desk lamp", electronics.desk_lamp(), Spot("desk", (-0.55, 0.14)), 35.0),
        Thing("alarm clock", electronics.alarm_clock(), Spot("bookcase", (-0.24, -0.02), 3)),
        Thing("rubber duck", toys.duck(), Spot("bookcase", (0.1, -0.04), 3), 40.0),
        Thing("row of books", reading.row_of_books(0.55, seed=3), Spot("bookcase", (-0.1, 0.0), 0),
              0.0),
        Thing("more books", reading.row_of_books(0.7, seed=4), Spot("bookcase", (0.0, 0.0), 2)),
        Thing("vase", ornaments.vase(), Spot("bookcase", (0.2, 0.0), 4)),
        Thing("football", play.football(), Spot("floor", (1.35, -0.75)), 20.0),
        Thing("backpack", clothes.backpack(), Spot("floor", (1.4, -1.72)), 160.0),
        Thing("pair of shoes", clothes.shoes(), Spot("floor", (-2.2, -1.9)), 100.0),
        Thing("waste bin", bathroom.waste_bin(), Spot("floor", (2.45, -0.6))),
    )  # fmt: skip
