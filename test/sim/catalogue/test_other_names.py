from __future__ import annotations

import re
from collections import Counter

import pytest

from whereseen.sim.catalogue.household import household
from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.catalogue.other_names import OTHER_NAMES

FURNITURE, OBJECTS = household().furniture, household().objects
COLOURS = {colour for kind in OBJECTS.values() for colour in kind.colours} - {""}
KINDS = pytest.mark.parametrize("kind", [pytest.param(k, id=k.name) for k in OBJECTS.values()])


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))


def together(name: str) -> str:
    """A name without what only changes its spelling, as `tool box` and `toolbox`."""
    return re.sub(r"[^a-z]", "", name.lower())


def test_names_are_given_to_kinds_that_there_are() -> None:
    assert set(OTHER_NAMES) == set(OBJECTS)
    assert {name: kind.other_names for name, kind in OBJECTS.items()} == OTHER_NAMES


@KINDS
def test_a_kind_has_several_other_names(kind: ObjectKind) -> None:
    assert 2 <= len(kind.other_names) <= 3
    for name in kind.other_names:
        assert re.fullmatch(r"[a-z]+(?:[ '-][a-z]+)*", name), name
        assert not words(name) & COLOURS - words(kind.name), name


def test_a_name_means_one_kind_only() -> None:
    others = [name for kind in OBJECTS.values() for name in kind.other_names]
    labels = {kind.label(colour) for kind in OBJECTS.values() for colour in kind.colours}
    assert [name for name, count in Counter(others).items() if count > 1] == []
    assert {*others} & {*FURNITURE, *OBJECTS, *labels} == set()


@KINDS
def test_no_spelling_of_a_name_means_another_kind(kind: ObjectKind) -> None:
    mine = {together(name) for name in kind.other_names}
    theirs = {*FURNITURE, *OBJECTS} - {kind.name}
    theirs |= {name for k in OBJECTS.values() if k is not kind for name in k.other_names}
    assert mine & {together(name) for name in theirs} == set()
