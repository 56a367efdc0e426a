"""How long things stay where they are: half-lives by kind, and who does not stay at all."""

from __future__ import annotations

from functools import lru_cache

from whereseen.memory.encoder.lexicon import household_lexicon

_HOUR = 3600.0
_DAY = 24 * _HOUR
_YEAR = 365 * _DAY

# After how many seconds half of the things of a kind are somewhere else, by entries of the lexicon,
# of which the most special one counts. All were judged by what people do with a thing, from orders
# of magnitude (a cup hours, a chair a day, a cabinet a year); none was measured or taken from data.
HALF_LIVES_S: dict[str, float] = {
    # In use: carried about several times a day.
    "drinking vessel": 3 * _HOUR, "food": 6 * _HOUR, "drink": 4 * _HOUR, "phone": 1 * _HOUR,
    "remote control": 4 * _HOUR, "key": 12 * _HOUR, "glasses": 3 * _HOUR, "wallet": 12 * _HOUR,
    "laptop": 8 * _HOUR, "tablet": 6 * _HOUR, "headphones": 8 * _HOUR, "bag": 12 * _HOUR,
    "cutlery": 6 * _HOUR, "crockery": 6 * _HOUR, "knife": 6 * _HOUR,
    # Used and put away again: once a day or so.
    "bottle": 12 * _HOUR, "kitchen utensil": 12 * _HOUR, "cookware": 1 * _DAY, "jug": 12 * _HOUR,
    "bowl": 6 * _HOUR, "toy": 1 * _DAY, "game": 3 * _DAY, "ball": 1 * _DAY, "soft toy": 2 * _DAY,
    "clothes": 1 * _DAY, "footwear": 1 * _DAY, "shoe": 1 * _DAY, "towel": 2 * _DAY,
    "book": 3 * _DAY, "reading material": 2 * _DAY, "newspaper": 1 * _DAY, "stationery": 2 * _DAY,
    "document": 2 * _DAY, "tool": 5 * _DAY, "brush": 3 * _DAY, "toiletries": 3 * _DAY,
    "medicine": 4 * _DAY, "cleaning product": 4 * _DAY, "laundry": 1 * _DAY, "box": 7 * _DAY,
    "basket": 5 * _DAY, "container": 3 * _DAY, "bucket": 5 * _DAY, "tin": 5 * _DAY,
    "cushion": 2 * _DAY, "blanket": 2 * _DAY, "bedding": 7 * _DAY, "umbrella": 3 * _DAY,
    "electronics": 7 * _DAY, "camera": 5 * _DAY, "sports equipment": 5 * _DAY,
    "musical instrument": 7 * _DAY, "luggage": 14 * _DAY, "vacuum cleaner": 4 * _DAY,
    # Stays for weeks, but is pushed about.
    "chair": 1 * _DAY, "stool": 1 * _DAY, "office chair": 12 * _HOUR, "seat": 30 * _DAY,
    "bin": 30 * _DAY, "plant": 60 * _DAY, "lamp": 60 * _DAY, "kitchen appliance": 60 * _DAY,
    "rack": 60 * _DAY, "stand": 60 * _DAY, "vase": 30 * _DAY, "picture frame": 60 * _DAY,
    "iron": 5 * _DAY, "hair dryer": 5 * _DAY, "kettle": 20 * _DAY, "fan": 14 * _DAY,
    "laundry basket": 7 * _DAY, "clock": 180 * _DAY,
    "decoration": 60 * _DAY, "ornament": 60 * _DAY, "candle": 14 * _DAY, "screen": 180 * _DAY,
    "speaker": 90 * _DAY, "computer": 30 * _DAY, "rug": 120 * _DAY, "picture": 1 * _YEAR,
    # Furniture: months and years.
    "armchair": 120 * _DAY, "sofa": 180 * _DAY, "table": 120 * _DAY, "furniture": 1 * _YEAR,
    "bed": 1 * _YEAR, "cabinet": 1 * _YEAR, "shelf": 1 * _YEAR, "wardrobe": 2 * _YEAR,
    "mirror": 1 * _YEAR, "curtain": 1 * _YEAR, "blind": 1 * _YEAR, "appliance": 2 * _YEAR,
    "fridge": 5 * _YEAR, "freezer": 5 * _YEAR, "oven": 5 * _YEAR, "stove": 5 * _YEAR,
    "hob": 5 * _YEAR, "dishwasher": 5 * _YEAR, "washing machine": 5 * _YEAR, "dryer": 5 * _YEAR,
    "microwave": 180 * _DAY, "kitchen counter": 10 * _YEAR, "sink": 20 * _YEAR,
    # Part of the building.
    "toilet": 20 * _YEAR, "bathtub": 20 * _YEAR, "shower": 20 * _YEAR, "radiator": 20 * _YEAR,
    "fireplace": 20 * _YEAR, "door": 20 * _YEAR, "door frame": 20 * _YEAR, "window": 20 * _YEAR,
    # Alone.
    "person": 30.0, "animal": 60.0, "robot vacuum": 120.0, "vehicle": 4 * _HOUR,
}  # fmt: skip
_UNKNOWN_S = 1 * _DAY  # of what no list knows: people carry it about
_MOVE_ALONE = frozenset({"person", "animal", "robot", "robot vacuum", "robot lawnmower"})
_PRETEND = frozenset({"toy", "plush", "stuffed", "statue", "figurine", "picture", "model"})


@lru_cache(maxsize=4096)
def half_life_s(label: str) -> float:
    """Seconds after which half of the things of a label are somewhere else.

    Where a label may mean several kinds, the one that moves most counts.
    """
    lexicon = household_lexicon()
    found = []
    for kind in lexicon.read(label).kinds:
        at: str | None = kind
        while at is not None and at not in HALF_LIVES_S:
            at = lexicon[at].broader
        found.append(_UNKNOWN_S if at is None else HALF_LIVES_S[at])
    return min(found, default=_UNKNOWN_S)


@lru_cache(maxsize=4096)
def moves_alone(label: str) -> bool:
    """Whether it is a person, an animal or a robot: who is here now and elsewhere soon."""
    lexicon = household_lexicon()
    kinds = lexicon.read(label).kinds
    alone = all(_MOVE_ALONE & lexicon.with_broader([kind]) for kind in kinds)
    return bool(kinds) and alone and not _PRETEND & set(label.casefold().split())


def persistence(label: str, elapsed_ns: int) -> float:
    """That a thing that was somewhere is still there when it was not looked for, 0 to 1."""
    return float(0.5 ** (max(elapsed_ns, 0) / 1e9 / half_life_s(label)))
