"""What is said where a reference means nothing that is known, or several things."""

from __future__ import annotations

import pytest

from test.acting.fakes import FURNITURE, THINGS, FakeWorld, home, thing
from whereseen.acting.instructions.task import Reference
from whereseen.acting.references.config import Ambiguity, ReferenceConfig
from whereseen.acting.references.resolver import ReferenceResolver

ASKING = ReferenceConfig(Ambiguity.ASK)


def said(text, world=None, config=ASKING):
    return ReferenceResolver(world or home(), config).resolve(Reference(text)).refusal.reason


@pytest.mark.parametrize(
    ("text", "asked", "known"),
    [
        ("the green mug", "I know of no green mug", "only of the red mug on the kitchen counter"),
        ("the mug in the fridge", "I know of no mug in the fridge", "the blue mug on the dining"),
        ("a toothbrush", "I know of no toothbrush", "Known are"),
        ("the bookx", "I know of no bookx", "Did you mean"),
        ("what you washed", "I know of nothing that is 'what you washed'", "Known are"),
        ("what you are holding", "there is nothing in my hand", ""),
    ],
)
def test_what_was_asked_is_named_and_what_is_known_of_the_kind(text, asked, known):
    reason = said(text)
    assert reason.startswith(asked)
    assert known in reason


def test_where_many_fit_a_few_are_named_and_the_rest_counted():
    mugs = [thing(20 + n, "mug", FURNITURE[n]) for n in range(6)]
    reason = said("the mug", FakeWorld((*FURNITURE, *mugs)))
    assert reason.count("the mug on") == 3
    assert reason.endswith("or 3 more?")


@pytest.mark.parametrize(
    ("least_match", "is_meant"), [(0.0, True), (0.25, True), (0.45, False), (1.0, False)]
)
def test_what_fits_less_than_the_least_match_is_not_meant(least_match, is_meant):
    config = ReferenceConfig(least_match=least_match)
    found = ReferenceResolver(home(), config).resolve(Reference("the striped apple"))
    assert (found.best is not None) is is_meant  # that it is striped is not known: 0.4


def test_what_is_known_to_be_otherwise_is_below_the_least_match():
    assert ReferenceResolver(home()).resolve(Reference("the green mug")).best is None
    content = ReferenceConfig(least_match=0.01)
    assert ReferenceResolver(home(), content).resolve(Reference("the green mug")).best is not None


def test_a_kind_that_is_broader_is_meant_where_there_is_nothing_better():
    cup = FakeWorld((*FURNITURE, *THINGS[2:], thing(20, "cup", FURNITURE[0])))
    assert ReferenceResolver(cup).resolve(Reference("the mug")).best.match == 0.5
    strict = ReferenceConfig(least_match=0.6)
    assert ReferenceResolver(cup, strict).resolve(Reference("the mug")).best is None
