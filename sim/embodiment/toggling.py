"""Switching things on and off."""

from __future__ import annotations

import numpy as np

from whereseen.acting.skills.call import Toggle
from whereseen.acting.skills.outcome import FailureKind
from whereseen.memory.chronicle import Deed
from whereseen.memory.language import Verb
from whereseen.sim.embodiment.failing import SkillFailed
from whereseen.sim.embodiment.parts import Parts
from whereseen.sim.embodiment.picking import ROBOT, seen_near
from whereseen.sim.world.actions import SetState

_NEAR_M = 0.15  # between where the robot presses and the thing that has a switch
_PRESS_S = 2.0
_STATES = ("on", "lit")


def toggle(parts: Parts, call: Toggle) -> None:
    """Switch a thing on or off; raises SkillFailed."""
    shape = seen_near(parts, call.thing_id)
    start_ns = parts.body.now_ns
    parts.tell(f"switching the {shape.label} {'on' if call.is_on else 'off'}")
    world, at = parts.body.world, parts.body.true_m(shape.middle_m)
    switched = []
    for name, thing in world.contents.things.items():
        low, high = world.truth_of(name).box_m
        far_m = float(np.linalg.norm(np.clip(at, low, high) - at))
        state = next((each for each in _STATES if each in thing.states), "")
        if state and far_m <= _NEAR_M:
            switched.append((far_m, name, state))
    if not switched:
        raise SkillFailed(
            FailureKind.NOT_POSSIBLE, f"the {shape.label} has no switch", call.thing_id
        )
    parts.body.wait(_PRESS_S)
    _, name, state = min(switched)
    parts.body.simulator.do(SetState(name, state, "yes" if call.is_on else "no"), "robot")
    verb = Verb.TURNED_ON if call.is_on else Verb.TURNED_OFF
    now_ns = parts.body.now_ns
    parts.beliefs.note_deed(Deed(verb, start_ns, now_ns, ROBOT, call.thing_id, shape.label))
    parts.body.look(shape.middle_m)
    parts.beliefs.settle([call.thing_id])
