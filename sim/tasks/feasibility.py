"""Whether a task can be done at all: by a planner that knows everything, in a copy of the world.

What is asked of every method is then possible: there is room for each thing where it is to go, also
while people put things elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from whereseen.sim.symbolic.model import SymbolicWorldModel
from whereseen.sim.symbolic.robot import SymbolicRobot
from whereseen.sim.symbolic.world import SymbolicWorld
from whereseen.sim.tasks.case import Step
from whereseen.sim.tasks.oracle import OraclePlanner
from whereseen.sim.tasks.watching import Watch


def is_feasible(
    world: SymbolicWorld,
    steps: Sequence[Step],
    rng: np.random.Generator,
    people: Callable[[], None] = lambda: None,
) -> bool:
    """Whether all parts of a task come true.

    Args:
        world: The home as it is; what is done in it stays done.
        steps: The parts.
        rng: Draws where on a surface things are put.
        people: Let people act after each part.
    """
    model = SymbolicWorldModel(world.grounds, (), world.now_ns)
    watch = Watch.over(world, tuple(steps), people)
    robot = SymbolicRobot(world, model, rng=rng, after=watch.after)
    OraclePlanner(robot).run(steps)
    return watch.is_success
