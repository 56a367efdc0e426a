"""Which labels a detector takes for each other."""

from __future__ import annotations

from collections.abc import Mapping

from whereseen.sim.catalogue.kinds import Catalogue, ObjectKind

_FURNITURE = (
    ("chair", "armchair", "office chair", "sofa", "bench", "stool"),
    ("table", "dining table", "coffee table", "desk", "side table", "hall table", "nightstand"),
    ("cabinet", "wall cabinet", "wardrobe", "dresser", "sideboard", "tv stand", "fridge"),
    ("bookcase", "storage shelf", "shoe rack", "coat rack"),
    ("stove", "dishwasher", "washing machine", "microwave"),
    ("laundry basket", "waste bin", "toy chest"),
    ("picture", "mirror", "window"),
    ("floor lamp", "plant"),
)


def alike_labels(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """What each label may be taken for: things of the same category and colour, like furniture."""
    found = {
        label: tuple(each for each in group if each != label)
        for group in _FURNITURE
        for label in group
    }
    for kind in catalogue.objects.values():
        for colour in kind.colours:
            found[kind.label(colour)] = tuple(
                other.label(colour if colour in other.colours else other.colours[0])
                for other in _others(kind, catalogue.objects)
            )
    return found


def _others(kind: ObjectKind, objects: Mapping[str, ObjectKind]) -> list[ObjectKind]:
    return [
        other
        for other in objects.values()
        if other.category == kind.category and other.name != kind.name
    ]
