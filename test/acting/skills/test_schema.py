"""Plans as JSON: what the schema allows is what is read, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.acting.instructions.task import Reference
from whereseen.acting.skills.call import (
    CALLS,
    Explore,
    GoTo,
    Pick,
    Place,
    Relation,
    Toggle,
    skill_name,
)
from whereseen.acting.skills.schema import (
    MOST_STEPS,
    InvalidPlan,
    plan_schema,
    read_plan,
    read_step,
    step_schema,
)

jsonschema = pytest.importorskip("jsonschema")

settings.register_profile("whereseen", deadline=None, derandomize=True)
settings.load_profile("whereseen")

NAMES = [skill_name(skill) for skill in CALLS]
FIELDS = ["target", "query", "places", "thing", "receptacle", "relation", "is_on", "x"]
WORDS = st.text("abc #é1", max_size=5) | st.sampled_from(["on", "in", "mug", "x" * 201])
ATOMS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 9)
    | st.just(2**63)
    | st.floats()
    | st.just(3.0)
    | WORDS
)
VALUES = ATOMS | st.lists(ATOMS, max_size=3)
STEPS = st.builds(
    lambda skill, rest: {"skill": skill} | rest,
    st.sampled_from([*NAMES, "fly", None]),
    st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=3),
)
PLANS = st.builds(lambda steps: {"steps": steps}, st.lists(STEPS, max_size=3) | ATOMS) | VALUES


def places(reference: Reference) -> int | str:
    return reference.thing_id or {"the mug": 3, "kitchen": "kitchen"}[reference.text]


def test_a_plan_becomes_calls_once_its_things_are_known() -> None:
    plan = read_plan(
        {
            "steps": [
                {"skill": "goto", "target": "the mug"},
                {"skill": "pick", "thing": 3.0},
                {"skill": "explore", "query": "sink", "places": ["kitchen", 9]},
                {"skill": "place", "receptacle": "blue sink #12", "relation": "in"},
                {"skill": "toggle", "thing": "#4", "is_on": False},
            ]
        }
    )
    assert [step.call(places) for step in plan] == [
        GoTo(3),
        Pick(3),
        Explore("sink", ("kitchen", 9)),
        Place(12, Relation.IN),
        Toggle(4, is_on=False),
    ]
    assert [each.text for each in plan[2].references] == ["kitchen", "thing 9"]


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ([], '"steps" and nothing else'),
        ({"steps": [], "code": "x"}, '"steps" and nothing else'),
        ({"steps": []}, "list of 1 to"),
        ({"steps": [{"skill": "pick", "thing": 1}] * (MOST_STEPS + 1)}, "got 61"),
        ({"steps": [{"skill": "pick", "thing": 1}, {"skill": "os.system"}]}, "step 2: there is no"),
        ({"steps": ["pick"]}, "a step is an object"),
        ({"steps": [{"skill": "pick"}]}, "Add thing"),
        ({"steps": [{"skill": "pick", "thing": True}]}, "must be 1 to 200 letters"),
        ({"steps": [{"skill": "pick", "thing": 0}]}, "positive identity"),
        ({"steps": [{"skill": "pick", "thing": 1.5}]}, "or an identity"),
        ({"steps": [{"skill": "pick", "thing": "mug\n"}]}, "control characters"),
        ({"steps": [{"skill": "goto", "target": [1.0, 2.0, 0.0]}]}, "target must be"),
        ({"steps": [{"skill": "pick", "thing": 1, "pose": [0, 0]}]}, "does not take this"),
        ({"steps": [{"skill": "place", "receptacle": 1, "relation": "under"}]}, "on or in"),
        ({"steps": [{"skill": "toggle", "thing": 1, "is_on": "yes"}]}, "true or false"),
        ({"steps": [{"skill": "explore", "places": "here"}]}, "a list of at most"),
    ],
)
def test_what_is_no_plan_is_refused_with_the_reason(value: Any, what: str) -> None:
    with pytest.raises(InvalidPlan, match=what):
        read_plan(value)


def test_a_robot_is_asked_for_its_own_skills_only() -> None:
    schema = plan_schema({Pick, Place})
    said = [
        each["properties"]["skill"]["const"]
        for each in schema["properties"]["steps"]["items"]["anyOf"]
    ]
    assert said == ["pick", "place"]
    with pytest.raises(InvalidPlan, match=r"no such skill.*Use one of: pick, place"):
        read_plan({"steps": [{"skill": "wash", "receptacle": 1}]}, {Pick, Place})


def test_no_skill_can_be_given_a_coordinate() -> None:
    said = json.dumps(plan_schema())
    assert "number" not in said
    assert "pose" not in said
    assert step_schema(GoTo)["required"] == ["skill", "target"]
    assert step_schema(Explore)["required"] == ["skill"]


@given(PLANS)
def test_the_schema_allows_exactly_what_is_read(plan: Any) -> None:
    allowed = jsonschema.Draft202012Validator(plan_schema()).is_valid(plan)
    try:
        read_plan(plan)
    except InvalidPlan as error:
        assert not allowed, str(error)
    else:
        assert allowed


@given(STEPS)
def test_steps_survive_being_written(value: Any) -> None:
    try:
        step = read_step(value)
    except InvalidPlan:
        return
    again = read_step(json.loads(json.dumps(step.to_json())))
    assert again.skill is step.skill
    assert [each.thing_id for each in again.references] == [
        each.thing_id for each in step.references
    ]
