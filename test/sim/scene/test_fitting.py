from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.modelling.placing import box_of, pose
from whereseen.sim.scene.description import FLOOR, ObjectItem, Spot
from whereseen.sim.scene.fitting import Fitting, floor_of_room, outline
from whereseen.sim.scene.home import Home

BOOK = ObjectItem("a book", "book", Spot("table", "top"))
FIXTURE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20
)


def at(item: ObjectItem, on: str, surface: str, *offset_m: float, yaw_deg: float = 0) -> ObjectItem:
    return replace(item, spot=Spot(on, surface, (offset_m[0], offset_m[1])), yaw_deg=yaw_deg)


def test_an_outline_is_the_box_seen_from_above() -> None:
    box = (np.array([-0.1, 0.0, 0.0]), np.array([0.1, 0.4, 0.3]))
    turned = outline(box, (1.0, 2.0), 90.0)
    assert turned.bounds == pytest.approx((0.6, 1.9, 1.0, 2.1))


def test_a_thing_fits_within_the_edges(small_home: Home) -> None:
    fitting = Fitting(small_home)
    assert fitting.fits(at(BOOK, "table", "top", 0.53, 0.3), ())
    assert not fitting.fits(at(BOOK, "table", "top", 0.54, 0.3), ())
    assert not fitting.fits(at(BOOK, "table", "top", 0.53, 0.3, yaw_deg=90), ())


def test_a_thing_fits_below_what_is_above(small_home: Home) -> None:
    fitting, vase = Fitting(small_home), ObjectItem("vase", "vase", Spot("cabinet", "shelf"))
    assert fitting.fits(vase, ())
    assert not fitting.fits(at(vase, "cabinet", "drawer", 0.0, 0.0), ())


def test_a_thing_fits_beside_others_of_the_same_surface(small_home: Home) -> None:
    fitting, other = Fitting(small_home), replace(BOOK, name="another")
    assert not fitting.fits(BOOK, [at(other, "table", "top", 0.145, 0.0)])
    assert fitting.fits(BOOK, [at(other, "table", "top", 0.155, 0.0)])
    assert fitting.fits(BOOK, [at(other, "cabinet", "top", 0.0, 0.0)])
    assert fitting.fits(BOOK, [BOOK])
    # Two corners pass each other, though the upright boxes round them overlap.
    assert fitting.fits(BOOK, [at(other, "table", "top", 0.12, 0.18, yaw_deg=45.0)])
    assert not fitting.fits(BOOK, [at(other, "table", "top", 0.11, 0.16, yaw_deg=45.0)])


def test_furniture_and_doorways_take_the_floor(small_home: Home) -> None:
    kitchen = floor_of_room(small_home, small_home.rooms["kitchen"])
    x, y = small_home.rooms["kitchen"].middle_m
    for taken in ((1.0, 3.7), (1.0, 3.1), (0.7, 2.8), (2.9, 2.0)):  # piece, drawer, door, doorway
        assert not shapely.contains_xy(kitchen, taken[0] - x, taken[1] - y)
    for free in ((0.2, 0.2), (2.9, 3.8), (2.2, 2.0)):
        assert shapely.contains_xy(kitchen, free[0] - x, free[1] - y)


def test_places_are_surfaces_and_floors(small_home: Home) -> None:
    assert list(Fitting(small_home).places()) == [
        ("cabinet", "top"),
        ("cabinet", "shelf"),
        ("cabinet", "drawer"),
        ("table", "top"),
        ("kitchen", FLOOR),
        ("parlour", FLOOR),
    ]


def test_nothing_is_found_where_nothing_fits(small_home: Home) -> None:
    fitting, rng = Fitting(small_home), np.random.default_rng(0)
    ball = ObjectItem("a ball", "ball", Spot("kitchen", FLOOR))
    assert fitting.find(ball, ("cabinet", "drawer"), (), rng) is None
    crowd = [
        at(replace(ball, name=f"ball {i}"), "cabinet", "shelf", i / 5, 0.0) for i in (-1, 0, 1)
    ]
    assert fitting.find(ball, ("cabinet", "shelf"), crowd, rng) is None


def test_places_that_are_not_are_refused(small_home: Home) -> None:
    fitting, rng = Fitting(small_home), np.random.default_rng(0)
    with pytest.raises(InvalidConfig, match="no such surface"):
        fitting.fits(at(BOOK, "table", "shelf", 0.0, 0.0), ())
    with pytest.raises(InvalidConfig, match="no such furniture"):
        fitting.find(BOOK, ("piano", "top"), (), rng)
    with pytest.raises(InvalidConfig, match="no such kind"):
        fitting.fits(replace(BOOK, kind="unicorn"), ())


@FIXTURE
@given(st.integers(0, 2**32), st.sampled_from(["cabinet top", "cabinet shelf", "table top"]))
def test_what_is_found_overlaps_nothing_and_stays_within(
    small_home: Home, seed: int, place: str
) -> None:
    fitting, rng = Fitting(small_home), np.random.default_rng(seed)
    on, surface = place.split()
    put: list[ObjectItem] = []
    for index in range(8):
        kind = ("bowl", "book")[index % 2]
        item = ObjectItem(f"thing {index}", kind, Spot("kitchen", FLOOR))
        found = fitting.find(item, (on, surface), put, rng)
        put += [found] if found else []
    assert len(put) >= 2  # the first may leave little room
    half = np.divide(small_home.pieces[on].surface(surface).size_m, 2.0)
    covered = []
    for each in put:
        box = small_home.model_of(each).box_m()
        low, high = box_of(box, pose((*each.spot.offset_m, 0.0), each.yaw_deg))
        assert (low[:2] >= -half - 1e-5).all()
        assert (high[:2] <= half + 1e-5).all()
        covered.append(outline(box, each.spot.offset_m, each.yaw_deg))
    for index, one in enumerate(covered):
        assert all(one.distance(other) >= 0.01 - 1e-9 for other in covered[:index])


@FIXTURE
@given(st.integers(0, 2**32))
def test_on_the_floor_things_lie_along_walls_and_furniture(small_home: Home, seed: int) -> None:
    fitting, rng = Fitting(small_home), np.random.default_rng(seed)
    ball = ObjectItem("a ball", "ball", Spot("table", "top"))
    found = fitting.find(ball, ("kitchen", FLOOR), (), rng)
    assert found is not None
    free = floor_of_room(small_home, small_home.rooms["kitchen"])
    covered = outline(small_home.model_of(ball).box_m(), found.spot.offset_m, found.yaw_deg)
    assert free.covers(covered)
    assert covered.distance(free.boundary) < 0.1
