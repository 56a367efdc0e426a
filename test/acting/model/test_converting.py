"""Steps of a model as subtasks of a task."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.acting.instructions.task import Goal, Reference, Subtask
from whereseen.acting.model.converting import subtasks_of
from whereseen.acting.planning.graph import TaskGraph
from whereseen.acting.skills.call import CALLS, Relation, skill_name
from whereseen.acting.skills.schema import InvalidPlan, read_step

settings.register_profile("whereseen", deadline=None, derandomize=True)
settings.load_profile("whereseen")

ARGUMENTS: dict[str, dict[str, Any]] = {
    "goto": {"target": "kitchen"},
    "explore": {"query": "mug"},
    "toggle": {"thing": 3, "is_on": True},
    "place": {"receptacle": 5, "relation": "in"},
    "open": {"receptacle": 5},
    "close": {"receptacle": 5},
    "wash": {"receptacle": "sink"},
    "heat": {"receptacle": "stove"},
}


def steps(*said: str | dict[str, Any]) -> list[Any]:
    """Skills by name with usual arguments, or as they are given."""
    full = (
        {"skill": it} | ARGUMENTS.get(it, {"thing": 3}) if isinstance(it, str) else it
        for it in said
    )
    return [read_step(each) for each in full]


def told(made: tuple[Subtask, ...]) -> list[tuple[Goal, str, str]]:
    ends = ((each.thing, each.destination) for each in made)
    names = [[end.text if end else "" for end in each] for each in ends]
    return [(each.goal, *name) for each, name in zip(made, names, strict=True)]


def test_what_is_picked_up_and_put_down_is_one_subtask() -> None:
    made = subtasks_of(steps("goto", "pick", "goto", "place"))
    assert told(made) == [(Goal.PUT, "thing 3", "thing 5")]
    assert made[0].relation is Relation.IN


@pytest.mark.parametrize(
    ("said", "goals"),
    [
        (("pick",), [(Goal.TAKE, "thing 3", "")]),
        (
            ("pick", "wash", "place"),
            [(Goal.WASH, "thing 3", "sink"), (Goal.PUT, "thing 3", "thing 5")],
        ),
        (("pick", "heat"), [(Goal.HEAT, "thing 3", "stove")]),
        (
            ({"skill": "pick", "thing": "knife"}, {"skill": "slice", "thing": "bread"}),
            [(Goal.SLICE, "bread", "knife")],
        ),
        (
            ("open", "pick", "place", "close"),
            [
                (Goal.OPEN, "thing 5", ""),
                (Goal.PUT, "thing 3", "thing 5"),
                (Goal.CLOSE, "thing 5", ""),
            ],
        ),
        (("look_at",), [(Goal.FIND, "thing 3", "")]),
        (("explore", "toggle"), [(Goal.FIND, "mug", ""), (Goal.TURN_ON, "thing 3", "")]),
        (({"skill": "toggle", "thing": 4, "is_on": False},), [(Goal.TURN_OFF, "thing 4", "")]),
        (
            ({"skill": "explore", "places": ["office", 5]},),
            [(Goal.GO, "", "office"), (Goal.GO, "", "thing 5")],
        ),
        (("goto", "goto"), [(Goal.GO, "", "kitchen"), (Goal.GO, "", "kitchen")]),
    ],
)
def test_what_steps_are_for(said: tuple[Any, ...], goals: list[Any]) -> None:
    assert told(subtasks_of(steps(*said))) == goals


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (("place",), "step 1: nothing is in hand to place"),
        (("pick", "place", "place"), "step 3: nothing is in hand"),
        (("pick", "pick"), "step 2: the hand is full"),
        (("goto", "wash"), "step 2: nothing is in hand to wash"),
        (("slice",), "nothing is in hand to slice"),
        (({"skill": "explore"},), "nothing comes of these steps"),
    ],
)
def test_what_cannot_be_is_refused(said: tuple[Any, ...], what: str) -> None:
    with pytest.raises(InvalidPlan, match=what):
        subtasks_of(steps(*said))


def test_what_is_in_hand_already_can_be_put_down() -> None:
    made = subtasks_of(steps("place"), Reference("mug", 7))
    assert told(made) == [(Goal.PUT, "mug", "thing 5")]
    with pytest.raises(InvalidPlan, match="hand is full"):
        subtasks_of(steps("pick"), Reference("mug", 7))


@given(st.lists(st.sampled_from([skill_name(each) for each in CALLS]), min_size=1, max_size=8))
def test_subtasks_follow_each_other_under_names_of_their_own(said: list[str]) -> None:
    try:
        made = subtasks_of(steps(*said), first=4)
    except InvalidPlan:
        return
    graph = TaskGraph(made)
    assert graph.next() == made[0]
    assert [each.after for each in made[1:]] == [(each.name,) for each in made[:-1]]
    assert made == subtasks_of(steps(*said), first=4)
    assert made[0].name.startswith("m4.")


def test_another_subtask_has_another_name() -> None:
    (one,) = subtasks_of(steps("look_at"))
    (other,) = subtasks_of(steps("open"))
    assert one.name != other.name
