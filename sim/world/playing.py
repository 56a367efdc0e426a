"""Letting a schedule happen in a world, whatever a robot does there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import shapely

from whereseen.sim.scene.description import FLOOR, ObjectItem
from whereseen.sim.scene.fitting import Fitting
from whereseen.sim.world.actions import (
    Action,
    Actor,
    Add,
    Event,
    Move,
    Remove,
    SetState,
    Swap,
)
from whereseen.sim.world.floor import footprint
from whereseen.sim.world.people import exchanged
from whereseen.sim.world.schedule import Schedule
from whereseen.sim.world.world import World

_ROBOT_GAP_M = 0.02

Do = Callable[[Action, Actor], Event]


def play(
    world: World, schedule: Schedule, until_ns: int, *, do: Do | None = None
) -> tuple[Event, ...]:
    """Let time pass, with what people do meanwhile.

    The robot drives on. What it made impossible is left out: people take nothing out of its hand,
    and put nothing where it stands or where it has put something.

    Args:
        world: Where it happens; changes up to its time now count as past.
        schedule: What is to happen.
        until_ns: The time to be reached.
        do: Lets an action happen; `world.apply` if None, `Simulator.do` where a stage shows it.

    Returns:
        What happened.
    """
    happened, fitting = [], Fitting(world.home)
    for change in schedule.between(world.stamp_ns, until_ns):
        _wait(world, change.stamp_ns)
        if _is_possible(world, change.action, fitting):
            happened.append((do or world.apply)(change.action, change.actor))
    _wait(world, until_ns)
    return tuple(happened)


def _wait(world: World, until_ns: int) -> None:
    if until_ns > world.stamp_ns:
        world.advance((until_ns - world.stamp_ns) / 1e9)
        world.stamp_ns = until_ns  # seconds as a float are rounded over weeks


def _is_possible(world: World, action: Action, fitting: Fitting) -> bool:
    """Whether a change is still possible, after what the robot may have done."""
    things, held = world.contents.things, world.contents.held
    if isinstance(action, Add) and action.item.name in things:
        return False
    if any(name not in things or name == held for name in _names_in(action)):
        return False
    items = {name: thing.item for name, thing in things.items() if name != held}
    put = {item.name: item for item in _placed(action, items)}
    after = (items | put).values()
    return all(
        fitting.fits(item, after) and _is_clear_of_robot(world, item) for item in put.values()
    )


def _names_in(action: Action) -> tuple[str, ...]:
    """Things that must be there."""
    match action:
        case Move(name) | Remove(name) | SetState(name):
            return (name,)
        case Swap(name, other):
            return (name, other)
    return ()


def _placed(action: Action, items: dict[str, ObjectItem]) -> Iterable[ObjectItem]:
    """Things that an action puts somewhere, where they are then."""
    match action:
        case Move(name, to, yaw_deg):
            return (replace(items[name], spot=to, yaw_deg=yaw_deg),)
        case Swap(name, other):
            return exchanged(items[name], items[other])
        case Add(item):
            return (item,)
    return ()


def _is_clear_of_robot(world: World, item: ObjectItem) -> bool:
    if item.spot.surface != FLOOR:
        return True
    T_map_object = world.home.pose_on(item.spot, item.yaw_deg, {})
    covered = footprint(world.home.model_of(item).box_m(), T_map_object, world.robot.height_m)
    at = shapely.Point(world.drive.at[:2])
    reach_m = world.robot.radius_m + _ROBOT_GAP_M
    return covered is None or not shapely.dwithin(covered, at, reach_m)
