"""What a model is told of the world."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from whereseen.acting.experience.experience import Experience
from whereseen.acting.model.config import ModelConfig
from whereseen.acting.model.quoting import data_block
from whereseen.acting.model.situation import situation_of
from whereseen.memory.operations.planning import Briefing, Item, Section, tokens_in

CONFIG = ModelConfig(model="m")


def test_lines_have_places_and_states_and_no_coordinates(home: Any) -> None:
    made = situation_of("put the red mug in the sink", home, CONFIG)
    lines = made.long_term
    assert lines[0] == "rooms: kitchen, living room, study, bathroom"
    assert "mug #1: on kitchen counter #101, in kitchen; red, dirty; seen 0 s ago, p 0.95" in lines
    assert "sink #103: in kitchen; seen 0 s ago, p 1.00" in lines
    assert not any("(" in line for line in lines)
    assert made.known == frozenset(each.id for each in home.things())
    assert made.held is None


def test_what_is_held_is_at_hand(home: Any) -> None:
    home._things[1] = replace(home.thing(1), is_held=True, support_id=0)
    made = situation_of("wash it", home, CONFIG)
    assert made.short_term[0].startswith("mug #1: in the hand")
    assert made.held is not None
    assert made.held.thing_id == 1


def test_what_is_gone_is_said_to_be(home: Any) -> None:
    home.note_absence(1, (0.0, 0.0, 0.0))
    made = situation_of("fetch the mug", home, CONFIG)
    assert any("mug #1: no longer on kitchen counter #101" in line for line in made.long_term)


def test_the_order_of_a_briefing_is_kept(home: Any) -> None:
    items = (
        Item(Section.AT_HAND, "keys #11: at (1.0, 2.0, 3.0) m", (11,)),
        Item(Section.THINGS, "sink #103: at (1.0, 2.0, 3.0) m", (103,)),
        Item(Section.CHANGES, "mug #1 moved from (1.0, 2.0, 3.0) m to (4.0, 5.0, 6.0) m", (1,)),
    )
    briefing = Briefing("", items, (), 0, 0)
    made = situation_of("tidy up", home, CONFIG, briefing=briefing)
    assert [line.partition(":")[0] for line in made.short_term] == ["keys #11"]
    heads = [line.partition(":")[0] for line in made.long_term]
    assert heads[:2] == ["rooms", "sink #103"]
    assert made.long_term[-1] == "mug #1 moved"
    none = situation_of("tidy up", home, replace(CONFIG, short_term=0), briefing=briefing)
    assert none.short_term == ()
    assert none.long_term[1].startswith("keys #11")


@pytest.mark.parametrize("budget", [50, 80, 200])
def test_the_budget_of_tokens_is_kept(home: Any, budget: int) -> None:
    made = situation_of("put the mug away", home, replace(CONFIG, budget_tokens=budget))
    assert 0 < tokens_in("\n".join(f"| {line}" for line in made.long_term)) <= budget


def test_letters_that_grow_when_they_are_made_plain_are_counted_as_they_are_sent(home: Any) -> None:
    things = {each.id: replace(each, label="\ufdfa" * 20) for each in home.things()}
    home._things.update(things)  # each letter is eighteen in plain letters
    made = situation_of("put the mug away", home, replace(CONFIG, budget_tokens=200))
    assert 0 < tokens_in(data_block("known", made.long_term)) <= 220  # with its marks


def test_experiences_tell_how_it_ended(home: Any) -> None:
    known = [
        Experience("put the cup in the sink", plan=("put cup in sink: done",)),
        Experience("fetch the pen", is_success=False, failure="not found"),
    ]
    made = situation_of("x", home, CONFIG, experiences=known * 2)
    assert made.experiences[:2] == (
        "put the cup in the sink: done. put cup in sink: done",
        "fetch the pen: failed, not found",
    )
    assert len(made.experiences) == 3
