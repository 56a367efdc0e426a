from __future__ import annotations

import pytest

from whereseen.sim.catalogue.kinds import Catalogue, FurnitureKind, ObjectKind, Surface
from whereseen.sim.modelling.model import Joint, Link, Model
from whereseen.sim.modelling.shapes import Box, Part

Size = tuple[float, float, float]


def block(size_m: Size, material: str = "white", bottom_m: float = 0.0) -> Model:
    """A box over its origin."""
    return Model((Part(Box(size_m), material, (0.0, 0.0, bottom_m + size_m[2] / 2)),))


def table(width_m: float, depth_m: float, height_m: float) -> Model:
    """A top on four legs."""
    x, y, high = width_m / 2 - 0.04, depth_m / 2 - 0.04, height_m - 0.04
    top = Part(Box((width_m, depth_m, 0.04)), "oak", (0.0, 0.0, height_m - 0.02))
    legs = (
        Part(Box((0.06, 0.06, high)), "oak", (sx * x, sy * y, high / 2))
        for sx in (-1, 1)
        for sy in (-1, 1)
    )
    return Model((top, *legs))


def chair() -> Model:
    """A seat and a back; faces -y."""
    seat = Part(Box((0.42, 0.42, 0.45)), "beech", (0.0, 0.0, 0.225))
    return Model((seat, Part(Box((0.42, 0.04, 0.45)), "beech", (0.0, 0.19, 0.675))))


def cabinet(width_m: float, depth_m: float, height_m: float) -> Model:
    """A body with a drawer before it that slides out by 0.3 m."""
    body = Part(Box((width_m, depth_m - 0.02, height_m)), "white", (0.0, 0.01, height_m / 2))
    front = Part(Box((width_m, 0.02, 0.2)), "oak", (0.0, 0.01 - depth_m / 2, 0.0))
    slide = Joint("slide", (0.0, -1.0, 0.0), 0.0, 0.3)
    return Model((body,), (Link("drawer", (front,), (0.0, 0.0, height_m - 0.12), slide),))


def top(width_m: float, depth_m: float, height_m: float) -> tuple[Surface, ...]:
    return (Surface("top", (0.0, 0.0, height_m), (width_m, depth_m)),)


def drawer(width_m: float, height_m: float) -> Surface:
    """In the frame of the drawer's link."""
    return Surface("drawer", (0.0, 0.0, -0.08), (width_m, 0.3), 0.15, "drawer", "drawer", "in")


def _furniture() -> tuple[FurnitureKind, ...]:
    living = {"living room": 1.0}
    return (
        FurnitureKind("fridge", ("white",), lambda _: block((0.6, 0.64, 1.8)), rooms={"kitchen": 1},
                      front_m=0.8),
        FurnitureKind("counter", ("oak",), lambda _: cabinet(1.4, 0.6, 0.9),
                      (*top(1.3, 0.5, 0.9), drawer(1.2, 0.9)), {"kitchen": 1.4}, front_m=0.8),
        FurnitureKind("stove", ("white",), lambda _: block((0.6, 0.6, 0.9)), top(0.5, 0.5, 0.9),
                      {"kitchen": 1.0}, front_m=0.8),
        FurnitureKind("wall cabinet", ("white",), lambda _: block((0.8, 0.34, 0.6), bottom_m=1.45),
                      rooms={"kitchen": 1.5}, hangs=True),
        FurnitureKind("dining table", ("oak",), lambda _: table(1.4, 0.8, 0.75),
                      top(1.4, 0.8, 0.75),
                      {"dining room": 1.0, "living room": 0.6, "kitchen": 0.4}, "middle",
                      front_m=0.7),
        FurnitureKind("chair", ("beech",), lambda _: chair(), (),
                      {"dining room": 4.0, "kitchen": 2.5, "living room": 3.0, "office": 1.0},
                      "beside", ("dining table", "desk")),
        FurnitureKind("sofa", ("grey",), lambda _: block((1.9, 0.9, 0.8)), rooms=living),
        FurnitureKind("tv stand", ("oak",), lambda _: cabinet(1.4, 0.4, 0.5),
                      (*top(1.3, 0.3, 0.5), drawer(1.2, 0.5)), living),
        FurnitureKind("coffee table", ("oak",), lambda _: table(0.9, 0.5, 0.4), top(0.9, 0.5, 0.4),
                      living, "beside", ("sofa",)),
        FurnitureKind("rug", ("wool",), lambda _: block((2.0, 1.4, 0.01)), (),
                      {"living room": 0.8, "bedroom": 0.5}, "middle", ("sofa",), hangs=True),
        FurnitureKind("bed", ("oak",), lambda _: block((1.6, 2.05, 0.5)), rooms={"bedroom": 1.0}),
        FurnitureKind("nightstand", ("oak",), lambda _: cabinet(0.45, 0.4, 0.5),
                      (*top(0.4, 0.35, 0.5), drawer(0.35, 0.5)), {"bedroom": 1.6}, "beside",
                      ("bed",)),
        FurnitureKind("wardrobe", ("white",), lambda _: block((1.5, 0.6, 2.0)),
                      rooms={"bedroom": 1.0}, front_m=0.7),
        FurnitureKind("desk", ("oak",), lambda _: table(1.3, 0.65, 0.74), top(1.3, 0.65, 0.74),
                      {"office": 1.0, "bedroom": 0.3}, front_m=0.8),
        FurnitureKind("shelf", ("white",), lambda _: block((0.8, 0.3, 1.7)), top(0.8, 0.3, 1.7),
                      {"office": 1.4, "living room": 1.0, "bedroom": 0.4}),
        FurnitureKind("bath", ("white",), lambda _: block((1.6, 0.75, 0.55)),
                      rooms={"bathroom": 0.6}, standing="corner"),
        FurnitureKind("toilet", ("white",), lambda _: block((0.4, 0.65, 0.8)),
                      rooms={"bathroom": 1.0}),
        FurnitureKind("washbasin", ("white",), lambda _: block((0.7, 0.48, 0.85)),
                      top(0.6, 0.4, 0.85), {"bathroom": 1.0}),
        FurnitureKind("shoe rack", ("oak",), lambda _: block((0.8, 0.28, 0.5)), top(0.8, 0.28, 0.5),
                      {"hallway": 1.0}, front_m=0.5),
        FurnitureKind("picture", ("a", "b"), lambda _: block((0.6, 0.03, 0.5), bottom_m=1.4),
                      rooms={"living room": 1.3, "bedroom": 0.7, "hallway": 0.6}, hangs=True),
    )  # fmt: skip


def _objects() -> tuple[ObjectKind, ...]:
    colours = ("red", "blue", "white")

    def kind(name: str, size_m: Size, homes: dict[str, float], *, several: bool) -> ObjectKind:
        return ObjectKind(name, "things", "wood", colours if several else ("",),
                          lambda colour: block(size_m, colour or "oak"), homes)  # fmt: skip

    kitchen = {"counter": 3.0, "dining table": 1.0}
    living = {"coffee table": 2.0, "shelf": 2.0, "tv stand": 1.0, "desk": 1.0, "nightstand": 0.5}
    return (
        kind("mug", (0.08, 0.11, 0.1), {**kitchen, "desk": 1.0}, several=True),
        kind("plate", (0.22, 0.22, 0.03), kitchen, several=True),
        kind("pan", (0.26, 0.26, 0.08), {"stove": 2.0, "counter": 1.0}, several=False),
        kind("book", (0.14, 0.2, 0.03), living, several=True),
        kind("remote", (0.05, 0.17, 0.02), living, several=False),
        kind("soap", (0.07, 0.05, 0.04), {"washbasin": 1.0}, several=False),
        kind("ball", (0.2, 0.2, 0.2), {"floor": 1.0}, several=True),
        kind("shoe", (0.1, 0.28, 0.1), {"shoe rack": 3.0, "floor": 0.3}, several=True),
    )


@pytest.fixture(scope="session")
def boxes() -> Catalogue:
    """A household made of boxes."""
    return Catalogue({each.name: each for each in _furniture()},
                     {each.name: each for each in _objects()})  # fmt: skip


@pytest.fixture(scope="session")
def few(boxes: Catalogue) -> Catalogue:
    """What is needed for things to be somewhere; homes of it are made fast."""
    furniture = ("counter", "tv stand", "shelf", "washbasin", "shoe rack")
    objects = ("mug", "book", "soap", "remote", "ball")
    return Catalogue({name: boxes.furniture[name] for name in furniture},
                     {name: boxes.objects[name] for name in objects})  # fmt: skip
