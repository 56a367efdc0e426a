"""Things put where they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.naming import Names
from whereseen.sim.generation.rectangle import Rectangle
from whereseen.sim.generation.room_space import RoomSpace
from whereseen.sim.modelling.placing import box_of
from whereseen.sim.scene.description import FLOOR, ObjectItem, Spot
from whereseen.sim.scene.fitting import Fitting, Place
from whereseen.sim.scene.home import Home
from whereseen.sim.scene.solids import Solids, solids_of

_PLACES = 4  # tried for a thing before another is taken
_FAILURES = 80  # in all, until the home is taken to be full
_MAIN = 2.0  # how much likelier the main surface is than another


class Putting:
    """Puts things into a furnished home.

    Args:
        home: Rooms and furniture; the scene's things are left out of account.
        spaces: What stands in each room, by its name.
        config: How many things, and how.
        rng: Source of chance.
    """

    def __init__(
        self,
        home: Home,
        spaces: Mapping[str, RoomSpace],
        config: HomeConfig,
        rng: np.random.Generator,
    ) -> None:
        self._home, self._spaces = home, spaces
        self._config, self._rng = config, rng
        self._fitting = Fitting(home)
        self._solids = {
            name: solids_of(piece.model, piece.T_map_piece) for name, piece in home.pieces.items()
        }
        self._items: list[ObjectItem] = []

    def put(self, names: Names) -> tuple[ObjectItem, ...]:
        """As many things as are wanted, or as there is room for."""
        failures = 0
        kinds = [each for each in self._home.catalogue.objects.values() if self._places(each)]
        while kinds and len(self._items) < self._config.object_count and failures < _FAILURES:
            item = self._next(kinds)
            if item is None:
                failures += 1
            else:
                self._items.append(replace(item, name=names.take(self._home.label_of(item))))
        return tuple(self._items)

    def _next(self, kinds: list[ObjectKind]) -> ObjectItem | None:
        """A thing on a spot of its own; None if no spot was found for it."""
        kind = self._kind(kinds)
        item = ObjectItem("", kind.name, Spot("", ""), colour=self._colour(kind))
        places = self._places(kind)
        weights = np.array(list(places.values()))
        for _ in range(_PLACES):
            place = list(places)[int(self._rng.choice(len(places), p=weights / weights.sum()))]
            found = self._fitting.find(item, place, self._items, self._rng)
            if found is not None and self._is_clear(found):
                return found
        return None

    def _kind(self, kinds: list[ObjectKind]) -> ObjectKind:
        """A kind, often one that is there already and comes in several colours."""
        there = {item.kind for item in self._items}
        alike = [each for each in kinds if each.name in there and len(each.colours) > 1]
        fresh = [each for each in kinds if each.name not in there]
        if alike and self._rng.random() < self._config.look_alikes:
            return alike[int(self._rng.integers(len(alike)))]
        among = fresh or kinds
        return among[int(self._rng.integers(len(among)))]

    def _colour(self, kind: ObjectKind) -> str:
        """A colour, one that is not there yet three times of four."""
        there = {item.colour for item in self._items if item.kind == kind.name}
        fresh = [colour for colour in kind.colours if colour not in there]
        among = fresh if fresh and self._rng.random() < 0.75 else list(kind.colours)
        return str(among[int(self._rng.integers(len(among)))])

    def _places(self, kind: ObjectKind) -> dict[Place, float]:
        """Where a kind may be put, with weights; a kind of furniture counts as one home."""
        found: dict[Place, float] = {}
        pieces = self._home.pieces
        for home, weight in kind.homes.items():
            if home == FLOOR:
                share = weight / len(self._home.rooms)
                found |= {(room, FLOOR): share for room in self._home.rooms}
                continue
            where = home.partition("/")[0]
            alike = [name for name, piece in pieces.items() if piece.kind.name == where]
            for name in alike:
                for index, surface in enumerate(pieces[name].kind.surfaces):
                    if not surface.is_meant_by(home):
                        continue
                    share = _MAIN if index == 0 else 1.0
                    share *= self._config.inside if surface.behind else 1.0
                    found[name, surface.name] = weight * share / len(alike)
        return {place: weight for place, weight in found.items() if weight > 0.0}

    def _is_clear(self, item: ObjectItem) -> bool:
        """Whether it is in no other furniture and in nobody's way."""
        joints = self._home.pieces[item.spot.on].item.open if item.spot.surface != FLOOR else {}
        T_map_item = self._home.pose_on(item.spot, item.yaw_deg, joints)
        model = self._home.model_of(item)
        solids = solids_of(model, T_map_item)
        low, high = box_of(model.box_m(), T_map_item)
        for name, others in self._solids.items():
            if name != item.spot.on and _meet(solids, others):
                return False
        space = self._spaces.get(item.spot.on)
        if space is None:
            return True
        mine = Rectangle(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        if any(mine.overlaps(step) for step in space.doorsteps):
            return False
        return space.is_passable(things=[*self._on_floor(space), mine])

    def _on_floor(self, space: RoomSpace) -> list[Rectangle]:
        """What lies on the floor of a room already."""
        found = []
        for item in self._items:
            if item.spot.on == space.room.name:
                T_map_item = self._home.pose_on(item.spot, item.yaw_deg, {})
                low, high = box_of(self._home.model_of(item).box_m(), T_map_item)
                found.append(
                    Rectangle(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
                )
        return found


def _meet(one: Solids, other: Solids) -> bool:
    low, high = float(one.low_m.min()), float(one.high_m.max())
    return one.shared_m2(other.between(low, high)) > 0.0
