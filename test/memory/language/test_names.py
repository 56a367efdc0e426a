import pytest

from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.memory.language import Known, Sort
from whereseen.memory.language.names import Names

KNOWN = Known(
    rooms=("kitchen", "charging dock"),
    receptacles=("fridge", "kitchen table", "coffee table"),
    things=("red mug", "blue mug", "brown teddy bear"),
    people=("Ada",),
)


@pytest.fixture(scope="module")
def names():
    return Names(household_lexicon(), KNOWN)


@pytest.mark.parametrize(
    ("phrase", "known", "is_exact", "sort"),
    [
        ("refrigerator", ("fridge",), True, Sort.RECEPTACLE),
        ("table", ("kitchen table", "coffee table"), True, Sort.RECEPTACLE),
        ("red coffee mug", ("red mug",), True, Sort.THING),
        ("green mug", ("red mug", "blue mug"), False, Sort.THING),
        ("charging dock", ("charging dock",), True, Sort.ROOM),
        ("bear", ("brown teddy bear",), True, Sort.THING),
        ("brown bear", ("brown teddy bear",), True, Sort.THING),
        ("white bear", (), False, Sort.THING),
        ("vase", (), False, Sort.THING),
        ("bathroom", (), False, Sort.ROOM),
        ("bookcase", (), False, Sort.RECEPTACLE),
    ],
)
def test_what_is_known(names, phrase, known, is_exact, sort):
    thing = names.describe(phrase.split())
    assert (thing.known, thing.is_exact, thing.sort) == (known, is_exact, sort)


@pytest.mark.parametrize(
    ("phrase", "noun", "attributes", "states"),
    [
        ("dirty red mug", "mug", ("red",), ("dirty",)),
        ("small remote control", "remote control", ("small",), ()),
        ("red object", "", ("red",), ()),
        ("something soft", "", ("soft",), ()),
        ("blue wibble", "wibble", ("blue",), ()),
        ("big loaf of bread", "loaf of bread", ("big",), ()),
        ("big wibble of bread", "wibble of bread", ("big",), ()),
    ],
)
def test_nouns_and_what_is_said_of_them(names, phrase, noun, attributes, states):
    thing = names.describe(phrase.split())
    assert (thing.noun, thing.attributes, thing.states) == (noun, attributes, states)


@pytest.mark.parametrize(
    ("phrase", "is_familiar"), [("mug", True), ("object", True), ("house", True), ("wibble", False)]
)
def test_familiar(names, phrase, is_familiar):
    assert names.is_familiar(names.describe([phrase])) is is_familiar


def test_people_by_name(names):
    assert names.person("ada") == "Ada"
    assert names.person("ben") is None


def test_without_known_names():
    names = Names(household_lexicon(), Known())
    thing = names.describe(["mug"])
    assert thing.kinds == {"mug"}
    assert (thing.known, thing.is_exact) == ((), False)
