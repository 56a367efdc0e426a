"""Where things of a kind usually are in homes, before anything was learnt of this one.

By entries of the lexicon, of which the most special one counts; first furniture where such things
are often, then some where they are at times. All were judged by what people do with a thing, from
general knowledge; none was measured or taken from data, and what a robot learns of a home outweighs
it.
"""

from __future__ import annotations

from functools import lru_cache

from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.memory.graph.bodies import Role, role_of

_OFTEN, _AT_TIMES, _SELDOM = 16.0, 4.0, 1.0

_KITCHEN = "kitchen counter, kitchen island, kitchen cabinet"
_EATING = "dining table, kitchen table"

CUSTOMS: dict[str, tuple[str, str]] = {
    "drinking vessel": (f"{_KITCHEN}, {_EATING}, sink, dishwasher", "table, desk, shelf, cabinet"),
    "crockery": (f"{_KITCHEN}, {_EATING}, sink, dishwasher", "table, cabinet, shelf"),
    "cutlery": (f"{_KITCHEN}, {_EATING}, sink, dishwasher", "table, drawer"),
    "cookware": (f"{_KITCHEN}, stove, hob, oven", "sink, dishwasher, shelf"),
    "kitchen utensil": (f"{_KITCHEN}, stove, sink", f"{_EATING}, dishwasher, hob, drawer"),
    "kitchen appliance": (_KITCHEN, f"{_EATING}, shelf"),
    "food": (f"fridge, {_KITCHEN}, {_EATING}", "freezer, cabinet, microwave, shelf, table"),
    "vegetable": (f"fridge, {_KITCHEN}", f"{_EATING}, sink"),
    "fruit": (f"fridge, {_KITCHEN}, {_EATING}", "coffee table, sideboard"),
    "snack": (f"{_KITCHEN}, coffee table", f"{_EATING}, fridge, desk, sofa, shelf"),
    "drink": (f"fridge, {_KITCHEN}, {_EATING}", "coffee table, desk, table"),
    "bottle": (f"fridge, {_KITCHEN}, {_EATING}", "desk, bedside table, coffee table, sink"),
    "jug": (f"{_KITCHEN}, {_EATING}, fridge", "sink, dishwasher, table"),
    "jar": (f"{_KITCHEN}, fridge", f"{_EATING}, shelf, cabinet"),
    "tin": (f"{_KITCHEN}", "fridge, shelf, cabinet, table"),
    "container": (f"{_KITCHEN}", "shelf, cabinet, fridge, wardrobe, table"),
    "tray": (f"{_KITCHEN}, {_EATING}", "coffee table, oven, sideboard"),
    "tea towel": (f"{_KITCHEN}, sink, oven", _EATING),
    "dishcloth": (f"sink, {_KITCHEN}", _EATING),
    "paper towel": (f"{_KITCHEN}, sink", _EATING),
    "sponge": (f"sink, {_KITCHEN}", "bathtub, bathroom cabinet"),
    "cleaning product": ("sink, bathroom cabinet", f"{_KITCHEN}, shelf, cabinet, washing machine"),
    "toiletries": ("sink, bathroom cabinet, shower, bathtub", "toilet, shelf, dressing table"),
    "toilet paper": ("toilet, bathroom cabinet", "sink, shelf, bathtub"),
    "towel": ("bathroom cabinet, bathtub, shower, sink", "washing machine, wardrobe, rack, shelf"),
    "medicine": ("bathroom cabinet, bedside table", f"{_KITCHEN}, cabinet, sink"),
    "clothes": ("wardrobe, chest of drawers, bed", "chair, washing machine, dryer, sofa, basket"),
    "footwear": ("shoe rack, shoe cabinet, wardrobe", "bench, bed, rack"),
    "laundry": ("washing machine, dryer, laundry basket", "bed, wardrobe"),
    "bedding": ("bed, wardrobe", "sofa, chest of drawers"),
    "cushion": ("sofa, armchair, bed", "chair"),
    "blanket": ("bed, sofa", "armchair, wardrobe"),
    "book": ("bookcase, bedside table, desk", "shelf, coffee table, sofa, bed"),
    "reading material": ("coffee table, bookcase, bedside table", "shelf, sofa, desk, table"),
    "stationery": ("desk", "bookcase, shelf, table, chest of drawers"),
    "document": ("desk", "shelf, table, cabinet"),
    "laptop": ("desk", "coffee table, dining table, sofa, bed"),
    "computer": ("desk", "table, tv stand"),
    "electronics": ("desk, tv stand", "coffee table, shelf, bedside table"),
    "tablet": ("desk, coffee table, sofa", "bedside table, bed"),
    "phone": ("bedside table, desk, coffee table", f"{_KITCHEN}, sofa, table, bed"),
    "remote control": ("coffee table, sofa, tv stand", "armchair, bedside table"),
    "headphones": ("desk", "bed, bedside table, coffee table, sofa"),
    "screen": ("desk, tv stand", "sideboard"),
    "game": ("shelf, tv stand, coffee table", "table, cabinet, desk"),
    "toy": ("shelf, bed", "sofa, chest of drawers, coffee table, desk"),
    "soft toy": ("bed, sofa", "shelf, armchair"),
    "key": ("console table, shoe cabinet", f"sideboard, {_KITCHEN}, desk, table"),
    "wallet": ("console table, desk, bedside table", f"sideboard, {_KITCHEN}, table"),
    "glasses": ("bedside table, desk, coffee table", "sofa, table, sink"),
    "bag": ("chair, sofa, shoe cabinet", "desk, bed, wardrobe, table, bench"),
    "lamp": ("desk, bedside table", "side table, sideboard, tv stand, shelf, table"),
    "plant": ("shelf, windowsill, sideboard", "table, desk, tv stand"),
    "vase": (f"sideboard, {_EATING}, shelf", "coffee table, tv stand, chest of drawers"),
    "picture frame": ("sideboard, shelf, chest of drawers", "desk, bedside table, tv stand"),
    "candle": ("coffee table, dining table", "sideboard, shelf, bathtub"),
    "clock": ("bedside table, shelf", "desk, sideboard"),
    "decoration": ("shelf, sideboard", "coffee table, tv stand, chest of drawers"),
    "ornament": ("shelf, sideboard", "coffee table, tv stand, chest of drawers"),
    "tool": ("workbench, shelf", "cabinet, desk"),
    "brush": ("sink, bathroom cabinet", "dressing table, shelf"),
    "tissue": ("bedside table, coffee table, desk", "sideboard, shelf, bathroom cabinet"),
    "scissors": (f"desk, {_KITCHEN}", "drawer, shelf, table"),
    "pen holder": ("desk", "shelf, table"),
    "globe": ("desk, shelf", "sideboard"),
    "game controller": ("tv stand, coffee table, sofa", "desk, shelf"),
    "umbrella": ("umbrella stand, shoe cabinet, coat rack", "wardrobe, console table, bench"),
    "watering can": ("windowsill, shelf", f"sideboard, {_KITCHEN}, sink"),
    "pepper mill": (f"{_KITCHEN}, {_EATING}, stove", "shelf"),
    "hair dryer": ("bathroom cabinet, dressing table, sink", "bed, chest of drawers"),
    "iron": ("wardrobe, shelf, washing machine", "cabinet, bed"),
    "musical instrument": ("sofa, bed", "shelf, wardrobe"),
}


def customary(label: str, furniture: str) -> float:
    """How much likelier than seldom a thing of a label is on or in furniture of a label.

    Where nothing is known of such things, all furniture is as likely.
    """
    homes = _homes(label)
    if homes is None:
        return _SELDOM
    lexicon = household_lexicon()
    kinds = lexicon.with_broader(lexicon.read(furniture).kinds)
    often, at_times = homes
    return _OFTEN if kinds & often else _AT_TIMES if kinds & at_times else _SELDOM


def is_opened_for(label: str, furniture: str) -> bool:
    """Whether a search for a thing of a label looks into furniture of a label, if it is closed."""
    keeps_inside = role_of(furniture) in (Role.CLOSED, Role.BOTH)
    return keeps_inside and customary(label, furniture) >= _AT_TIMES


@lru_cache(maxsize=4096)
def _homes(label: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Furniture where things of a label are often, and at times; None where that is not known."""
    lexicon = household_lexicon()
    level = set(lexicon.read(label).kinds)
    while level:
        told = sorted(level & CUSTOMS.keys())
        if told:
            often, at_times = (
                frozenset(", ".join(CUSTOMS[kind][n] for kind in told).split(", "))
                for n in range(2)
            )
            return often, at_times
        level = {above for each in level if (above := lexicon[each].broader) is not None}
    return None
