"""What skills work with: a body, its arm, the floor, what the robot believes and holds."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from whereseen.acting.manipulation.geometry import Shape
from whereseen.acting.skills.embodiment import Order, Progress
from whereseen.acting.skills.outcome import FailureKind
from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float64
from whereseen.sim.embodiment.arm import Arm
from whereseen.sim.embodiment.beliefs import Beliefs
from whereseen.sim.embodiment.body import Body
from whereseen.sim.embodiment.failing import SkillFailed
from whereseen.sim.embodiment.floor import Floor


@dataclass(frozen=True, slots=True)
class Held:
    """What is in the hand.

    Attributes:
        thing_id: Its identity in the memory.
        shape: As it was before it was taken.
        below_m: How far it reaches below the point between the fingers.
        offset_m: (2,) from that point to the middle of its box.
    """

    thing_id: int
    shape: Shape
    below_m: float
    offset_m: Float64


@dataclass(slots=True)
class Parts:
    """All of a robot that its skills use.

    Attributes:
        body, arm, floor, beliefs: As they are called.
        rng: Draws what slips and falls.
        held: What is in the hand.
        order: Around the call that is being done.
        areas: How many areas it has visited to explore them.
        before: Metres driven and places looked at when the call began.
        fallen_m: Spots where something was put that was not to be seen there then.
    """

    body: Body
    arm: Arm
    floor: Floor
    beliefs: Beliefs
    rng: np.random.Generator
    held: Held | None = None
    order: Order = field(default_factory=Order)
    areas: int = 0
    before: tuple[float, int] = (0.0, 0)
    fallen_m: list[Metres3] = field(default_factory=list)

    def tell(self, text: str) -> None:
        """How it goes on, for people."""
        driven_m, looks = self.before
        self.order.tell(
            Progress(text, None, self.body.driven_m - driven_m, self.body.looks - looks)
        )

    def shape(self, thing_id: int) -> Shape:
        """A thing that must be known; raises SkillFailed if it is not."""
        found = self.beliefs.geometry.shape(thing_id)
        if found is None:
            raise SkillFailed(FailureKind.NOT_FOUND, "nobody knows where that is", thing_id)
        return found

    def free_points(self) -> Float64:
        """(N, 2) where the robot can get to."""
        self.floor.update()
        return self.floor.reachable(self.body.pose[:2])
