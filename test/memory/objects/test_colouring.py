"""Questions that name a colour."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from whereseen.memory.answer import Answer, Place
from whereseen.memory.attributes.colour_evidence import ColourEvidence
from whereseen.memory.attributes.thing_attributes import AttributeRows, ThingAttributes
from whereseen.memory.encoder.protocol import Calibration, Query
from whereseen.memory.objects.colouring import colours_asked, most_places, of_colours
from whereseen.memory.objects.entity import Entity, Status

RED, BLUE = frozenset({"red"}), frozenset({"blue"})


def mug(number: int, x: float, label: str = "mug") -> Entity:
    at, size = (x, 0.0, 0.8), (0.1, 0.1, 0.1)
    return Entity(number, label, Status.PRESENT, 0.9, at, size, 0, 0, None)


def place(x: float, probability: float) -> Place:
    point = np.array([[x, 0.0, 0.8]], np.float32)
    return Place((x, 0.0, 0.8), (0.1, 0.1, 0.1), 0.5, probability, 0, 0, None, point)


def evidence(*rgb: int) -> ColourEvidence:
    return ColourEvidence.of(np.array([rgb] * 50, np.uint8))


TABLE = replace(mug(9, 1.0, "table"), size_m=(9.0, 2.0, 1.8))


@pytest.fixture
def objects() -> Any:
    attributes = ThingAttributes()
    colours = {1: evidence(200, 30, 30), 2: evidence(45, 95, 180), 9: evidence(150, 100, 60)}
    attributes.restore(AttributeRows(colours))
    things = (mug(1, 1.0), mug(2, 2.0), mug(3, 3.0, "red cup"), TABLE)
    return SimpleNamespace(entities=lambda: things, attributes=attributes)


def asked(objects: Any, text: str, colours: frozenset[str], *xs: float) -> Answer:
    places = tuple(place(x, 0.9 - 0.1 * at) for at, x in enumerate(xs))
    answer = Answer(text, True, "seen", places)
    return of_colours(answer, colours, objects, found_at=0.5, top=5)


def test_the_red_mug_is_the_one_that_looks_red(objects: Any) -> None:
    answer = asked(objects, "where is the red mug?", RED, 2.0, 1.0)
    assert answer.found
    assert [each.position_m[0] for each in answer.places] == [1.0]


def test_a_mug_of_a_colour_that_none_has_is_refused(objects: Any) -> None:
    answer = asked(objects, "the green mug", frozenset({"green"}), 1.0, 2.0)
    assert (answer.found, answer.places) == (False, ())
    assert "does not look green" in answer.reason


def test_names_that_tell_a_colour_are_left_alone(objects: Any) -> None:
    answer = asked(objects, "the blue cup", BLUE, 3.0)
    assert answer.places[0].probability == 0.9


def test_what_is_no_thing_yet_is_left_alone(objects: Any) -> None:
    """On a brown table."""
    answer = asked(objects, "the red mug", RED, 4.5)
    assert answer.found


def test_only_encoders_that_know_names_need_it() -> None:
    query = Query("where is the red mug", np.zeros(3, np.float32), Calibration(0.5, 10.0))
    names = SimpleNamespace(names_seen=tuple, know=list, example_of=str)
    assert colours_asked(query, names) == RED  # type: ignore[arg-type]
    assert colours_asked(query, SimpleNamespace()) == frozenset()  # type: ignore[arg-type]
    assert colours_asked(replace(query, text="mug"), names) == frozenset()  # type: ignore[arg-type]
    assert (most_places(RED, 5), most_places(frozenset(), 5)) == (20, 5)
