"""What can be done with what in a home: things for tasks, and furniture to put them to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.skills import kinds
from whereseen.memory.attributes.colour import COLOUR_TERMS
from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.memory.graph.bodies import Role, role_of
from whereseen.sim.scene.description import ObjectItem
from whereseen.sim.scene.fitting import Fitting
from whereseen.sim.symbolic.grounds import Grounds
from whereseen.sim.symbolic.handling import such

_KNIFE = "kitchen knife"
_NO_PLACE = frozenset({"waste bin", "toilet", "laundry basket", "chair", "office chair"})
_WARMED = frozenset({"food", "dishes", "drinks"})


class Means:
    """A home and its things, as tasks can speak of them.

    Only what has a name of its own is spoken of: one label, one thing, in a colour that has a
    common name.

    Args:
        grounds: The home.
        items: Its things as they stand.
    """

    def __init__(self, grounds: Grounds, items: list[ObjectItem]) -> None:
        self._grounds = grounds
        home = grounds.home
        labels = Counter(home.label_of(item) for item in items)
        furniture = {grounds.label_of(name) for name in grounds.stand_of}
        self.items = {
            item.name: item
            for item in items
            if labels[home.label_of(item)] == 1
            and household_lexicon().read(home.label_of(item)).kinds
            and role_of(home.label_of(item)) is Role.OBJECT
            and not _names_one_of(home.label_of(item), furniture)
            and (not item.colour or item.colour in COLOUR_TERMS)
        }
        counts = Counter(grounds.label_of(name) for name in grounds.stand_of)
        self.places = tuple(
            name
            for name in grounds.stand_of
            if counts[grounds.label_of(name)] == 1 and grounds.label_of(name) not in _NO_PLACE
        )
        self._all, self._fitting = list(items), Fitting(home)
        self._fits: dict[tuple[str, str, str], bool] = {}
        pieces = [such(grounds.label_of(name)) for name in grounds.stand_of]
        self.is_washing = any(map(kinds.washes, pieces))
        self.is_heating = any(map(kinds.heats, pieces))
        knives = [name for name in self.items if self.label(name) == _KNIFE]
        self.at = {item.name: item.spot.on for item in items}
        self.knife = knives[0] if knives else ""

    def label(self, name: str) -> str:
        """What a thing or a piece of furniture is called."""
        if name in self.items:
            return self._grounds.home.label_of(self.items[name])
        return self._grounds.label_of(name)

    def can_be(self, name: str, is_so: Callable[[Thing], bool]) -> bool:
        """Whether people would do something with such a thing, by its label alone."""
        return is_so(such(self.label(name)))

    def states(self, name: str) -> frozenset[str]:
        """What can change about a thing."""
        kind = self._grounds.home.kind_of(self.items[name])
        return frozenset(state.name for state in kind.states)

    def category(self, name: str) -> str:
        """What a thing counts as."""
        return self._grounds.home.kind_of(self.items[name]).category

    def can_be_warmed(self, name: str) -> bool:
        """Whether people would warm such a thing."""
        is_warm = self.category(name) in _WARMED and self.can_be(name, kinds.is_warmed)
        return self.is_heating and is_warm

    def relations(self, place: str) -> tuple[str, ...]:
        """How people say that they put things to furniture: `in` a fridge, `on` a table."""
        surfaces = self._grounds.home.pieces[place].kind.surfaces
        there = {each.preposition for each in surfaces if not each.is_reserved}
        usual = {"in"} if role_of(self._grounds.label_of(place)) is Role.CLOSED else {"on"}
        return tuple(sorted(there & usual))

    def fits(self, name: str, place: str, relation: str) -> bool:
        """Whether furniture has room for a thing, and for another one of its size beside it."""
        key = (name, place, relation)
        if key not in self._fits:
            self._fits[key] = self._has_room(*key)
        return self._fits[key]

    def _has_room(self, name: str, place: str, relation: str) -> bool:
        item, rng = self.items[name], np.random.default_rng(0)
        for surface in self._grounds.home.pieces[place].kind.surfaces:
            if surface.preposition != relation or surface.is_reserved:
                continue
            at = (place, surface.name)
            put = self._fitting.find(item, at, self._all, rng)
            beside = replace(item, name=f"{item.name}, another")
            if put and self._fitting.find(beside, at, [*self._all, put], rng):
                return True
        return False


def _names_one_of(label: str, others: Collection[str]) -> bool:
    """Whether a name fits another label too, as "basket" fits a laundry basket."""
    lexicon = household_lexicon()
    kinds_ = lexicon.read(label).kinds
    return any(kinds_ & lexicon.with_broader(lexicon.read(each).kinds) for each in others)
