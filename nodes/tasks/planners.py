"""Planners by their names in parameters and goals."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from whereseen.acting.planning.plan import Planner
from whereseen.acting.skills.call import Call
from whereseen.memory.errors import InvalidConfig
from whereseen.memory.spatial_memory import SpatialMemory


def planner_named(
    name: str,
    skills: Collection[type[Call]],
    memory: SpatialMemory,
    environment: Mapping[str, str],
) -> Planner | None:
    """Who makes plans; None for the deterministic one.

    Args:
        name: `deterministic` or `llm`.
        skills: What the robot can do.
        memory: Says what matters for a task.
        environment: Says where the model is, and has its key.

    Raises:
        InvalidConfig: if there is none of that name, or its endpoint is not described well.
    """
    if name == "deterministic":
        return None
    if name == "llm":
        from whereseen.acting.model.config import ModelConfig
        from whereseen.acting.model.planner import model_planner

        config = ModelConfig.from_environment(environment)
        return model_planner(config, skills=skills, memory=memory, environment=environment)
    raise InvalidConfig(
        "there is no such planner", got=repr(name), remedy="Use deterministic or llm"
    )
