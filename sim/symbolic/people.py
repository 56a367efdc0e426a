"""People, who change a symbolic home between what the robot does."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from whereseen.sim.symbolic.arranging import Arrangement
from whereseen.sim.symbolic.world import SymbolicWorld


@dataclass(frozen=True, slots=True)
class Interference:
    """What people do, each time that the robot has done a part of its task.

    Attributes:
        move: That a thing is put elsewhere, each.
        swap: That two look-alikes change places.
        toggle: That a piece of furniture is opened or closed, each.
    """

    move: float = 0.0
    swap: float = 0.0
    toggle: float = 0.0


@dataclass(frozen=True, slots=True)
class Moved:
    """A thing that people put elsewhere.

    Attributes:
        name: Which.
        stamp_ns: When.
    """

    name: str
    stamp_ns: int


class Interferers:
    """People in a world; equal generators do equal things.

    Args:
        world: That they change.
        arrangement: Where they put things.
        interference: How much they do.
        rng: Draws it.

    Attributes:
        moved: All that they put elsewhere, in order.
    """

    def __init__(
        self,
        world: SymbolicWorld,
        arrangement: Arrangement,
        interference: Interference,
        rng: np.random.Generator,
    ) -> None:
        self._world, self._arrangement = world, arrangement
        self._interference, self._rng = interference, rng
        self.moved: list[Moved] = []

    def act(self) -> None:
        """Let them do what they do meanwhile."""
        world, draws = self._world, self._rng
        for name in list(world.contents.things):
            if draws.random() < self._interference.move and name != world.held:
                self._move(name)
        if draws.random() < self._interference.swap:
            self._swap()
        for name in world.grounds.stand_of:
            if draws.random() < self._interference.toggle and world.grounds.opens(name):
                world.set_open(name, not world.is_open(name))

    def _move(self, name: str) -> None:
        world = self._world
        thing = world.contents.things[name]
        place = self._arrangement.draw(thing.item)
        others = [each.item for each in world.contents.things.values() if each is not thing]
        found = world.fitting.find(thing.item, place, others, self._rng)
        if found is not None and found.spot.on != thing.item.spot.on:
            world.contents.put(name, found.spot, found.yaw_deg)
            self.moved.append(Moved(name, world.now_ns))

    def _swap(self) -> None:
        """Two of a kind change places, if there are any that fit."""
        world = self._world
        kinds = {n: each.item.kind for n, each in world.contents.things.items() if n != world.held}
        pairs = [pair for pair in combinations(kinds, 2) if kinds[pair[0]] == kinds[pair[1]]]
        if pairs:
            one, other = pairs[int(self._rng.integers(len(pairs)))]
            world.contents.swap(one, other)
            self._note((one, other))

    def _note(self, names: Collection[str]) -> None:
        self.moved += [Moved(name, self._world.now_ns) for name in names]
