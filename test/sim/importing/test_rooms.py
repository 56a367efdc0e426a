from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.sim.catalogue.household import household
from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.importing.assembling import assemble
from whereseen.sim.importing.building import rooms_within
from whereseen.sim.importing.found import Found
from whereseen.sim.importing.rooms import kind_of_room, rectangles_of, regions_of
from whereseen.sim.importing.walls import CELL_M, cut_at, wall_plan
from whereseen.sim.modelling.mesh_files import TexturedMesh
from whereseen.sim.modelling.mesh_merging import plain
from whereseen.sim.modelling.placing import pose
from whereseen.sim.modelling.shapes import Box, Mesh, Part, joined, mesh_of
from whereseen.sim.scene.checks import check
from whereseen.sim.scene.home import Home
from whereseen.sim.scene.structure import is_built
from whereseen.sim.world.world import World

pytest.importorskip("trimesh")


def solid(x0: float, x1: float, y0: float, y1: float, z0: float = 0.0, z1: float = 2.6) -> Mesh:
    size = (x1 - x0, y1 - y0, z1 - z0)
    return mesh_of(Part(Box(size), "white", ((x0 + x1) / 2, (y0 + y1) / 2, (z0 + z1) / 2)))


def found(label: str, *meshes: Mesh) -> Found:
    return Found(label, label, False, TexturedMesh(joined(list(meshes)), plain((200,) * 3)),
                 pose((0.0, 0.0, 0.0), 0.0))  # fmt: skip


# Two rooms of 4 x 3 m and 2 x 3 m side by side; a wide opening below a lintel between them.
OUTER = (
    solid(-0.1, 6.3, -0.1, 0.0), solid(-0.1, 6.3, 3.0, 3.1),
    solid(-0.1, 0.0, 0.0, 3.0), solid(6.2, 6.3, 0.0, 3.0),
)  # fmt: skip
BETWEEN = (solid(4.0, 4.2, 0.0, 0.8), solid(4.0, 4.2, 0.8, 3.0, 2.1))
WALLS = found("wall", *OUTER, *BETWEEN)
FLOOR = found("floor", solid(-0.1, 6.3, -0.1, 3.1, -0.1, 0.0))
BED = found("bed", solid(0.2, 2.0, 0.2, 1.2, 0.0, 0.5))
TOILET = found("toilet", solid(5.6, 6.1, 2.2, 2.7, 0.0, 0.4))


def test_walls_and_lintels_part_rooms_that_are_called_after_what_is_in_them() -> None:
    rooms = rooms_within([WALLS, FLOOR, BED, TOILET])
    assert [room.name for room in rooms] == ["bedroom", "bathroom"]
    for room, (low, high) in zip(rooms, [((0, 0), (4, 3)), ((4.2, 0), (6.2, 3))], strict=True):
        assert (*room.low_m, *room.high_m) == pytest.approx((*low, *high), abs=1.5 * CELL_M)
        assert not room.walls and not room.floor
    (bare, _) = rooms_within([WALLS, BED, TOILET])
    assert bare.floor  # nobody else brings one


def test_without_walls_a_room_is_built() -> None:
    for scene in ([BED, FLOOR], [BED, found("wall", BETWEEN[0])]):
        (room,) = rooms_within(scene)
        assert room.walls and room.floor


def test_a_robot_gets_from_room_to_room(folder: Path) -> None:
    made = assemble("flat", [WALLS, FLOOR, BED, TOILET], folder)
    home = Home(made.scene, Catalogue({}, {}))
    assert not [each for each in home.structures if each.label != "ceiling"]
    world = World(home)
    assert world.free_floor.holds(3.0, 2.0) and world.free_floor.holds(5.0, 1.5)
    assert world.free_floor.holds(4.1, 2.0)  # below the lintel
    assert not world.free_floor.holds(4.1, 0.5)  # in the wall
    assert not world.free_floor.holds(-1.0, 1.0)  # outside
    assert check(made.scene, household()) == ()


def test_nothing_is_kept_on_walls(folder: Path) -> None:
    made = assemble("flat", [WALLS, FLOOR, BED], folder)
    pieces = Home(made.scene, Catalogue({}, {})).pieces
    assert [bool(pieces[name].kind.surfaces) for name in ("wall", "floor", "bed")] == [
        False, False, True
    ]  # fmt: skip
    assert not [name for name in household().furniture if is_built(name)]


@settings(deadline=None)
@given(
    st.floats(-5.0, 5.0), st.floats(-5.0, 5.0), st.floats(2.0, 6.0), st.floats(2.0, 6.0),
    st.floats(0.02, 0.3),
)  # fmt: skip
def test_a_closed_room_is_one_rectangle(
    x: float, y: float, wide: float, deep: float, wall: float
) -> None:
    right, top = x + wide, y + deep
    sides = [(x - wall, x, y - wall, top + wall), (right, right + wall, y, top)]
    sides += [(x - wall, right + wall, y - wall, y), (x, right + wall, top, top + wall)]
    plan = wall_plan([solid(*each) for each in sides])
    assert plan is not None
    ((number, (a, b, c, d)),) = rectangles_of(*regions_of(plan.is_wall))
    assert number == 1
    corners = (*plan.corner_m(a, b), *plan.corner_m(c, d))
    assert corners == pytest.approx((x, y, x + wide, y + deep), abs=1.6 * CELL_M)


def test_an_l_is_parts_that_do_not_overlap() -> None:
    is_wall = np.zeros((80, 80), dtype=np.bool_)
    is_wall[4:76, 4:76] = True
    is_wall[5:75, 5:30] = False
    is_wall[5:30, 5:75] = False
    regions, is_outside = regions_of(is_wall)
    pieces = rectangles_of(regions, is_outside)
    covered = np.zeros(regions.shape, dtype=int)
    for number, (a, b, c, d) in pieces:
        assert number == 1
        covered[a:c, b:d] += 1
    assert covered.max() == 1
    assert (covered[regions == 1] == 1).mean() > 0.95
    assert is_outside[0, 0] and not is_outside[40, 10]


def test_a_plane_cuts_a_box_all_round() -> None:
    segments = cut_at(solid(0.0, 2.0, 0.0, 1.0, 0.0, 1.0), 0.5)
    assert np.linalg.norm(np.diff(segments, axis=1), axis=2).sum() == pytest.approx(6.0)
    assert not len(cut_at(solid(0.0, 2.0, 0.0, 1.0, 0.0, 1.0), 1.5))
    assert wall_plan([]) is None


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        (["bed", "night stand", "tv"], "bedroom"),
        (["desk portrait"] * 9 + ["sofa", "tv"], "living room"),
        (["chandelier"], "room"),
        ([], "room"),
    ],
)
def test_what_stands_in_a_room_tells_its_kind(labels: list[str], kind: str) -> None:
    assert kind_of_room(labels) == kind
