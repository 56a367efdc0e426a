"""Where things usually are in a home, where they are this morning, and what earlier days showed.

Each thing has a few usual places of its own among those where such things are kept. In seven of ten
cases it is at one of them, else anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from whereseen.memory.chronicle import Stay
from whereseen.memory.consolidation.habits import habits_of
from whereseen.memory.consolidation.rows import Habit
from whereseen.sim.scene.description import ObjectItem
from whereseen.sim.scene.fitting import Fitting, Place
from whereseen.sim.symbolic.grounds import Grounds
from whereseen.sim.symbolic.world import MORNING_NS
from whereseen.sim.world.people import kept_on

_USUAL_SHARE = 0.7
_SHARES = (0.6, 0.25, 0.15)  # of a thing's usual places
_INSIDE = 0.3  # how likely a place behind a door is, against one in the open
_DAYS = 7
_DAY_NS = 86_400 * 1_000_000_000
_STAY_NS = _DAY_NS  # until the next round
_SEEN_SHARE = {False: 0.9, True: 0.5}  # of things on a day's round, by whether a door hides them
_TRIES = 12


class Arrangement:
    """How a household keeps its things; equal seeds give equal ones.

    Args:
        grounds: The home.
        rng: Draws all.

    Attributes:
        usual: By thing, its places with their shares.
    """

    def __init__(self, grounds: Grounds, rng: np.random.Generator) -> None:
        self._grounds, self._rng = grounds, rng
        self._all = [
            (name, surface.name)
            for name in grounds.stand_of
            for surface in grounds.home.pieces[name].kind.surfaces
            if not surface.is_reserved
        ]
        self.items = grounds.home.scene.objects
        self.usual = {item.name: self._usual(item) for item in self.items}

    def go_on(self, rng: np.random.Generator) -> None:
        """Draw from another generator from now on."""
        self._rng = rng

    def draw(self, item: ObjectItem) -> Place:
        """A place for a thing."""
        usual = self.usual[item.name]
        if usual and self._rng.random() < _USUAL_SHARE:
            return self._one_of(usual)
        return self._one_of({place: self._weight(place) for place in self._all})

    def morning(self) -> list[ObjectItem]:
        """All things as they stand this morning; those for which there is no room are left out."""
        fitting, found = Fitting(self._grounds.home), list[ObjectItem]()
        for item in self.items:
            for _ in range(_TRIES):
                put = fitting.find(item, self.draw(item), found, self._rng)
                if put is not None:
                    found.append(replace(put, states=self._states(item)))
                    break
        return found

    def habits(self) -> tuple[Habit, ...]:
        """What a week's rounds told of where things are."""
        return habits_of(
            stay
            for day in range(_DAYS)
            for number, item in enumerate(self.items, start=1)
            if (stay := self._stay(item, number, day)) is not None
        )

    def _stay(self, item: ObjectItem, number: int, day: int) -> Stay | None:
        name, surface = self.draw(item)
        piece = self._grounds.home.pieces[name]
        if self._rng.random() > _SEEN_SHARE[bool(piece.surface(surface).behind)]:
            return None
        start_ns = MORNING_NS - (_DAYS - day) * _DAY_NS
        x, y, z = (float(each) for each in piece.T_map_piece[:3, 3])
        return Stay(
            number,
            self._grounds.home.label_of(item),
            (x, y, z),
            start_ns,
            start_ns + _STAY_NS,
            start_ns + _STAY_NS,
            room=piece.item.room,
            support=piece.kind.name,
        )

    def _usual(self, item: ObjectItem) -> dict[Place, float]:
        kept = kept_on(self._grounds.home, self._grounds.home.kind_of(item))
        weights = {place: share * self._weight(place) for place, share in kept.items()
                   if place[0] in self._grounds.stand_of}  # fmt: skip
        found: dict[Place, float] = {}
        for share in _SHARES:
            if weights:
                place = self._one_of(weights)
                found[place] = share
                weights = {each: w for each, w in weights.items() if each[0] != place[0]}
        return found

    def _weight(self, place: Place) -> float:
        surface = self._grounds.home.pieces[place[0]].surface(place[1])
        return _INSIDE if surface.behind else 1.0

    def _one_of(self, weights: Mapping[Place, float]) -> Place:
        places: Sequence[Place] = list(weights)
        shares = np.array(list(weights.values()))
        return places[int(self._rng.choice(len(places), p=shares / shares.sum()))]

    def _states(self, item: ObjectItem) -> dict[str, str]:
        """Some things are dirty, or full; nothing is cut or switched on yet."""
        found = {}
        for state in self._grounds.home.kind_of(item).states:
            differs = state.name in ("clean", "full") and self._rng.random() < 0.3
            found[state.name] = state.values[1 if differs else 0]
        return found
