"""Rooms that keep their identity while the map grows and changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

import numpy as np
from scipy import ndimage

from whereseen.memory.answer import Metres3
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import Float64
from whereseen.memory.graph.config import RoomConfig
from whereseen.memory.graph.doors import Door, doors_of
from whereseen.memory.graph.floor_grid import FloorGrid, floor_grid
from whereseen.memory.graph.moving import moved_plans
from whereseen.memory.graph.naming import Guess, guess_kind, numbered
from whereseen.memory.graph.outline import outline
from whereseen.memory.graph.partition import Labels, partition
from whereseen.memory.graph.storeys import find_storeys, points_of
from whereseen.memory.io.geometry_view import Geometry, level_rotation

_SAME_FLOOR_M = 1.0
_BELOW_M = 0.5  # a thing this far below a floor may still lie on it


@dataclass(frozen=True, slots=True)
class Room:
    """A part of a storey.

    Attributes:
        id: Positive, stable, never used again.
        storey: Number of its storey, the lowest is 0.
        area_m2: Of its floor, without what stands as high as a wall.
        middle_m: The point of its floor that is farthest from all walls, in the level frame.
        outline_m: Corners (x, y) of its edge, anticlockwise, to about a cell.
        name: What to call it; unique.
        kind: What it seems to be, as `kitchen`; `room` where nothing tells.
        probability: That it is of this kind; 1 where somebody gave the name.
        given_name: The name that somebody gave, empty if nobody did.
    """

    id: int
    storey: int
    area_m2: float
    middle_m: Metres3
    outline_m: tuple[tuple[float, float], ...] = field(repr=False)
    name: str
    kind: str = "room"
    probability: float = 0.0
    given_name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Storey:
    """A storey and which room each of its cells belongs to.

    Attributes:
        grid: The storey from above.
        ids: (H, W) int32 identity of the room of each open cell, 0 where there is none.
        nearest: (H, W) int32 the same, beyond rooms too, as far as they reach.
    """

    grid: FloorGrid
    ids: Labels
    nearest: Labels

    def room_id(self, x_m: float, y_m: float) -> int:
        """Identity of the room at a point of the plan, 0 for none."""
        row, column = self.grid.cells_of([(x_m, y_m)])[0].tolist()
        height, width = self.ids.shape
        inside = 0 <= row < height and 0 <= column < width
        return int(self.nearest[row, column]) if inside else 0


class RoomMap:
    """Rooms and doors of a map, parted anew when its floor plan has changed.

    Positions that come in are in the map frame; what comes out is in the level frame, which is the
    map frame where that has z up, and else turned as `level_rotation` says.

    Args:
        config: When a part of the free space is a room.

    Attributes:
        config: The same.
        storeys: The lowest first.
        doors: Between rooms.
        R_level_map: (3, 3) turns points of the map frame into the level frame.
    """

    def __init__(self, config: RoomConfig | None = None) -> None:
        self.config = config or RoomConfig()
        self.storeys: tuple[Storey, ...] = ()
        self.doors: tuple[Door, ...] = ()
        self.R_level_map: Float64 = np.eye(3)
        self._rooms: dict[int, Room] = {}
        self._names: dict[int, str] = {}
        self._digest = b""
        self._next_id = 1

    @property
    def rooms(self) -> tuple[Room, ...]:
        """All rooms, in order of identity."""
        return tuple(self._rooms[each] for each in sorted(self._rooms))

    def room(self, room_id: int) -> Room | None:
        """A room by its identity."""
        return self._rooms.get(room_id)

    def update(self, geometry: Geometry) -> bool:
        """Part the map into rooms, if its floor plan has changed; returns whether it has.

        Rooms that lie where ones known before lay keep their identities and given names.
        """
        self.R_level_map = level_rotation(geometry.up_map)
        points = geometry.points_map.astype(np.float64)
        path = geometry.path_map
        if not np.array_equal(self.R_level_map, np.eye(3)):
            points, path = points @ self.R_level_map.T, path @ self.R_level_map.T
        floors = find_storeys(points, path, geometry.voxel_size_m) if len(points) else ()
        return self.follow(
            [
                floor_grid(
                    points_of(points, floors, number),
                    points_of(path, floors, number),
                    floors[number],
                    geometry.voxel_size_m,
                    self.config,
                )
                for number in range(len(floors))
            ]
        )

    def follow(self, grids: Iterable[FloorGrid]) -> bool:
        """Part these storeys into rooms, if they have changed; returns whether they have."""
        listed = tuple(grids)
        digest = blake2b(b"".join(grid.digest() for grid in listed)).digest()
        if digest == self._digest:
            return False
        self._digest = digest
        self.storeys = tuple(self._parted(grid) for grid in listed)
        self.doors = tuple(
            door
            for number, storey in enumerate(self.storeys)
            for door in doors_of(storey.grid, storey.ids, number)
        )
        guesses = {room.id: Guess(room.kind, room.probability) for room in self.rooms}
        self._rooms = {room.id: room for room in self._measured()}
        self._names = {each: name for each, name in self._names.items() if each in self._rooms}
        self._call(guesses)
        return True

    @property
    def next_id(self) -> int:
        """The identity that the next new room gets."""
        return self._next_id

    def resume(
        self,
        known: Iterable[tuple[FloorGrid, Labels]],
        names: Mapping[int, str],
        next_id: int,
        guesses: Mapping[int, Guess] | None = None,
    ) -> None:
        """Go on where another one ended: these storeys with their rooms (H, W) are the last known.

        Args:
            known: Plans, and the identity of the room of each cell, 0 for none.
            names: Names that somebody gave, by identity.
            next_id: Of the next new room.
            guesses: What rooms seemed to be, by identity; None if that is not known.
        """
        self.storeys = tuple(self._reaching(grid, ids) for grid, ids in known)
        self.doors, self._digest, self._next_id = (), b"", next_id
        self._rooms = {room.id: room for room in self._measured()}
        self._names = {each: name for each, name in names.items() if each in self._rooms}
        self._call(guesses or {})

    def move(self, moved: Callable[[Float64], Float64]) -> None:
        """Let rooms follow points (N, 3) of the level frame until the next update, as they are."""
        guesses = {room.id: Guess(room.kind, room.probability) for room in self.rooms}
        self.resume(moved_plans(self.storeys, moved), self._names, self._next_id, guesses)

    def room_of(self, position_m: Metres3) -> int | None:
        """Identity of the room in which a point of the map frame lies; None if in none."""
        x, y, z = (self.R_level_map @ np.asarray(position_m, dtype=np.float64)).tolist()
        for storey in reversed(self.storeys):
            if z >= storey.grid.floor_m - _BELOW_M:
                return storey.room_id(x, y) or None
        return None

    def find(self, name: str) -> Room | None:
        """The room of a name, or the only one of a kind."""
        wanted = name.strip().casefold()
        named = [room for room in self.rooms if room.name.casefold() == wanted]
        alike = [room for room in self.rooms if room.kind == wanted]
        return named[0] if named else alike[0] if len(alike) == 1 else None

    def call(self, room_id: int, name: str) -> Room:
        """Give a room a name, or take it back if it is empty; returns the room.

        Raises:
            InvalidQuery: if there is no such room, or another one has this name.
        """
        room, wanted = self.room(room_id), " ".join(name.split())
        if room is None:
            raise InvalidQuery("there is no such room", got=str(room_id), remedy="List the rooms")
        if wanted and wanted in (other for each, other in self._names.items() if each != room_id):
            raise InvalidQuery("another room has this name", got=wanted, remedy="Take another")
        self._names[room_id] = wanted
        if not wanted:
            del self._names[room_id]
        self._call({each.id: Guess(each.kind, each.probability) for each in self.rooms})
        return self._rooms[room_id]

    def furnish(self, contents: Mapping[int, Iterable[str]]) -> bool:
        """Guess what rooms are from the labels of what is in them; returns whether it changed."""
        before = self.rooms
        doors = {each.id: self.neighbours(each.id) for each in before}
        self._call(
            {
                room.id: guess_kind(contents.get(room.id, ()), exits=len(doors[room.id]))
                for room in before
            }
        )
        return self.rooms != before

    def neighbours(self, room_id: int) -> tuple[int, ...]:
        """Identities of rooms that a door leads to."""
        pairs = (door.rooms for door in self.doors if room_id in door.rooms)
        return tuple(sorted({one if other == room_id else other for one, other in pairs}))

    def _parted(self, grid: FloorGrid) -> Storey:
        return self._reaching(grid, self._identified(grid, partition(grid, self.config)))

    def _reaching(self, grid: FloorGrid, ids: Labels) -> Storey:
        """A storey whose rooms reach as far as things outside of them may belong to them."""
        apart, nearest = ndimage.distance_transform_edt(ids == 0, return_indices=True)
        reached = np.where(apart * grid.cell_m <= self.config.reach_m, ids[tuple(nearest)], 0)
        return Storey(grid, ids, reached if ids.any() else ids)

    def _identified(self, grid: FloorGrid, labels: Labels) -> Labels:
        """Give parts (H, W) the identities of the rooms that lay there."""
        ids = np.zeros(int(labels.max()) + 1, dtype=np.int32)
        for label, room_id in self._same(grid, labels):
            if not ids[label] and room_id not in ids:
                ids[label] = room_id
        for label in range(1, ids.size):
            if not ids[label]:
                ids[label] = self._next_id
                self._next_id += 1
        return ids[labels]

    def _same(self, grid: FloorGrid, labels: Labels) -> Iterator[tuple[int, int]]:
        """Parts and rooms that cover each other well, those with most in common first."""
        for storey in self.storeys:
            if abs(storey.grid.floor_m - grid.floor_m) > _SAME_FLOOR_M:
                continue
            cells = np.argwhere(labels > 0)
            before = _values_at(storey, grid.centres_m(cells))
            now = labels[cells[:, 0], cells[:, 1]]
            pairs, common = np.unique(
                np.stack([now, before])[:, before > 0], axis=1, return_counts=True
            )
            scale = (grid.cell_m / storey.grid.cell_m) ** 2
            sizes, others = np.bincount(now) * scale, np.bincount(storey.ids.ravel())
            for at in np.argsort(-common, kind="stable").tolist():
                label, room_id = int(pairs[0, at]), int(pairs[1, at])
                least = min(sizes[label], others[room_id])
                if common[at] * scale >= self.config.same_share * least:
                    yield label, room_id

    def _measured(self) -> Iterator[Room]:
        for number, storey in enumerate(self.storeys):
            clearance, grid = storey.grid.clearance_m(), storey.grid
            for room_id in np.unique(storey.ids[storey.ids > 0]).tolist():
                own = storey.ids == room_id
                widest = np.unravel_index(np.argmax(np.where(own, clearance, -1.0)), own.shape)
                x, y = grid.centres_m([widest])[0].tolist()
                corners = np.array(outline(own), dtype=np.float64) - 0.5
                yield Room(
                    id=room_id,
                    storey=number,
                    area_m2=float(own.sum()) * grid.cell_m**2,
                    middle_m=(x, y, grid.floor_m),
                    outline_m=tuple((float(x), float(y)) for x, y in grid.centres_m(corners)),
                    name="",
                )

    def _call(self, guesses: Mapping[int, Guess]) -> None:
        """Give all rooms their names."""
        nothing = Guess("room", 0.0)
        kinds = {each: guesses.get(each, nothing) for each in sorted(self._rooms)}
        names = numbered({each: kinds[each].kind for each in kinds}, self._names)
        for each, guess in kinds.items():
            given = self._names.get(each, "")
            self._rooms[each] = replace(
                self._rooms[each],
                name=names[each],
                kind=guess.kind,
                probability=guess.probability,
                given_name=given,
            )


def _values_at(storey: Storey, points: Float64) -> Labels:
    """Rooms (N,) of a storey at points (N, 2), 0 where none is."""
    cells = storey.grid.cells_of(points)
    height, width = storey.ids.shape
    inside = ((cells >= 0) & (cells < (height, width))).all(axis=1)
    found = np.zeros(len(cells), dtype=np.int32)
    found[inside] = storey.ids[cells[inside, 0], cells[inside, 1]]
    return found
