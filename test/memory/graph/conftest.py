"""Homes drawn with characters, and the same homes as voxels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from whereseen.memory.graph.bodies import Body, Role
from whereseen.memory.graph.floor_grid import FloorGrid
from whereseen.memory.graph.rooms import RoomMap
from whereseen.memory.io.geometry_view import Geometry

CELL_M = 0.1
VOXEL_M = 0.05


def make_grid(
    rooms: Sequence[tuple[float, float, float, float]],
    doors: Sequence[tuple[float, float, float, float]] = (),
    *,
    size_m: tuple[float, float] = (10.0, 8.0),
    floor_m: float = 0.0,
    low: tuple[int, int] = (0, 0),
) -> FloorGrid:
    """Open rectangles (left, lower, right, upper edge) in a solid block of wall."""
    open_ = np.zeros((round(size_m[1] / CELL_M), round(size_m[0] / CELL_M)), dtype=np.bool_)
    for x0, y0, x1, y1 in (*rooms, *doors):
        (a, b), (c, d) = (
            (round(y / CELL_M) for y in (y0, y1)),
            (round(x / CELL_M) for x in (x0, x1)),
        )
        open_[a:b, c:d] = True
    return FloorGrid(
        open=open_,
        walls=~open_,
        walkable=open_.copy(),
        blocked=np.zeros_like(open_),
        cell_m=CELL_M,
        low=low,
        floor_m=floor_m,
    )


# Two rooms with a door of 0.8 m; a corridor with four doors; an L; open plan.
TWO_ROOMS: tuple[list[Any], list[Any]] = (
    [(0.5, 0.5, 4.5, 4.5), (4.7, 0.5, 8.5, 4.5)],
    [(4.5, 2.0, 4.7, 2.8)],
)
CORRIDOR: tuple[list[Any], list[Any]] = (
    [
        (0.5, 3.5, 8.5, 4.9),
        (0.5, 0.5, 4.4, 3.3), (4.6, 0.5, 8.5, 3.3),
        (0.5, 5.1, 4.4, 7.5), (4.6, 5.1, 8.5, 7.5),
    ],
    [(2.0, 3.3, 2.8, 3.5), (6.0, 3.3, 6.8, 3.5), (2.0, 4.9, 2.8, 5.1), (6.0, 4.9, 6.8, 5.1)],
)  # fmt: skip
L_SHAPE = ([(0.5, 0.5, 3.5, 7.0), (0.5, 0.5, 8.0, 3.5)], [])
OPEN_PLAN = ([(0.5, 0.5, 4.5, 4.5), (4.5, 0.5, 8.5, 4.5)], [])


@pytest.fixture(scope="session")
def plans() -> dict[str, tuple[list[Any], list[Any]]]:
    """Rooms and doors for `grid_of`."""
    return {"two rooms": TWO_ROOMS, "corridor": CORRIDOR}


@pytest.fixture(scope="session")
def grid_of() -> Callable[..., FloorGrid]:
    return make_grid


@pytest.fixture(scope="session")
def two_rooms() -> FloorGrid:
    return make_grid(*TWO_ROOMS)


@pytest.fixture(scope="session")
def corridor() -> FloorGrid:
    return make_grid(*CORRIDOR)


@pytest.fixture(scope="session")
def l_shape() -> FloorGrid:
    return make_grid(*L_SHAPE)


@pytest.fixture(scope="session")
def open_plan() -> FloorGrid:
    return make_grid(*OPEN_PLAN)


@pytest.fixture
def flat(two_rooms: FloorGrid) -> RoomMap:
    """A map of two rooms: 1 on the left, 2 on the right, or the other way round."""
    room_map = RoomMap()
    room_map.follow([two_rooms])
    return room_map


def block(low: Sequence[float], high: Sequence[float]) -> np.ndarray:
    """Voxels (N, 3) of a box in metres."""
    axes = [
        np.arange(round(a / VOXEL_M), round(b / VOXEL_M)) for a, b in zip(low, high, strict=True)
    ]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3).astype(np.int32)


def home_voxels(*furniture: np.ndarray, floor_m: float = 0.0) -> np.ndarray:
    """Two rooms of 4 x 4 m side by side, with a door of 0.8 m between them."""
    z0, z1 = floor_m, floor_m + 2.4
    parts = [
        block((0.0, 0.0, z0), (8.2, 4.0, z0 + 0.05)),
        block((-0.1, -0.1, z0), (0.0, 4.1, z1)),
        block((8.2, -0.1, z0), (8.3, 4.1, z1)),
        block((-0.1, -0.1, z0), (8.3, 0.0, z1)),
        block((-0.1, 4.0, z0), (8.3, 4.1, z1)),
        block((4.0, 0.0, z0), (4.2, 1.0, z1)),
        block((4.0, 1.8, z0), (4.2, 4.0, z1)),
        block((4.0, 1.0, z0 + 2.05), (4.2, 1.8, z1)),
    ]
    return np.concatenate([*parts, *furniture])


def make_geometry(
    voxels: np.ndarray,
    *,
    up: tuple[float, float, float] = (0.0, 0.0, 1.0),
    path: Sequence[Sequence[float]] = ((1.0, 1.0, 1.3), (7.0, 1.4, 1.3)),
) -> Geometry:
    index = np.unique(voxels, axis=0)
    return Geometry(
        index=index,
        rgb=np.zeros((len(index), 3), np.uint8),
        voxel_size_m=VOXEL_M,
        up_map=np.array(up),
        path_map=np.array(path, dtype=np.float64).reshape(-1, 3),
    )


@pytest.fixture(scope="session")
def home() -> Callable[..., np.ndarray]:
    return home_voxels


@pytest.fixture(scope="session")
def voxels() -> Callable[..., np.ndarray]:
    return block


@pytest.fixture(scope="session")
def geometry() -> Callable[..., Geometry]:
    return make_geometry


def make_body(
    number: int,
    low: Sequence[float],
    high: Sequence[float],
    *,
    role: Role = Role.OBJECT,
    label: str = "mug",
    room: int = 1,
    surfaces: tuple[float, ...] = (),
) -> Body:
    middle = (np.add(low, high) / 2.0).tolist()
    size = np.subtract(high, low).tolist()
    return Body(
        number, label, role, (middle[0], middle[1], middle[2]), (size[0], size[1], size[2]),
        room_id=room, surfaces_m=surfaces,
    )  # fmt: skip


@pytest.fixture(scope="session")
def body() -> Callable[..., Body]:
    return make_body
