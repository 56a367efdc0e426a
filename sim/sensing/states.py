"""States of things that a camera can see: what is open, what is on, what is dirty."""

from __future__ import annotations

from collections.abc import Mapping

from whereseen.sim.sensing.streams import stream
from whereseen.sim.world.world import World

_OPEN_SHARE = 0.3  # of the way of a door or drawer, from which on one sees that it is open
# What shows, of the states that things can have: nobody sees a charge.
_VISIBLE = frozenset({"clean", "full", "on", "open", "sliced", "folded", "lit"})
_OPPOSITE = {"yes": "no", "no": "yes"}

States = Mapping[int, Mapping[str, str]]


def states_of(world: World) -> dict[int, dict[str, str]]:
    """In which visible states things are, by instance."""
    found: dict[int, dict[str, str]] = {}
    instances = {body.name: body.instance for body in world.bodies()}
    for name, shares in world.contents.shares.items():
        if shares:
            is_open = max(shares.values()) >= _OPEN_SHARE
            found[instances[name]] = {"open": "yes" if is_open else "no"}
    for thing in world.contents.things.values():
        shown = {key: value for key, value in thing.states.items() if key in _VISIBLE}
        if shown:
            found[thing.instance] = shown
    return found


def mistaken(
    states: Mapping[str, str], share: float, *, seed: int, instance: int, tick: int
) -> dict[str, str]:
    """States as a detector tells them that takes a share of them for their opposite.

    Args:
        states: As they are.
        share: Of errors.
        seed: Of all that is drawn.
        instance: Of the thing.
        tick: What stays the same for as long as an error does.
    """
    drawn = stream(seed, "states", instance, tick).random(len(states))
    return {
        key: _OPPOSITE.get(value, value) if chance < share else value
        for (key, value), chance in zip(sorted(states.items()), drawn.tolist(), strict=True)
    }
