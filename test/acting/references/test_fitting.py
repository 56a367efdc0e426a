"""How well things fit words, and states by other words."""

from __future__ import annotations

import pytest

from test.acting.fakes import FURNITURE, thing
from whereseen.acting.knowledge.states import holds, is_state, same_states
from whereseen.acting.references.fitting import has, named_so, of_words
from whereseen.memory.language.thing import Thing as Said

MUG = thing(1, "mug", FURNITURE[0], attributes=("red",), states=("dirty",))


@pytest.mark.parametrize(
    ("noun", "labels", "meant"),
    [
        ("mug", ["mug", "plate"], {"mug": 1.0}),
        ("mugs", ["mug"], {"mug": 1.0}),
        ("cup", ["mug", "plate"], {"mug": 1.0}),
        ("cup", ["mug", "cup"], {"cup": 1.0}),
        ("mug", ["cup"], {"cup": 0.5}),
        ("table", ["desk", "dining table"], {"desk": 0.45, "dining table": 1.0}),
        ("gizmo", ["blue gizmo", "mug"], {"blue gizmo": 1.0}),
        ("gizmo", ["mug"], {}),
        ("mug", [], {}),
    ],
)
def test_names(noun, labels, meant):
    assert named_so(noun, labels) == meant


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("red", True),
        ("blue", False),
        ("dirty", True),
        ("washed", False),
        ("hot", None),
        ("ceramic", True),
        ("wooden", False),
        ("striped", None),
    ],
)
def test_what_is_known_of_a_thing(word, known):
    assert has(MUG, word) is known


def test_what_is_not_known_counts_less_than_what_is_and_more_than_what_is_not():
    known, unknown, otherwise = (
        of_words(MUG, Said("mug", attributes=(word,))).match for word in ("red", "striped", "blue")
    )
    assert known == 1.0
    assert 1.0 > unknown > 0.25 > otherwise
    assert of_words(MUG, Said(attributes=("striped",))).match < 0.25  # and no name is said


def test_what_is_excluded_must_not_be_so():
    assert of_words(MUG, Said("mug", excluded=("red",))).match < 0.1
    assert of_words(MUG, Said("mug", excluded=("blue",))).match == 1.0


def test_sizes_are_compared_elsewhere():
    assert of_words(MUG, Said("mug", attributes=("big",))).match == 1.0


@pytest.mark.parametrize(
    ("word", "states", "so"),
    [
        ("clean", ("washed",), True),
        ("clean", ("dirty",), False),
        ("clean", ("open",), None),
        ("sliced", ("Cut",), True),
        ("off", ("on",), False),
        ("purple", ("on",), None),
    ],
)
def test_states_by_other_words(word, states, so):
    assert holds(word, states) is so


def test_no_state_is_its_own_opposite():
    words = {each for word in ("clean", "dirty", "on", "off", "hot", "cold") for each in
             same_states(word)}  # fmt: skip
    assert all(is_state(word) and holds(word, [word]) for word in words)
