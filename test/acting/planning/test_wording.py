"""What a robot says of what it believes, where it looks, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from whereseen.acting.planning.thoughts import ThoughtKind
from whereseen.acting.planning.wording import ago_text, where_text, without_article

RED, BLUE, PLATE, DESK, CUPBOARD, COUNTER, SINK = 1, 2, 7, 106, 109, 101, 103
Home = Callable[..., Any]


def told(home: Any, *kinds: ThoughtKind) -> list[str]:
    return [each.text for each in home.thoughts if not kinds or each.kind in kinds]


def test_what_is_looked_for_is_called_as_it_was_said(at_home: Home) -> None:
    """And not as what is known and is something else."""
    things = [replace(at_home().world.thing(RED), id=77, attributes=("green",))]
    home = at_home(things=things, likely={"mug": [(DESK, 1.0)]}, places={RED: 0, BLUE: 0, 77: 0})
    home.world._things.pop(RED)
    assert not home.run("put the red mug in the sink").is_success
    text = " / ".join(told(home, ThoughtKind.LOOKS, ThoughtKind.DOES, ThoughtKind.MISSED))
    assert "the red mug may be at the desk, 12.0 m away" in text
    assert "no red mug to be seen at the desk" in text
    assert "green" not in text and "blue" not in text
    why = told(home, ThoughtKind.BELIEVES)
    assert len(why) == 1 and why[0].startswith("I know of no red mug, only of the green mug")


def test_what_is_taken_for_another_thing_while_looking_keeps_its_name(at_home: Home) -> None:
    home = at_home(likely={"mug": [(DESK, 1.0)]}, places={RED: 0})
    real = home.robot._see_around

    def see(piece: int) -> None:
        real(piece)
        if piece == DESK:
            home.world._things.pop(DESK)

    home.robot._see_around = see
    home.run("find the red mug")
    assert "no red mug to be seen at the desk" in told(home, ThoughtKind.MISSED)


def test_a_belief_tells_where_since_when_and_why(at_home: Home) -> None:
    home = at_home()
    home.world.pass_to(home.world.now_ns + 300 * 10**9)
    home.run("take the mug")
    (belief,) = told(home, ThoughtKind.BELIEVES)
    assert belief.startswith("'the mug' is the ")
    assert "on the kitchen counter in the kitchen, seen 5 min ago; picked of 2 that fit" in belief


def test_what_was_so_already_is_said_to_be(at_home: Home) -> None:
    home = at_home()
    home.run("put the plate in the sink")
    assert "done: put the plate in the sink; it was so already" in told(home, ThoughtKind.DONE)
    home = at_home()
    home.run("put the red mug in the sink")
    assert "done: put the red mug in the sink" in told(home, ThoughtKind.DONE)


def test_the_last_word_is_about_the_whole(at_home: Home) -> None:
    home = at_home()
    home.run("put the red mug in the sink")
    assert [each.subtask for each in home.thoughts][-2:] == ["1", ""]


def test_of_furniture_the_room_is_told(at_home: Home) -> None:
    world = at_home().world
    cupboard = replace(world.thing(CUPBOARD), support_id=COUNTER, relation="in")
    assert where_text(cupboard, world) == "in the kitchen"
    assert where_text(world.thing(PLATE), world) == "in the sink in the kitchen"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-1.0, "0 s"), (59.6, "60 s"), (300.0, "5 min"), (7200.0, "2 h"), (180_000.0, "2 days")],
)
def test_times_are_told_in_one_number(seconds: float, text: str) -> None:
    assert ago_text(seconds) == text


def test_articles_are_left_out() -> None:
    assert [without_article(it) for it in ("the mug", "a mug", "an apple", "anvil", "theatre")] == [
        "mug", "mug", "apple", "anvil", "theatre",
    ]  # fmt: skip
