"""What things of a kind are usually made of, and what can be done with them."""

from __future__ import annotations

from functools import lru_cache

from whereseen.memory.encoder.lexicon import Lexicon, household_lexicon

# By entries of the lexicon, of which the most special one counts; written from general knowledge.
# Where things of a kind are made of this and that, nothing is said.
_MATERIALS = {
    "ceramic": ("mug", "teacup", "plate", "saucer", "bowl", "vase", "toilet", "teapot"),
    "glass": ("glass", "window", "mirror", "jar", "light bulb"),
    "metal": ("cutlery", "knife", "pan", "pot", "tin", "key", "fridge", "oven", "dishwasher",
              "washing machine", "radiator", "scissors", "hammer", "tap", "toaster", "screwdriver"),
    "wood": ("table", "desk", "shelf", "wardrobe", "cabinet", "chest of drawers", "sideboard",
             "wooden spoon", "chopping board", "pencil", "bedside table"),
    "cloth": ("clothes", "towel", "blanket", "cushion", "curtain", "bedding", "soft toy", "rug",
              "carpet", "sofa", "armchair", "scarf"),
    "paper": ("book", "newspaper", "magazine", "document", "money", "tissue", "picture book"),
    "cardboard": ("cardboard box", "shoebox", "carton"),
    "plastic": ("remote control", "bin", "bucket", "keyboard", "toy car", "game controller",
                "computer mouse", "plastic tub", "food container"),
    "leather": ("wallet", "belt"),
    "wax": ("candle",),
}  # fmt: skip
_USES = {
    "drink from": ("drinking vessel", "bottle"),
    "eat": ("food",),
    "drink": ("drink",),
    "eat from": ("plate", "bowl"),
    "eat with": ("cutlery",),
    "cook in": ("cookware", "pan", "pot"),
    "cook on": ("stove", "hob"),
    "cook with": ("kitchen utensil",),
    "heat food": ("oven", "microwave", "stove"),
    "keep cold": ("fridge", "freezer"),
    "cut with": ("knife", "scissors", "saw"),
    "pour from": ("jug", "kettle", "teapot", "bottle"),
    "sit on": ("seat", "chair", "stool", "sofa", "bench"),
    "lie on": ("bed", "sofa"),
    "put things on": ("table", "shelf", "desk", "kitchen counter", "sideboard", "rack"),
    "put things in": ("container", "cabinet", "chest of drawers", "drawer", "wardrobe", "fridge",
                      "box", "bag", "basket", "bin", "bedside table", "sideboard", "desk"),
    "open": ("fridge", "freezer", "oven", "microwave", "dishwasher", "washing machine", "cabinet",
             "wardrobe", "drawer", "chest of drawers", "door", "window", "box", "bin", "bottle",
             "jar", "laptop", "bag"),
    "switch on": ("light", "screen", "kitchen appliance", "appliance", "electronics", "computer"),
    "read": ("reading material", "book", "document"),
    "write with": ("pen", "pencil", "marker"),
    "wear": ("clothes", "footwear", "hat", "shoe", "jewellery", "glasses"),
    "play with": ("toy", "game", "ball", "soft toy"),
    "clean with": ("cleaning product", "vacuum cleaner", "brush", "broom", "mop", "sponge"),
    "wash in": ("sink", "bathtub", "shower"),
    "dry with": ("towel",),
    "call with": ("phone",),
    "carry things in": ("bag", "basket", "box", "luggage"),
    "see oneself in": ("mirror",),
    "tell the time by": ("timepiece", "clock"),
}  # fmt: skip


@lru_cache(maxsize=4096)
def material_of(label: str) -> str:
    """What things of a label are usually made of, empty where that is not known.

    A material that the label names counts first: a "wooden chair" is of wood.
    """
    lexicon = household_lexicon()
    said = next((_NAMED[word] for word in label.casefold().split() if word in _NAMED), "")
    if said:
        return said
    for name in _upwards(label, lexicon):
        for material, kinds in _MATERIALS.items():
            if name in kinds:
                return material
    return ""


@lru_cache(maxsize=4096)
def affordances_of(label: str) -> tuple[str, ...]:
    """What can be done with things of a label, as "drink from"."""
    names = set(_upwards(label, household_lexicon()))
    return tuple(use for use, kinds in _USES.items() if names & set(kinds))


_NAMED = {
    "ceramic": "ceramic", "porcelain": "ceramic", "wooden": "wood", "wood": "wood", "oak": "wood",
    "metal": "metal", "steel": "metal", "plastic": "plastic", "leather": "leather",
    "cardboard": "cardboard", "cotton": "cloth", "woollen": "cloth", "wicker": "wicker",
    "straw": "straw", "rubber": "rubber", "cast-iron": "metal", "marble": "stone",
}  # fmt: skip


def _upwards(label: str, lexicon: Lexicon) -> list[str]:
    """Entries that a label means, then what these are kinds of."""
    level = sorted(lexicon.read(label).kinds)
    found: list[str] = []
    while level:
        found += level
        above = (lexicon[name].broader for name in level)
        level = sorted({name for name in above if name is not None})
    return found
