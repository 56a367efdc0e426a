from __future__ import annotations

import pytest

from whereseen.memory.graph.naming import KINDS, UNKNOWN, guess_kind, numbered


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        (["fridge", "stove"], "kitchen"), (["refrigerator", "oven"], "kitchen"),
        (["double bed", "nightstand"], "bedroom"), (["crib", "teddy bear"], "children's room"),
        (["toilet", "sink"], "bathroom"), (["couch", "tv stand"], "living room"),
        (["desk", "office chair"], "office"), (["coat rack", "shoe rack"], "hallway"),
        (["washing machine", "dryer"], "laundry"), (["dining table", "chair", "sideboard"],
        "dining room"), (["red mug"], UNKNOWN), ([], UNKNOWN), (["qwertz"], UNKNOWN),
    ],
)  # fmt: skip
def test_rooms_are_what_stands_in_them(labels, kind):
    assert guess_kind(labels).kind == kind


def test_more_evidence_makes_surer():
    one, two = guess_kind(["fridge"]), guess_kind(["fridge", "stove"])
    assert 1.0 / (1 + len(KINDS)) < one.probability < two.probability < 1.0


def test_several_of_one_say_no_more_than_one():
    assert guess_kind(["bed"]) == guess_kind(["bed", "bed", "bed"])


def test_many_exits_speak_for_a_hallway():
    assert guess_kind(["coat rack"], exits=4).probability > guess_kind(["coat rack"]).probability
    assert guess_kind([], exits=1).kind == UNKNOWN


def test_numbers_tell_rooms_of_a_kind_apart():
    names = numbered({3: "bedroom", 1: "bedroom", 2: "office", 7: "bedroom"}, {1: "Bedroom 2"})
    assert names == {1: "Bedroom 2", 2: "office", 3: "bedroom", 7: "bedroom 3"}
