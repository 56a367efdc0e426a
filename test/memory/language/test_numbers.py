import pytest

from whereseen.memory.language.numbers import number_at, ordinal_at


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("seven", (7, 1)),
        ("twenty five mugs", (25, 2)),
        ("twenty mugs", (20, 1)),
        ("12 mugs", (12, 1)),
        ("zero", (0, 1)),
        ("mugs", None),
        ("", None),
        ("1234567890", None),
        ("\u0663", None),
    ],
)
def test_numbers(words, number):
    assert number_at(words.split()) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("third", (3, 1)),
        ("twenty first", (21, 2)),
        ("4 th", (4, 2)),
        ("4", None),
        ("0 th", None),
        ("four", None),
        ("", None),
    ],
)
def test_ordinals(words, number):
    assert ordinal_at(words.split()) == number
