"""What things look like, as a camera tells it: by what they are called, from the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from whereseen.sim.catalogue.household import household

_ONE_COLOUR = {
    "banana": "yellow", "orange": "orange", "lemon": "yellow", "tomato": "red", "carrot": "orange",
    "loaf of bread": "brown", "piece of cheese": "yellow", "cake": "pink", "frying pan": "black",
    "wooden spoon": "brown", "rubber duck": "yellow", "toilet roll": "white",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Looks:
    """What a thing is like and remains.

    Attributes:
        colours: In words.
        material: As "ceramic", empty if it is not known.
        affordances: What can be done with it.
    """

    colours: tuple[str, ...] = ()
    material: str = ""
    affordances: tuple[str, ...] = ()

    @property
    def attributes(self) -> tuple[str, ...]:
        """Colours and material."""
        return (*self.colours, self.material) if self.material else self.colours


@lru_cache(maxsize=4096)
def looks_of(label: str) -> Looks:
    """What a thing of a label looks like; nothing is known of furniture."""
    return _all().get(label, Looks())


@lru_cache(maxsize=1)
def _all() -> dict[str, Looks]:
    found = {}
    for kind in household().objects.values():
        for colour in kind.colours:
            said = colour or _ONE_COLOUR.get(kind.name, "")
            colours = (said,) if said else ()
            found[kind.label(colour)] = Looks(colours, kind.material, kind.affordances)
    return found
