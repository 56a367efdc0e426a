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
