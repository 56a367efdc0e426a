"""What a robot does where its configuration says so: go on, look for what is vague, be choosy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from whereseen.acting.instructions.task import Goal, Reference, Subtask
from whereseen.acting.planning.config import PlanningConfig
from whereseen.acting.planning.graph import Status, TaskGraph
from whereseen.acting.planning.report import Ending
from whereseen.acting.planning.seeking import Sought
from whereseen.acting.references.resolution import Hypothesis, Resolution
from whereseen.acting.skills.call import Explore

RED, APPLE, PLATE, KNIFE = 1, 3, 7, 5
SINK, TABLE, SHELF, DESK, CUPBOARD = 103, 104, 105, 106, 109
Home = Callable[..., Any]


def options(**more: Any) -> dict[str, Any]:
    return {"config": PlanningConfig(looks_per_thing=12, **more)}


@pytest.mark.parametrize("goes_on", [True, False])
def test_what_comes_after_a_failure_is_done_or_not(at_home: Home, goes_on: bool) -> None:
    home = at_home(locked=frozenset({CUPBOARD}), options=options(goes_on=goes_on))
    report = home.run("put the plate in the kitchen cabinet, then put the apple on the desk")
    assert report.ending is Ending.FAILED
    assert (home.robot.places.get(APPLE) == DESK) is goes_on
    last = Ending.DONE if goes_on else Ending.NOT_BEGUN
    assert report.subtasks[-1].ending is last


def test_a_graph_goes_on_after_a_failure_but_is_not_done() -> None:
    first = Subtask("1", Goal.FIND, Reference("the mug"))
    then = Subtask("2", Goal.FIND, Reference("the plate"), after=("1",))
    for goes_on, expected in ((True, then), (False, None)):
        graph = TaskGraph([first, then], goes_on=goes_on)
        graph.mark("1", Status.FAILED)
        assert graph.next() is expected
        graph.mark("2", Status.DONE)
        assert not graph.is_done


@pytest.mark.parametrize("seeks", [True, False])
def test_what_is_vague_and_unknown_is_looked_for_or_not(at_home: Home, seeks: bool) -> None:
    """A clean plate that nobody knows of, spoken of as "the clean thing"."""
    clean = replace(at_home().world.thing(PLATE), id=50, states=("clean",))
    things = [replace(at_home().world.thing(each), states=("dirty",)) for each in (2, RED)]
    home = at_home(
        things=things, hidden={50: (clean, SHELF)}, options=options(seeks_vague=seeks, goes_on=True)
    )
    report = home.run("find the apple, then put the clean thing on the table")
    assert any(isinstance(call, Explore) for call in home.robot.calls) is seeks
    assert (home.robot.places.get(50) == TABLE) is seeks
    assert report.is_success is seeks


def _home_with_bottles(at_home: Home, least_match: float, **more: Any) -> Any:
    """A bottle of detergent is known; wine may stand on the shelf, which nobody has seen."""
    said = at_home().world.thing(KNIFE)
    bottle = replace(said, id=60, label="detergent bottle", affordances=())
    wine = replace(said, id=61, label="wine bottle", affordances=())
    return at_home(
        things=[bottle],
        hidden={61: (wine, SHELF)} if more.pop("is_there", True) else {},
        likely={"bottle": [(DESK, 0.5), (SHELF, 0.5)], "wine bottle": [(SHELF, 1.0)]},
        options=options(least_match=least_match),
    )


def test_what_fits_less_well_is_taken_at_once_or_after_a_search(at_home: Home) -> None:
    at_once = _home_with_bottles(at_home, 0.0)
    at_once.run("take the wine bottle")
    choosy = _home_with_bottles(at_home, 0.95)
    choosy.run("take the wine bottle")
    content = _home_with_bottles(at_home, 0.95, is_there=False)
    content.run("take the wine bottle")
    assert (at_once.robot.held, choosy.robot.held, content.robot.held) == (60, 61, 60)


@pytest.mark.parametrize(
    ("query", "match", "is_good"),
    [("wine bottle", 0.5, False), ("wine bottle", 0.6, True), ("", 0.1, True)],
)
def test_who_is_choosy_is_so_about_words(query: str, match: float, is_good: bool) -> None:
    """What is named may fit its name badly; "what I used last" has no name to fit."""
    each = Hypothesis(1, "bottle", 0.9, match, "")
    sought = Sought(Reference("it"), 9, Resolution("it", (each,), query=query), least_match=0.6)
    assert sought.is_good(each) is is_good
    assert (sought.best == each) is is_good


def test_nothing_is_named_before_it_was_looked_up() -> None:
    assert Sought(Reference("it"), 9, least_match=0.6).is_good(Hypothesis(1, "a", 0.9, 0.1, ""))
