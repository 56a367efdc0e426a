import pytest

from whereseen.memory.encoder.lexicon import Lexicon
from whereseen.memory.encoder.naming import Namer

NAMER = Namer(
    Lexicon.parse(
        """
        cup
        mug < cup: coffee mug
        glass: tumbler
        football: soccer ball
        """
    )
)


def meant(phrase, names):
    naming = NAMER.compare(phrase, names)
    return [name for name, own in zip(names, naming.is_meant, strict=True) if own], naming.is_exact


@pytest.mark.parametrize(
    ("phrase", "names", "expected", "is_exact"),
    [
        ("red mug", ["blue mug", "red mug"], ["red mug"], True),
        ("Red Mug", ["blue mug", "red mug"], ["red mug"], True),
        ("red coffee mug", ["blue mug", "red mug"], ["red mug"], True),
        ("mug", ["blue mug", "red mug", "glass"], ["blue mug", "red mug"], True),
        ("green mug", ["blue mug", "red mug", "glass"], ["blue mug", "red mug"], False),
        ("cup", ["blue mug", "glass"], ["blue mug"], True),
        ("mug", ["cup", "glass"], ["cup"], False),
        ("mug", ["cup", "blue mug"], ["blue mug"], True),
        ("tumbler", ["cup", "glass"], ["glass"], True),
        ("football", ["sports ball", "glass"], ["sports ball"], False),
        ("glass", ["mug", "cup"], [], False),
        ("gadget", ["mug", "big gadget", "gadget"], ["gadget"], True),
        ("gadget", ["mug", "big gadget"], [], False),
    ],
)
def test_names_that_are_meant(phrase, names, expected, is_exact):
    found, exact = meant(phrase, names)
    assert found == expected
    assert exact == is_exact or not found


def test_what_the_lexicon_does_not_know_is_open():
    assert NAMER.compare("glass", ["mug", "widget"]).is_open.tolist() == [False, True]
    assert NAMER.compare("gadget", ["mug", "widget"]).is_open.tolist() == [True, True]


LEXICON = Lexicon.parse(
    """
    plant
    cactus < plant: prickly pear
    bottle
    water bottle < bottle
    shoe
    trainer < shoe: sneaker
    """
)


@pytest.mark.parametrize(
    ("phrase", "names", "expected"),
    [
        ("cactus", ["plant"], []),  # it would have been called one
        ("red prickly pear", ["plant"], []),
        ("plant", ["cactus", "shoe"], ["cactus"]),  # all kinds of what is asked for are meant
        ("sneaker", ["blue pair of shoes", "plant"], ["blue pair of shoes"]),  # the nearest class
        ("detergent bottle", ["blue water bottle"], []),
        ("red cactus", ["cactus", "plant"], ["cactus"]),
        ("red cactus", ["thingummy", "bottle"], []),
    ],
)
def test_what_the_recogniser_tells_apart_is_not_mixed_up(phrase, names, expected):
    namer = Namer(LEXICON, ("plant", "cactus", "detergent bottle", "water bottle", "pair of shoes"))
    is_meant = namer.compare(phrase, names).is_meant
    assert [name for name, own in zip(names, is_meant, strict=True) if own] == expected


def test_where_classes_are_not_known_a_broader_name_may_be_meant():
    assert Namer(LEXICON).compare("cactus", ["plant"]).is_meant.tolist() == [True]
