"""What rooms of each kind are made of."""

import pytest

from whereseen.sim.generation.room_kinds import BATHROOM, BEDROOM, KINDS, KITCHEN, room_kind
from whereseen.sim.modelling.materials import MATERIALS


@pytest.mark.parametrize("name", [*KINDS, "something else"])
def test_floors_and_walls_are_of_known_materials(name):
    kind = room_kind(name)
    assert kind.floors
    assert kind.walls
    assert {*kind.floors, *kind.walls} <= set(MATERIALS)


@pytest.mark.parametrize("name", [KITCHEN, BATHROOM, "laundry"])
def test_where_it_gets_wet_the_floor_is_not_of_wood(name):
    assert not {*room_kind(name).floors} & {*room_kind(BEDROOM).floors}
    assert all("tiles" in floor for floor in room_kind(name).floors)
