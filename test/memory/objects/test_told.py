from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from whereseen.memory.answer import Answer, Place
from whereseen.memory.encoder.protocol import Calibration, Query
from whereseen.memory.objects.told import ToldPlace, merged, told_fact, told_label, told_place

SECOND = 1_000_000_000
FACT = told_fact((1.0, 2.0, 3.0), (0.0, 0.0, 0.0), 0.8, " Anna\n", 5 * SECOND)


def question(text: str, vector: Any = (1.0, 0.0)) -> Query:
    return Query(text, np.array(vector, np.float32), Calibration(0.5, 20.0))


def seen(p: float) -> Place:
    points = np.zeros((1, 3), np.float32)
    return Place((0.0, 0.0, 0.0), (0.1, 0.1, 0.1), 0.9, p, 1, 2, None, points)


def answer(*places: Place, found: bool = True) -> Answer:
    return Answer("mug", found, "as it was seen", places)


def hearsay(p: float) -> ToldPlace:
    told = told_place(question("mug"), "mug", replace(FACT, probability=p), None)
    assert told is not None
    return told


def test_the_source_is_one_line() -> None:
    assert FACT.source == "Anna"


def test_a_label_takes_the_case_in_which_it_is_known() -> None:
    assert told_label("  Coffee   MUG ", ("coffee mug", "cup")) == "coffee mug"
    assert told_label("Coffee mug", ("cup",)) == "Coffee mug"


@pytest.mark.parametrize(
    ("text", "found"),
    [("where is the Red Mug?", True), ("red mug", True), ("mug", False), ("a red mugs", False)],
)
def test_words_must_be_the_same_where_the_encoder_knows_no_labels(text: str, found: bool) -> None:
    told = told_place(question(text), "red mug", FACT, None)
    assert (told is not None) == found
    if told is not None:
        assert (told.place.probability, told.place.score) == (0.8, 1.0)
        assert told.place.first_seen_ns == told.place.last_seen_ns == 5 * SECOND
        assert told.place.size_m == (0.1, 0.1, 0.1)


def test_labels_answer_by_likeness_where_the_encoder_knows_them() -> None:
    alike = told_place(question("cup"), "mug", FACT, question("mug", (0.7, 0.7)))
    unlike = told_place(question("cup"), "sofa", FACT, question("sofa", (0.1, 0.9)))
    assert alike is not None
    assert unlike is not None
    assert alike.place.score == pytest.approx(0.7)
    assert alike.place.probability == pytest.approx(0.8 / (1.0 + np.exp(-4.0)))
    assert unlike.place.probability < 0.001


def test_what_was_told_and_likelier_comes_first_with_its_source() -> None:
    reply = merged(answer(seen(0.5)), [hearsay(0.8)], found_at=0.4, top=5, now_ns=65 * SECOND)
    assert [place.probability for place in reply.places] == [0.8, 0.5]
    assert reply.found
    assert reply.reason == (
        "Anna told 60 s ago that mug is there, with probability 0.80; it was not seen there"
    )


def test_what_was_seen_and_likelier_comes_first_with_its_reason() -> None:
    reply = merged(answer(seen(0.9)), [hearsay(0.8)], found_at=0.4, top=5, now_ns=0)
    assert [place.probability for place in reply.places] == [0.9, 0.8]
    assert (reply.found, reply.reason) == (True, "as it was seen")
    assert len(merged(answer(seen(0.9)), [hearsay(0.8)], found_at=0.4, top=1, now_ns=0).places) == 1


def test_hearsay_that_is_not_likely_is_a_candidate_or_nothing() -> None:
    nothing = answer(found=False)
    doubtful = merged(nothing, [hearsay(0.3)], found_at=0.4, top=5, now_ns=0)
    assert (doubtful.found, doubtful.reason) == (False, "as it was seen")
    assert [place.probability for place in doubtful.places] == [0.3]
    assert merged(nothing, [hearsay(0.1)], found_at=0.4, top=5, now_ns=0) == nothing
    assert merged(nothing, [], found_at=0.4, top=5, now_ns=0) is nothing


def test_nobody_is_someone() -> None:
    told = told_place(question("mug"), "mug", replace(FACT, source=""), None)
    assert told is not None
    reply = merged(answer(found=False), [told], found_at=0.4, top=5, now_ns=5 * SECOND)
    assert reply.reason.startswith("someone told 0 s ago")
