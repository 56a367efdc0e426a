"""A robot of plain values in a small home, which may be otherwise than its memory says."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from whereseen.acting.instructions.reader import InstructionReader
from whereseen.acting.knowledge.world_model import Likely, Thing
from whereseen.acting.planning.executive import Executive
from whereseen.acting.planning.thoughts import Thought
from whereseen.acting.references.resolver import ReferenceResolver
from whereseen.acting.skills.call import (
    CALLS,
    Call,
    Close,
    Explore,
    GoTo,
    LookAt,
    Open,
    Pick,
    Place,
    Pose2,
    Relation,
)
from whereseen.acting.skills.deeds import deed_of
from whereseen.acting.skills.embodiment import Order, Progress
from whereseen.acting.skills.kinds import is_open_above
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome
from whereseen.acting.skills.rules import KnownState, preconditions

SECOND_NS = 10**9


def _loaded() -> ModuleType:
    path = Path(__file__).parents[1] / "fakes.py"
    spec = importlib.util.spec_from_file_location("acting_fakes", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["acting_fakes"] = module
    spec.loader.exec_module(module)
    return module


fakes: Any = _loaded()


class SeeingWorld(fakes.FakeWorld):  # type: ignore[misc]
    """A fake memory that can be shown things, and takes some for others later."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._renamed: dict[int, int] = {}

    def thing(self, thing_id: int) -> Thing | None:
        found: Thing | None = super().thing(self._renamed.get(thing_id, thing_id))
        return found

    def rename(self, thing_id: int, new_id: int) -> None:
        self._renamed[thing_id], self._known = new_id, None
        self._things[new_id] = replace(self._things.pop(thing_id), id=new_id)

    def see(self, thing: Thing, now_ns: int) -> None:
        self._things[thing.id] = replace(thing, last_seen_ns=now_ns, is_gone=False)
        self.now_ns, self._known = max(self.now_ns, now_ns), None

    def pass_to(self, now_ns: int) -> None:
        self.now_ns, self._known = max(self.now_ns, now_ns), None


@dataclass
class FakeRobot:
    """Does skills in a home as it is; sees what is on and in what it stands at, if that is open.

    Attributes:
        world: What it knows.
        places: Where things are, other than memory says: thing to furniture, 0 for nowhere.
        hidden: Things that memory does not know, with the furniture where they are.
        locked, full, lidded: Furniture that does not open, takes nothing, or has a lid after all.
        spills: Furniture beside which a thing falls once, with where it comes to lie.
        scripted: Failures of calls of a kind, used up from the first on.
        chance: Asked for each call for a failure to happen, None for none.
        renames: Things to which memory gives another identity once they are in hand.
        mistaken: What memory takes things to lie on, once they were put somewhere.
        away_m: How far from there it then sees them.
    """

    world: Any
    places: dict[int, int] = field(default_factory=dict)
    hidden: dict[int, tuple[Thing, int]] = field(default_factory=dict)
    locked: frozenset[int] = frozenset()
    lidded: frozenset[int] = frozenset()
    full: frozenset[int] = frozenset()
    scripted: dict[type[Call], list[FailureKind]] = field(default_factory=dict)
    spills: dict[int, int] = field(default_factory=dict)
    chance: Callable[[Call], FailureKind | None] = lambda _: None
    renames: dict[int, int] = field(default_factory=dict)
    mistaken: dict[int, int] = field(default_factory=dict)
    away_m: float = 0.0
    skills: frozenset[type[Call]] = frozenset(CALLS)
    held: int | None = None
    pose: Pose2 = (0.0, 0.0, 0.0)
    calls: list[Call] = field(default_factory=list)
    at: int | str | Pose2 | None = None
    is_open: set[int] = field(default_factory=set)
    looks_given: int = 0

    def __post_init__(self) -> None:
        self._now_ns = self.world.now_ns

    @property
    def now_ns(self) -> int:
        return self._now_ns

    def do(self, call: Call, order: Order) -> Outcome:
        self._require_sense(call)
        self.calls.append(call)
        start_ns = self._now_ns
        self._now_ns += 5 * SECOND_NS
        self.world.pass_to(self._now_ns)
        looks, failure = 0, self._scripted(call)
        if order.is_cancelled():
            failure = Failure(FailureKind.CANCELLED, "cancelled")
        if failure is None:
            held = self.held
            failure, looks = self._really(call, order)
            if failure is None:
                deed = deed_of(call, self.world, start_ns, self._now_ns, held=held)
                if deed is not None:
                    self.world.note_deed(deed)
                if self.held in self.renames:
                    self.world.rename(self.held, self.renames[self.held])
                    self.held = self.renames.pop(self.held)
                if isinstance(call, Place) and held in self.mistaken:
                    self._mistake(self.world.thing(held))
        self.looks_given += looks
        return Outcome(call, failure, start_ns, self._now_ns, 1.0, looks)

    def _mistake(self, thing: Thing) -> None:
        x, y, z = thing.position_m
        seen = replace(
            thing, support_id=self.mistaken[thing.id], position_m=(x + self.away_m, y, z)
        )
        self.world.see(seen, self._now_ns + 1)

    def _require_sense(self, call: Call) -> None:
        """Nothing is done whose preconditions are known to be false."""
        state = KnownState(self.world, self.held, self.at)
        false = [fact for fact in preconditions(call, self.world) if state.is_known_false(fact)]
        assert not false, (call, false)
        assert type(call) in self.skills

    def _scripted(self, call: Call) -> Failure | None:
        waiting = self.scripted.get(type(call), [])
        kind = waiting.pop(0) if waiting else self.chance(call)
        if kind is not None and isinstance(call, GoTo | Explore):
            self.at = None
        return None if kind is None else Failure(kind, f"it is {kind.value}")

    def _really(self, call: Call, order: Order) -> tuple[Failure | None, int]:
        if isinstance(call, GoTo):
            self._go(call.target)
        elif isinstance(call, Explore):
            return self._explore(call, order)
        elif isinstance(call, LookAt):
            return self._look(call.thing_id), 1
        elif isinstance(call, Open | Close):
            return self._move_door(call), 0
        elif isinstance(call, Pick):
            return self._pick(call.thing_id), 0
        elif isinstance(call, Place):
            return self._place(call), 0
        return None, 0

    def _go(self, target: int | str | Pose2) -> None:
        self.at = target
        thing = self.world.thing(target) if isinstance(target, int) else None
        if thing is not None:
            self.pose = (*thing.position_m[:2], 0.0)
            self._see_around(thing.support_id if not thing.is_receptacle else thing.id)

    def _explore(self, call: Explore, order: Order) -> tuple[Failure | None, int]:
        self.at, looks = None, 0
        rooms = self.world.rooms()
        pieces = [each for each in self.world.things() if each.is_receptacle]
        places = call.places or tuple(each.id for each in pieces)
        stops = [
            piece.id for place in places for piece in pieces
            if place == piece.id or (place in rooms and piece.room == place)
        ]  # fmt: skip
        for stop in stops:
            if order.is_cancelled():
                return Failure(FailureKind.CANCELLED, "cancelled"), looks
            looks += 1
            self._now_ns += SECOND_NS
            self._see_around(stop)
            order.tell(Progress("looking", looks=looks))
            if order.is_enough():
                return None, looks
        return Failure(FailureKind.NOT_FOUND, "all was looked at"), looks

    def _see_around(self, piece_id: int) -> None:
        piece = self.world.thing(piece_id)
        if piece is None or ("closed" in piece.states and piece_id not in self.is_open):
            return
        for thing, place in list(self.hidden.values()):
            if place == piece_id:
                self.world.see(self._lying(thing, piece), self._now_ns)
        for thing in self.world.things():
            if not thing.is_receptacle and self.real_place(thing) == piece_id:
                self.world.see(self._lying(thing, piece), self._now_ns)

    def _lying(self, thing: Thing, piece: Thing) -> Thing:
        relation = "in" if "closed" in piece.states or "open" in piece.states else "on"
        relation = thing.relation if thing.support_id == piece.id else relation
        return replace(
            thing, position_m=piece.position_m, room=piece.room, support_id=piece.id,
            relation=relation,
        )  # fmt: skip

    def real_place(self, thing: Thing) -> int:
        if thing.id == self.held:
            return 0
        return self.places.get(thing.id, thing.support_id)

    def _look(self, thing_id: int) -> Failure | None:
        thing = self.world.thing(thing_id)
        self._see_around(thing.support_id)
        if self.real_place(thing) != thing.support_id:
            return Failure(FailureKind.NOT_THERE, "it is not there", thing_id)
        return None

    def _pick(self, thing_id: int) -> Failure | None:
        thing = self.world.thing(thing_id)
        if self.real_place(thing) != thing.support_id:
            return Failure(FailureKind.NOT_THERE, "it is not there", thing_id)
        self.held = thing_id
        self.at = thing.support_id if self.at == thing_id else self.at
        return None

    def _place(self, call: Place) -> Failure | None:
        piece = self.world.thing(call.receptacle_id)
        if piece.id in self.full:
            return Failure(FailureKind.NO_ROOM, "it is full", piece.id)
        is_shut = "closed" in piece.states and piece.id not in self.is_open
        is_shut = is_shut and not (is_open_above(piece.label) and piece.id not in self.lidded)
        if call.relation is Relation.IN and is_shut:
            return Failure(FailureKind.IS_CLOSED, "it is closed", piece.id)
        assert self.held is not None
        if piece.id in self.spills:
            fallen, self.held = self.held, None
            self.places[fallen] = self.spills.pop(piece.id)
            self.world.put(fallen, piece.id, call.relation.value)
            self.world.note_absence(fallen, piece.position_m)
            return Failure(FailureKind.NOT_THERE, "it is not to be seen there", fallen)
        self.places[self.held], self.held = piece.id, None
        return None

    def _move_door(self, call: Open | Close) -> Failure | None:
        if call.receptacle_id in self.locked:
            return Failure(FailureKind.IS_CLOSED, "it is locked", call.receptacle_id)
        if isinstance(call, Open):
            self.is_open.add(call.receptacle_id)
        else:
            self.is_open.discard(call.receptacle_id)
        return None


@dataclass
class Household:
    """A robot with a memory and what it thinks."""

    world: Any
    robot: FakeRobot
    executive: Executive
    thoughts: list[Thought]

    def run(self, instruction: str) -> Any:
        return self.executive.run(read(instruction))


def read(instruction: str) -> Any:
    return InstructionReader().read(instruction)


def household(
    *,
    likely: Mapping[str, Iterable[tuple[int | str, float]]] | None = None,
    things: Iterable[Thing] = (),
    options: Mapping[str, Any] | None = None,
    **more: Any,
) -> Household:
    said = {name: tuple(Likely(*each) for each in some) for name, some in (likely or {}).items()}
    world = SeeingWorld((*fakes.FURNITURE, *fakes.THINGS, *things), likely=said)
    robot, thoughts = FakeRobot(world, **more), list[Thought]()
    executive = Executive(
        world, robot, ReferenceResolver(world), tell=thoughts.append, read=read, **(options or {})
    )
    return Household(world, robot, executive, thoughts)


@pytest.fixture
def at_home() -> Callable[..., Household]:
    """Makes a household."""
    return household
