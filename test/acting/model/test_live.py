"""A real model, where an environment names an endpoint: WHERESEEN_LLM_URL and the rest."""

from __future__ import annotations

import os
from typing import Any

import pytest

from whereseen.acting.instructions.task import Goal, Task
from whereseen.acting.model.config import ModelConfig
from whereseen.acting.model.planner import model_planner

pytestmark = pytest.mark.skipif(
    not os.environ.get("WHERESEEN_LLM_URL"), reason="WHERESEEN_LLM_URL names no endpoint"
)


def test_a_model_plans_what_is_asked_for(home: Any) -> None:
    made = model_planner(ModelConfig.from_environment(os.environ))
    plan = made.plan(Task("put the red mug into the kitchen sink", ()), home, ())
    put = [each for each in plan.subtasks if each.goal is Goal.PUT]
    assert [each.thing.thing_id for each in put if each.thing is not None] == [1]
