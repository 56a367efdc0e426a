"""A simulated robot that does skills: the embodiment of planners in a simulated home."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from whereseen.acting.skills.call import (
    Call,
    Close,
    Explore,
    GoTo,
    LookAt,
    Open,
    Pick,
    Place,
    Pose2,
    Toggle,
)
from whereseen.acting.skills.embodiment import Order
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome
from whereseen.sim.embodiment.arm import Arm
from whereseen.sim.embodiment.beliefs import Beliefs
from whereseen.sim.embodiment.body import Body
from whereseen.sim.embodiment.exploring import explore
from whereseen.sim.embodiment.failing import SkillFailed
from whereseen.sim.embodiment.floor import Floor
from whereseen.sim.embodiment.going import go, look_at
from whereseen.sim.embodiment.opening import set_open
from whereseen.sim.embodiment.parts import Parts
from whereseen.sim.embodiment.picking import pick
from whereseen.sim.embodiment.placing import place
from whereseen.sim.embodiment.toggling import toggle
from whereseen.sim.world.errors import ActionFailed

_SKILLS: dict[type[Any], Callable[[Parts, Any], None]] = {
    GoTo: go,
    LookAt: look_at,
    Pick: pick,
    Place: place,
    Explore: explore,
    Open: set_open,
    Close: set_open,
    Toggle: toggle,
}


class SimulatedRobot:
    """Does skills in a simulator, as an `Embodiment`.

    Where things are it takes from what it believes, never from the simulator; what its fingers
    close on is whatever is there. It sees on its way and after every deed, and what it believes
    then decides about the outcome.

    Args:
        body: The hardware.
        floor: Where it can be.
        beliefs: What it knows; told what it sees and does.
        seed: Of what slips and falls.
    """

    def __init__(self, body: Body, floor: Floor, beliefs: Beliefs, *, seed: int = 0) -> None:
        self.parts = Parts(body, Arm(body), floor, beliefs, np.random.default_rng(seed))

    @property
    def skills(self) -> frozenset[type[Call]]:
        """What it can do."""
        return frozenset(_SKILLS)

    @property
    def now_ns(self) -> int:
        """Time of the simulator."""
        return self.parts.body.now_ns

    @property
    def pose(self) -> Pose2:
        """Where it believes its base to be."""
        return self.parts.body.pose

    @property
    def held(self) -> int | None:
        """Identity in the memory of what is in its hand."""
        return None if self.parts.held is None else self.parts.held.thing_id

    def empty_hand(self) -> None:
        """Begin anew with nothing in the hand, as after somebody took what was in it."""
        self.parts.held = None
        self.parts.body.simulator.let_go()
        self.parts.arm.tuck()

    def do(self, call: Call, order: Order) -> Outcome:
        """Do a skill to its end; see `Embodiment`."""
        parts, body = self.parts, self.parts.body
        start_ns, driven_m, looks, areas = body.now_ns, body.driven_m, body.looks, parts.areas
        parts.order, parts.before = order, (driven_m, looks)
        body.watch = _watch(body, order, start_ns)
        failure = None
        try:
            self._do(call)
        except SkillFailed as failed:
            failure = failed.failure
        except ActionFailed as failed:
            failure = Failure(FailureKind.NOT_POSSIBLE, str(failed))
        finally:
            body.watch = _nothing
            body.stop()
        return Outcome(
            call,
            failure,
            start_ns,
            body.now_ns,
            distance_m=body.driven_m - driven_m,
            looks=body.looks - looks,
            areas=parts.areas - areas,
        )

    def _do(self, call: Call) -> None:
        skill = _SKILLS.get(type(call))
        if skill is None:
            name = type(call).__name__.lower()
            raise SkillFailed(FailureKind.NOT_POSSIBLE, f"this robot cannot {name}")
        skill(self.parts, call)


def _nothing() -> None:
    return None


def _watch(body: Body, order: Order, start_ns: int) -> Callable[[], None]:
    """Ends a skill that is cancelled or takes too long."""

    def watch() -> None:
        if order.is_cancelled():
            raise SkillFailed(FailureKind.CANCELLED, "it was cancelled")
        limit_s = order.timeout_s
        if limit_s is not None and body.now_ns - start_ns > limit_s * 1e9:
            raise SkillFailed(FailureKind.TIMED_OUT, f"it took longer than {limit_s:g} s")

    return watch
