"""Tasks that come again take fewer looks, since what happened before is remembered."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from whereseen.acting.experience.experience import Experience, Finding, Snag
from whereseen.acting.experience.lessons import hints_from
from whereseen.acting.experience.store import ExperienceStore
from whereseen.acting.skills.call import Open, Pick
from whereseen.acting.skills.outcome import Failure, FailureKind

_SPEC = importlib.util.spec_from_file_location(
    "acting_home", Path(__file__).parents[1] / "planning" / "conftest.py"
)
assert _SPEC is not None and _SPEC.loader is not None
homes: Any = importlib.util.module_from_spec(_SPEC)
sys.modules["acting_home"] = homes
_SPEC.loader.exec_module(homes)

MUG, APPLE, FRIDGE, TABLE, SHELF, DESK, CUPBOARD = 1, 3, 102, 104, 105, 106, 109
LIKELY = {"mug": [(TABLE, 0.4), (DESK, 0.3), (CUPBOARD, 0.2), (SHELF, 0.1)]}


def morning(store: ExperienceStore | None) -> Any:
    """Somebody put the mug on the bookcase once more, and memory is as it was the day before."""
    home = homes.household(likely=LIKELY, places={MUG: SHELF}, options={"experience": store})
    return home.run("put the red mug in the sink")


def test_a_thing_is_looked_for_first_where_it_was_found_before() -> None:
    store = ExperienceStore()
    first, second, third = (morning(store) for _ in range(3))
    untaught = morning(None)
    assert all(each.is_success for each in (first, second, third, untaught))
    assert first.looks == untaught.looks
    assert second.looks < first.looks and third.looks == second.looks
    assert second.distance_m < first.distance_m
    assert store.all[0].findings == (Finding("mug", "bookcase", "living room", first.looks, False),)


def test_what_was_locked_is_looked_into_last() -> None:
    world = homes.household().world
    shut = Experience("find the mug", snags=(Snag("kitchen cabinet", "kitchen", "closed"),))
    hints = hints_from([shut], world)
    assert hints.last == {CUPBOARD}
    home = homes.household(likely={"mug": [(CUPBOARD, 0.9), (TABLE, 0.1)]}, places={MUG: TABLE})
    store = ExperienceStore()
    store.add(shut)
    taught = homes.household(
        likely={"mug": [(CUPBOARD, 0.9), (TABLE, 0.1)]},
        places={MUG: TABLE},
        options={"experience": store},
    )
    assert home.run("find the red mug").looks > taught.run("find the red mug").looks


def test_newer_findings_go_before_older_ones() -> None:
    world = homes.household().world
    old = Experience("a", findings=(Finding("mug", "desk", "study", 1, True),), stamp_ns=1)
    new = Experience("b", findings=(Finding("mug", "fridge", "kitchen", 1, True),), stamp_ns=2)
    gone = Experience("c", findings=(Finding("mug", "piano", "", 1, True),), stamp_ns=3)
    assert hints_from([old, gone, new], world).first == {"mug": (FRIDGE, DESK)}


def test_failures_are_remembered_too() -> None:
    store = ExperienceStore()
    home = homes.household(places={MUG: 0}, options={"experience": store})
    assert not home.run("put the red mug in the sink").is_success
    assert (store.all[0].is_success, store.all[0].failure) == (False, "not found")
    assert "failed (not found)" in store.all[0].plan[0]


def test_where_it_was_full_another_place_is_taken_at_once() -> None:
    store = ExperienceStore()
    other = replace(homes.household().world.thing(DESK), id=150, room="living room")

    def apple() -> Any:
        home = homes.household(
            things=[other], full=frozenset({DESK}), options={"experience": store}
        )
        return home.run("put the apple on a desk")

    first, second = apple(), apple()
    assert first.is_success and second.is_success
    assert len(failed(first)) > 0 and failed(second) == []
    assert second.distance_m < first.distance_m


def test_who_cannot_open_with_a_full_hand_opens_first_the_next_time() -> None:
    """The plan is another one then: the door before the thing."""
    store = ExperienceStore()

    def apple() -> Any:
        home = homes.household(options={"experience": store})
        real = home.robot._move_door

        def move(call: Any) -> Any:
            if home.robot.held is not None:
                return Failure(FailureKind.HAND_FULL, "both hands are needed")
            return real(call)

        home.robot._move_door = move
        return home.run("put the apple in the fridge"), home

    (first, _), (second, home) = apple(), apple()
    assert first.is_success and second.is_success
    assert [type(each.call) for each in failed(first)] and failed(second) == []
    calls = home.robot.calls
    assert calls.index(Open(FRIDGE)) < calls.index(Pick(APPLE))
    assert "doors before things" in home.thoughts[0].text


def failed(report: Any) -> list[Any]:
    return [each for each in report.outcomes if each.failure is not None]
