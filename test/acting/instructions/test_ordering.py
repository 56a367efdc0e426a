"""What must be done before what."""

from __future__ import annotations

import pytest

from whereseen.acting.instructions.ordering import may_be_same
from whereseen.acting.instructions.task import Reference


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("wash the red mug and turn off the lamp", [(), ()]),
        ("wash the plate. Put the plate in the cupboard", [(), ("1",)]),
        ("wash the red mug and put the blue mug away", [(), ()]),
        ("put the apple in the fridge. Bring me the fruit", [(), ("1",)]),
        ("wash the plate. Bring me the clean one", [(), ("1",)]),
        ("slice the bread. Wash what you used to cut", [(), ("1",)]),
        ("open the fridge and bring me the milk", [(), ("1",)]),
        ("bring me the milk and close the fridge", [(), ("1",)]),
        ("bring me the milk and close the window", [(), ()]),
        ("go to the kitchen and find my keys", [(), ("1",)]),
        ("put the apple in the bowl and the bowl on the table", [(), ("1",)]),
        ("put the apple and the pear in the bowl", [(), ()]),
        ("turn on the lamp, then wash the mug, then turn off the lamp", [(), ("1",), ("2",)]),
        ("wash the mug and the plate, then turn off the light", [(), (), ("1", "2")]),
        ("before you wash the mug, turn on the light", [("2",), ()]),
        ("wash the mug after turning on the light", [("2",), ()]),
        ("find the keys. Then go to the study. Open the window", [(), ("1",), ("2",)]),
    ],
)
def test_order_is_where_it_is_said_or_needed(reader, text, after):
    assert [each.after for each in reader.read(text).subtasks] == after


@pytest.mark.parametrize(
    ("one", "other", "is_so"),
    [
        ("the mug", "the red mug", True),
        ("the red mug", "the blue mug", False),
        ("the fruit", "the apple", True),
        ("the apple", "the fruit on the table", True),
        ("the plate", "the mug", False),
        ("the flurb", "the flurb", True),
        ("the flurb", "the gizmo", False),
    ],
)
def test_what_may_be_the_same(one, other, is_so):
    assert may_be_same(Reference(one), Reference(other)) is is_so
    assert may_be_same(Reference(other), Reference(one)) is is_so
