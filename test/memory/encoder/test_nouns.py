import pytest

from whereseen.memory.encoder.nouns import HOUSEHOLD_NOUNS, is_a


def test_nouns_are_plain_and_there_once():
    assert len(HOUSEHOLD_NOUNS) == len(set(HOUSEHOLD_NOUNS)) > 300
    assert all(noun == noun.strip().lower() and noun for noun in HOUSEHOLD_NOUNS)


@pytest.mark.parametrize(
    ("name", "noun", "is_one"),
    [
        ("cactus", "cactus", True),
        ("terracotta cactus", "cactus", True),
        ("Red Mugs", "mug", True),
        ("wall cabinet", "cabinet", True),
        ("cactus pot", "cactus", False),
        ("frying pan", "kettle", False),
        ("pan", "frying pan", False),
        ("", "cactus", False),
    ],
)
def test_a_compound_is_what_its_last_words_are(name, noun, is_one):
    assert is_a(name, noun) == is_one
