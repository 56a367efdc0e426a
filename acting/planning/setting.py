"""Who does a task, and with what."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.acting.experience.recall import Recall
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.planning.config import PlanningConfig
from whereseen.acting.planning.performing import Around
from whereseen.acting.planning.plan import Planner
from whereseen.acting.planning.resolving import Resolver
from whereseen.acting.references.expanding import Expander
from whereseen.acting.skills.embodiment import Embodiment
from whereseen.memory.tiers.working import WorkingMemory


@dataclass(frozen=True, slots=True)
class Setting:
    """Who does a task, and with what.

    Attributes:
        world: What is known.
        embodiment: The robot.
        resolver: Says what noun phrases mean.
        planner: Makes the plans.
        config: Bounds.
        working: Keeps where the task stands.
        around: Whom to tell, when to stop.
        experience: What was learnt before, None for nothing.
        expander: Makes one subtask for each thing of those about several; None: they fail.
    """

    world: WorldModel
    embodiment: Embodiment
    resolver: Resolver
    planner: Planner
    config: PlanningConfig
    working: WorkingMemory
    around: Around
    experience: Recall | None = None
    expander: Expander | None = None
