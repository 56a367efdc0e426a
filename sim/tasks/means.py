"""What can be done with what in a home: things for tasks, and furniture to put them to."""

from __future__ import annotations

from collections import Counter

from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.sim.scene.description import ObjectItem
from whereseen.sim.symbolic.grounds import Grounds
from whereseen.sim.symbolic.handling import HEATERS, WASHERS

_KNIFE = "kitchen knife"
_NO_PLACE = frozenset({"waste bin", "toilet", "laundry basket", "chair", "office chair"})
_WARMED = frozenset({"food", "dishes", "drinks"})


class Means:
    """A home and its things, as tasks can speak of them.

    Only what has a name of its own is spoken of: one label, one thing.

    Args:
        grounds: The home.
        items: Its things as they stand.
    """

    def __init__(self, grounds: Grounds, items: list[ObjectItem]) -> None:
        self._grounds = grounds
        home = grounds.home
        labels = Counter(home.label_of(item) for item in items)
        self.items = {
            item.name: item
            for item in items
            if labels[home.label_of(item)] == 1
            and household_lexicon().read(home.label_of(item)).kinds
        }
        kinds = Counter(grounds.label_of(name) for name in grounds.stand_of)
        self.places = tuple(
            name
            for name in grounds.stand_of
            if kinds[grounds.label_of(name)] == 1 and grounds.label_of(name) not in _NO_PLACE
        )
        self.is_washing = any(grounds.label_of(name) in WASHERS for name in grounds.stand_of)
        self.is_heating = any(grounds.label_of(name) in HEATERS for name in grounds.stand_of)
        knives = [name for name in self.items if self.label(name) == _KNIFE]
        self.knife = knives[0] if knives else ""

    def label(self, name: str) -> str:
        """What a thing or a piece of furniture is called."""
        if name in self.items:
            return self._grounds.home.label_of(self.items[name])
        return self._grounds.label_of(name)

    def states(self, name: str) -> frozenset[str]:
        """What can change about a thing."""
        kind = self._grounds.home.kind_of(self.items[name])
        return frozenset(state.name for state in kind.states)

    def category(self, name: str) -> str:
        """What a thing counts as."""
        return self._grounds.home.kind_of(self.items[name]).category

    def can_be_warmed(self, name: str) -> bool:
        """Whether people would warm such a thing."""
        return self.is_heating and self.category(name) in _WARMED

    def relations(self, place: str) -> tuple[str, ...]:
        """How things can be put to furniture: `on`, `in`."""
        surfaces = self._grounds.home.pieces[place].kind.surfaces
        usual = [each for each in surfaces if not each.is_reserved]
        return tuple(dict.fromkeys(each.preposition for each in usual))

    def fits(self, name: str, place: str, relation: str) -> bool:
        """Whether an empty surface of furniture is large enough for a thing."""
        low, high = self._grounds.home.model_of(self.items[name]).box_m()
        width, depth, height = (float(each) for each in high - low)
        return any(
            surface.preposition == relation
            and not surface.is_reserved
            and max(width, depth) + 0.1 <= min(surface.size_m)
            and height <= surface.headroom_m
            for surface in self._grounds.home.pieces[place].kind.surfaces
        )

    def is_open_at(self, place: str) -> bool:
        """Whether nothing closed is before what a piece of furniture carries."""
        return not self._grounds.opens(place)
