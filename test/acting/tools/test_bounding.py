"""Results that are too long lose ends, and say so."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.acting.tools.bounding import bounded, size_bytes

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "mug", "ü" * 300, "x" * 900]),
    lambda each: st.lists(each, max_size=9) | st.dictionaries(st.text(max_size=3), each),
    max_leaves=20,
)


def test_long_lists_lose_their_ends() -> None:
    rows = [{"id": number} for number in range(5000)]
    made = bounded({"a": rows, "b": [1, 2]}, 1000)
    assert size_bytes(made) <= 1000
    assert made["a"][:2] == [{"id": 0}, {"id": 1}]
    assert made["b"] == [1, 2]
    assert made["left_out"] == 5000 - len(made["a"])
    assert "left_out" not in bounded({"a": [1]}, 1000)


def test_one_thing_with_a_long_past_is_not_lost() -> None:
    """It was: the list of one thing is longer than the lists in it."""
    stays = [{"room": "kitchen", "position_m": [1.0, 2.0, 3.0]} for _ in range(2000)]
    made = bounded({"things": [{"label": "mug", "stays": stays, "lines": ["in the kitchen"]}]})
    (mug,) = made["things"]
    assert mug["label"] == "mug"
    assert mug["lines"] == ["in the kitchen"]
    assert 0 < len(mug["stays"]) < 2000
    assert all(each["position_m"] == [1.0, 2.0, 3.0] for each in mug["stays"])
    assert made["left_out"] == 2000 - len(mug["stays"])


@pytest.mark.parametrize("letter", ["a", "Ü", "杯"])
def test_long_texts_are_cut_and_say_so(letter: str) -> None:
    made = bounded({"text": letter * 100_000, "rooms": [{"name": "kitchen"}]})
    assert size_bytes(made) <= 40_000
    assert made["text"].endswith(" ... (cut)")
    assert len(made["text"]) > 5000
    assert made["rooms"] == [{"name": "kitchen"}]
    assert made["left_out"] == 1


def test_large_objects_lose_names() -> None:
    made = bounded({"states": {f"state {number}": "so" for number in range(5000)}}, 4000)
    assert size_bytes(made) <= 4000
    assert made["states"]["state 0"] == "so"
    assert made["left_out"] == 5000 - len(made["states"])


@settings(max_examples=50)
@given(st.dictionaries(st.text(max_size=9), VALUES, max_size=5), st.integers(200, 2000))
def test_whatever_it_is_it_ends_and_gets_no_longer(result: dict[str, Any], most: int) -> None:
    before = copy.deepcopy(result)
    made = bounded(result, most)
    assert json.loads(json.dumps(made)) == made
    if size_bytes(before) <= most:
        assert made == before
    else:
        assert size_bytes(made) <= size_bytes(before) + len(', "left_out": 99999')
