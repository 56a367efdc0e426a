"""Taking, putting, opening, switching, cutting, washing and heating in a symbolic world."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.skills import kinds
from whereseen.acting.skills.call import (
    Call,
    Close,
    Heat,
    Open,
    Pick,
    Place,
    Relation,
    Slice,
    Toggle,
    Wash,
)
from whereseen.acting.skills.outcome import FailureKind
from whereseen.memory.chronicle import Deed, Stay
from whereseen.memory.chronicle.deeds import ROBOT
from whereseen.memory.language import Verb
from whereseen.sim.recalling.life import Seen
from whereseen.sim.symbolic.robot import HANDLING_S, SkillFailed, SymbolicRobot

_REACH_M = 0.35
_TOUCH_M = 0.15  # what is this near is it, where labels may be wrong


def such(label: str) -> Thing:
    """A thing of a label, as `acting.skills.kinds` asks what can be done with it."""
    return Thing(0, label, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 1.0, 0)


def handle(robot: SymbolicRobot, call: Call) -> None:
    """Do what is done with the hand; raises SkillFailed if it cannot be done."""
    match call:
        case Pick(thing_id):
            _pick(robot, thing_id)
        case Place(receptacle_id, relation):
            _place(robot, receptacle_id, relation)
        case Open(receptacle_id):
            _set_open(robot, receptacle_id, is_open=True)
        case Close(receptacle_id):
            _set_open(robot, receptacle_id, is_open=False)
        case Toggle(thing_id, is_on):
            _toggle(robot, thing_id, is_on=is_on)
        case Slice(thing_id):
            _slice(robot, thing_id)
        case Wash(receptacle_id):
            _wash(robot, receptacle_id)
        case Heat(receptacle_id):
            _heat(robot, receptacle_id)
        case _:
            raise SkillFailed(FailureKind.NOT_POSSIBLE, "this is not done with a hand")


def _pick(robot: SymbolicRobot, thing_id: int) -> None:
    if robot.world.held is not None:
        raise SkillFailed(FailureKind.HAND_FULL, "the hand is full", robot.held or 0)
    thing, seen = _found(robot, thing_id)
    before, start_ns = _stay(robot, thing, seen), robot.now_ns
    robot.spend(HANDLING_S)
    robot.world.contents.hold(seen.name, np.eye(4))
    _did(robot, Verb.TOOK, start_ns, thing, before=before)
    robot.glance()


def _place(robot: SymbolicRobot, receptacle_id: int, relation: Relation) -> None:
    world, name = robot.world, robot.world.held
    if name is None or robot.held is None:
        raise SkillFailed(FailureKind.HAND_EMPTY, "there is nothing in the hand")
    piece, thing = robot.piece(receptacle_id), robot.known(robot.held)
    robot.approach(robot.known(receptacle_id))
    surfaces = world.grounds.home.pieces[piece].kind.surfaces
    known = [each for each in surfaces if each.preposition == relation.value]
    if not known:
        reason = f"nothing is put {relation.value} the {world.grounds.label_of(piece)}"
        raise SkillFailed(FailureKind.NOT_POSSIBLE, reason, receptacle_id)
    hidden = world.closed()
    if all((piece, each.name) in hidden for each in known):
        _refuse_closed(robot, receptacle_id)
    start_ns = robot.now_ns
    robot.spend(HANDLING_S)
    if not world.put(name, piece, (relation.value,), robot.rng):
        if any((piece, each.name) in hidden for each in known):
            _refuse_closed(robot, receptacle_id)  # there may be room behind a door
        robot.glance()
        reason = f"the {world.grounds.label_of(piece)} is full"
        raise SkillFailed(FailureKind.NO_ROOM, reason, receptacle_id)
    after = _stay(robot, thing, world.seen(name))
    _did(robot, Verb.PUT, start_ns, thing, after=after)
    robot.glance()


def _set_open(robot: SymbolicRobot, receptacle_id: int, *, is_open: bool) -> None:
    piece = robot.piece(receptacle_id)
    thing = robot.known(receptacle_id)
    robot.approach(thing)
    if not robot.world.grounds.opens(piece):
        reason = f"nothing of the {thing.label} opens"
        raise SkillFailed(FailureKind.NOT_POSSIBLE, reason, receptacle_id)
    start_ns = robot.now_ns
    robot.spend(HANDLING_S)
    robot.world.set_open(piece, is_open)
    _did(robot, Verb.OPENED if is_open else Verb.CLOSED, start_ns, thing)
    _verify(robot)


def _toggle(robot: SymbolicRobot, thing_id: int, *, is_on: bool) -> None:
    thing, seen = _found(robot, thing_id)
    world = robot.world
    if "on" not in world.contents.thing(seen.name).states:
        reason = f"the {thing.label} cannot be switched"
        raise SkillFailed(FailureKind.NOT_POSSIBLE, reason, thing_id)
    start_ns = robot.now_ns
    robot.spend(HANDLING_S)
    world.contents.set_state(seen.name, "on", "yes" if is_on else "no")
    _did(robot, Verb.TURNED_ON if is_on else Verb.TURNED_OFF, start_ns, thing)
    _verify(robot)


def _slice(robot: SymbolicRobot, thing_id: int) -> None:
    world = robot.world
    tool = None if world.held is None else world.contents.thing(world.held)
    if tool is None or "cut with" not in world.grounds.home.kind_of(tool.item).affordances:
        raise SkillFailed(FailureKind.HAND_EMPTY, "there is nothing to cut with in the hand")
    thing, seen = _found(robot, thing_id)
    if "sliced" not in world.contents.thing(seen.name).states:
        reason = f"the {thing.label} cannot be cut"
        raise SkillFailed(FailureKind.NOT_POSSIBLE, reason, thing_id)
    start_ns, held = robot.now_ns, robot.held
    robot.spend(HANDLING_S)
    world.contents.set_state(seen.name, "sliced", "yes")
    _did(robot, Verb.SLICED, start_ns, thing)
    if held is not None:
        _did(robot, Verb.USED, start_ns, robot.known(held))
    _verify(robot)


def _wash(robot: SymbolicRobot, receptacle_id: int) -> None:
    world, thing = robot.world, _at_with_held(robot, receptacle_id, kinds.washes, "washes")
    name = str(world.held)
    if "clean" not in world.contents.thing(name).states:
        raise SkillFailed(FailureKind.NOT_POSSIBLE, f"the {thing.label} is not to be washed")
    start_ns = robot.now_ns
    robot.spend(HANDLING_S)
    world.contents.set_state(name, "clean", "yes")
    _did(robot, Verb.CLEANED, start_ns, thing)
    _verify(robot)


def _heat(robot: SymbolicRobot, receptacle_id: int) -> None:
    thing = _at_with_held(robot, receptacle_id, kinds.heats, "heats")
    start_ns = robot.now_ns
    robot.spend(HANDLING_S)
    robot.world.hot.add(str(robot.world.held))
    _did(robot, Verb.HEATED, start_ns, thing)
    _verify(robot)


def _at_with_held(
    robot: SymbolicRobot, receptacle_id: int, does: Callable[[Thing], bool], verb: str
) -> Thing:
    """What is in the hand, before furniture that does something with it."""
    if robot.world.held is None or robot.held is None:
        raise SkillFailed(FailureKind.HAND_EMPTY, "there is nothing in the hand")
    label = robot.world.grounds.label_of(robot.piece(receptacle_id))
    if not does(such(label)):
        raise SkillFailed(FailureKind.NOT_POSSIBLE, f"the {label} {verb} nothing", receptacle_id)
    robot.approach(robot.known(receptacle_id))
    return robot.known(robot.held)


def _found(robot: SymbolicRobot, thing_id: int) -> tuple[Thing, Seen]:
    """A thing that is believed to be somewhere, and what is there; looked for if need be."""
    thing = robot.known(thing_id)
    if thing.is_held and robot.world.held is not None:
        return thing, robot.world.seen(robot.world.held)
    if thing.is_gone:
        reason = f"the {thing.label} is no longer where it was"
        raise SkillFailed(FailureKind.NOT_THERE, reason, thing_id)
    robot.approach(thing)
    if thing.support_id and not robot.world.is_open(robot.piece(thing.support_id)):
        seen = _in_reach(robot, thing)
        if seen is None and thing.relation == "in":
            _refuse_closed(robot, thing.support_id)
    robot.look_at(thing)
    thing = robot.model.thing(thing_id) or thing
    found = None if thing.is_gone else _in_reach(robot, thing)
    if found is None:
        reason = f"the {thing.label} is not where it should be"
        raise SkillFailed(FailureKind.NOT_THERE, reason, thing_id)
    return thing, found


def _in_reach(robot: SymbolicRobot, thing: Thing) -> Seen | None:
    """What is in view where a thing should be."""
    near = [
        (math.dist(seen.position_m, thing.position_m), seen.name, seen)
        for seen in robot.world.look(robot.world.stand).seen
    ]
    other_m = _TOUCH_M if robot.mistakes_labels else -1.0
    fitting = [
        each for each in near if each[0] <= (_REACH_M if each[2].label == thing.label else other_m)
    ]
    return min(fitting)[2] if fitting else None


def _refuse_closed(robot: SymbolicRobot, receptacle_id: int) -> None:
    robot.glance()
    robot.glance()
    label = robot.known(receptacle_id).label
    raise SkillFailed(FailureKind.IS_CLOSED, f"the {label} is closed", receptacle_id)


def _stay(robot: SymbolicRobot, thing: Thing, seen: Seen) -> Stay:
    """Where a thing is, as the hand feels it."""
    grounds, now_ns = robot.world.grounds, robot.now_ns
    relation = robot.world.relation_of(seen.name)
    support = grounds.label_of(seen.support) if seen.support else ""
    return Stay(
        thing.id,
        thing.label,
        seen.position_m,
        now_ns,
        None,
        now_ns,
        room=grounds.room_at(seen.position_m[0], seen.position_m[1]),
        relation=relation,
        support=support,
    )


def _did(
    robot: SymbolicRobot,
    verb: Verb,
    start_ns: int,
    thing: Thing,
    *,
    before: Stay | None = None,
    after: Stay | None = None,
) -> None:
    robot.tell(
        Deed(
            verb,
            start_ns,
            robot.now_ns,
            ROBOT,
            thing.id,
            thing.label,
            before,
            after,
            robot.world.room,
        )
    )


def _verify(robot: SymbolicRobot) -> None:
    """See what became of it, while still at it."""
    robot.glance()
