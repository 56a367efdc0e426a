"""Arguments of tools: what the schema allows is what is read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.acting.tools.parameters import (
    InvalidArguments,
    Is,
    Parameter,
    read_arguments,
    schema_of,
)

jsonschema = pytest.importorskip("jsonschema")

PARAMETERS = (
    Parameter(name="what", kind=Is.TEXT, least=1, most=5, about="a text"),
    Parameter(name="form", kind=Is.TEXT, choices=("tree", "graph"), default="tree", about="a form"),
    Parameter(name="top", kind=Is.WHOLE, least=1, most=9, default=5, about="a number"),
    Parameter(name="sure", kind=Is.NUMBER, least=0, most=1, default=1.0, about="a share"),
    Parameter(name="gone", kind=Is.YES_NO, default=False, about="whether"),
    Parameter(name="names", kind=Is.TEXTS, most=2, default=(), about="names"),
    Parameter(name="near_m", kind=Is.POINT, least=-10, most=10, default=None, about="a point"),
    Parameter(name="thing", kind=Is.THING, least=1, most=9, default=None, about="a thing"),
)
ATOMS = (
    st.booleans()
    | st.integers(-2, 11)
    | st.floats(-2, 12)
    | st.sampled_from([2**60, 10**400, -(10**400), 5.0, float("nan"), float("inf")])
    | st.sampled_from(["", "mug", "tree", "lamp 12345", "x" * 201])
)
VALUES = (
    ATOMS | st.lists(ATOMS, max_size=3) | st.dictionaries(st.text(max_size=2), ATOMS, max_size=1)
)
NAMES = st.sampled_from([each.name for each in PARAMETERS] + ["more"])


@given(st.dictionaries(NAMES, VALUES, max_size=3), st.booleans())
def test_the_schema_allows_exactly_what_is_read(said: dict[str, Any], full: bool) -> None:
    arguments = {"what": "mug"} | said if full else said
    allowed = jsonschema.Draft202012Validator(schema_of(PARAMETERS)).is_valid(arguments)
    try:
        found = read_arguments(arguments, PARAMETERS)
    except InvalidArguments as error:
        assert not allowed or "nan" in repr(arguments) or "inf" in repr(arguments), str(error)
    else:
        assert allowed
        assert found.keys() == {each.name for each in PARAMETERS}


def test_what_is_left_out_or_null_has_its_default() -> None:
    found = read_arguments({"what": "a", "top": None, "near_m": [1, 2, 3.5]}, PARAMETERS)
    assert (found["top"], found["form"], found["names"]) == (5, "tree", ())
    assert found["near_m"] == (1.0, 2.0, 3.5)
    assert read_arguments({"what": "a", "thing": 7.0}, PARAMETERS)["thing"] == 7
    assert read_arguments({"what": "a", "thing": "mug"}, PARAMETERS)["thing"] == "mug"


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ([], "a JSON object"),
        ({}, r"what is missing. a text \(text\)"),
        ({"what": None}, "what is missing"),
        ({"what": "a", "whom": 1}, "no such argument.*It takes: what, form"),
        ({"what": "a\0"}, "what does not fit"),
        ({"what": "a\ud800"}, "what does not fit"),
        ({"what": "a", "form": "list"}, "Use one of: tree, graph"),
        ({"what": "a", "top": 10}, "whole number, 1 to 9"),
        ({"what": "a", "top": True}, "top does not fit"),
        ({"what": "a", "near_m": [1, 2]}, "near_m does not fit"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(arguments: Any, what: str) -> None:
    with pytest.raises(InvalidArguments, match=what):
        read_arguments(arguments, PARAMETERS)
