"""Areas, stands and ways of a symbolic home."""

from __future__ import annotations

import numpy as np

from whereseen.sim.symbolic.grounds import AREAS
from whereseen.sim.tasks.setting import Household


def test_a_home_has_nine_areas_which_hold_every_stand_once(household: Household) -> None:
    grounds = household.grounds
    stands = [stand for area in grounds.areas for stand in area.stands]
    assert len(grounds.areas) == AREAS
    assert sorted(stands) == list(range(len(grounds.viewpoints)))
    assert all(set(area.looks) <= set(area.stands) for area in grounds.areas)


def test_all_furniture_of_an_area_is_in_view_from_its_looks(household: Household) -> None:
    grounds = household.grounds
    for area in grounds.areas:
        shown = {name for stand in area.looks for name in grounds.shown_from(stand)}
        assert {grounds.pieces[stand] for stand in area.stands} - {""} <= shown


def test_ways_are_symmetric_and_no_shorter_than_the_crow_flies(household: Household) -> None:
    grounds = household.grounds
    at = np.array([view.at_m for view in grounds.viewpoints])
    crow_m = np.linalg.norm(at[:, None] - at[None], axis=2)
    assert np.allclose(grounds.lengths_m, grounds.lengths_m.T)
    assert (grounds.lengths_m >= crow_m - 0.6).all()  # cells of a grid


def test_a_home_is_of_the_size_that_karma_had(household: Household) -> None:
    assert 18 <= len(household.grounds.stand_of) <= 31
    assert 4 <= len(household.grounds.home.rooms) <= 6
    assert 25 <= len(household.items) <= 30


def test_what_lies_in_a_drawer_is_known_to_lie_in_it(household: Household) -> None:
    world = household.world([])
    for name, thing in world.contents.things.items():
        seen, spot = world.seen(name), thing.item.spot
        found = household.grounds.spotted(seen.position_m, seen.size_m)
        assert (found.support, found.surface) == (spot.on, spot.surface)
