"""A robot of symbols: it drives, looks and handles things in a symbolic world, and takes time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.planning.searching import Prospect
from whereseen.acting.skills.call import CALLS, Call, Explore, GoTo, LookAt, Pose2
from whereseen.acting.skills.embodiment import Order, Progress
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome
from whereseen.memory.chronicle import Deed
from whereseen.sim.recalling.config import PERFECT, SeeingConfig
from whereseen.sim.recalling.seeing import frame_of
from whereseen.sim.symbolic.model import SymbolicWorldModel
from whereseen.sim.symbolic.world import SymbolicWorld

SPEED_M_S = 0.5
LOOK_S = 4.0
HANDLING_S = 6.0
_MOMENT_S = 1e-3  # two looks at the same time count once
_FRAMES = 3  # of each look; two where nothing is missed


class SkillFailed(Exception):
    """A skill did not do what it is for; it never leaves the robot."""

    def __init__(self, kind: FailureKind, reason: str, thing_id: int = 0) -> None:
        super().__init__(reason)
        self.failure = Failure(kind, reason, thing_id)


@dataclass(slots=True)
class Effort:
    """What it took so far.

    Attributes:
        distance_m: Driven.
        looks: How often it looked.
        areas: Areas visited to explore them.
        seconds: Spent.
    """

    distance_m: float = 0.0
    looks: int = 0
    areas: int = 0
    seconds: float = 0.0


class Senses:
    """What the robot sees.

    Args:
        config: What goes wrong.
        alike: For each label, those that it is taken for.
        rng: Draws errors.
    """

    def __init__(
        self,
        config: SeeingConfig = PERFECT,
        alike: Mapping[str, Sequence[str]] | None = None,
        rng: np.random.Generator | None = None,
    ) -> None:
        self.config, self.alike = config, alike or {}
        self.rng = np.random.default_rng(0) if rng is None else rng


class SymbolicRobot:
    """Does one skill after the other in a world, and tells its memory what it sees and does.

    Args:
        world: Where it is.
        model: Its memory.
        senses: What goes wrong in seeing; nothing if None.
        rng: Draws where on a surface it puts things.
        after: Told of every skill that is over.

    Attributes:
        effort: Of all skills so far.
    """

    def __init__(
        self,
        world: SymbolicWorld,
        model: SymbolicWorldModel,
        *,
        senses: Senses | None = None,
        rng: np.random.Generator | None = None,
        after: Callable[[Outcome], None] = lambda _: None,
    ) -> None:
        self.world, self.model, self.after = world, model, after
        self.rng = np.random.default_rng(0) if rng is None else rng
        self.effort = Effort()
        self._senses = senses or Senses()
        self._explored: tuple[str, int] | None = None
        self._looked_ns = self.now_ns + 1  # when it began to look all around
        self._has_looked = False  # all around, since it came to where it stands

    @property
    def skills(self) -> frozenset[type[Call]]:
        """All of them."""
        return frozenset(CALLS)

    @property
    def now_ns(self) -> int:
        """Time of the world."""
        return self.world.now_ns

    @property
    def pose(self) -> Pose2:
        """Where it stands."""
        view = self.world.grounds.viewpoints[self.world.stand]
        x, y = view.at_m
        return x, y, float(np.arctan2(view.target_m[1] - y, view.target_m[0] - x))

    @property
    def held(self) -> int | None:
        """Identity of what is in its hand."""
        return self.model.held

    def do(self, call: Call, order: Order) -> Outcome:
        """Do a skill to its end; a failure is an outcome and no exception."""
        from whereseen.sim.symbolic.handling import handle

        start_ns, before = self.now_ns, replace(self.effort)
        failure: Failure | None = None
        try:
            if order.is_cancelled():
                raise SkillFailed(FailureKind.CANCELLED, "it was cancelled")
            match call:
                case GoTo(target):
                    self.drive(self._stand_of(target))
                case Explore():
                    self._explore(call, order)
                case LookAt(thing_id):
                    self.approach(self.known(thing_id))
                    self.look()
                case _:
                    handle(self, call)
        except SkillFailed as failed:
            failure = failed.failure
        effort = self.effort
        outcome = Outcome(
            call,
            failure,
            start_ns,
            self.now_ns,
            effort.distance_m - before.distance_m,
            effort.looks - before.looks,
            effort.areas - before.areas,
        )
        self.after(outcome)
        return outcome

    def prospect(self, place: int) -> Prospect | None:
        """The way to furniture, and what is in view from there."""
        furniture, grounds = self.model.tracking.furniture, self.world.grounds
        named = {each: name for name, each in furniture.items()}
        if place not in named:
            return None
        stand = grounds.stand_of[named[place]]
        shown = (furniture[each] for each in grounds.shown_from(stand) if each in furniture)
        way_m = float(grounds.lengths_m[self.world.stand, stand])
        return Prospect(way_m, frozenset(shown))

    def known(self, thing_id: int) -> Thing:
        """A thing as it is believed to be."""
        thing = self.model.thing(thing_id)
        if thing is None:
            raise SkillFailed(FailureKind.NOT_POSSIBLE, f"nothing is known of thing {thing_id}")
        return thing

    def piece(self, thing_id: int) -> str:
        """Name of a piece of furniture by its identity."""
        named = {each: name for name, each in self.model.tracking.furniture.items()}
        if thing_id not in named:
            label = self.known(thing_id).label
            raise SkillFailed(FailureKind.NOT_POSSIBLE, f"the {label} is no furniture", thing_id)
        return named[thing_id]

    def approach(self, thing: Thing) -> None:
        """Drive to where a thing is in reach."""
        if thing.is_receptacle:
            self.drive(self.world.grounds.stand_of[self.piece(thing.id)])
        elif not thing.is_held:
            support = self.piece(thing.support_id) if thing.support_id else ""
            self.drive(self.world.grounds.stand_for(thing.position_m, support))

    def drive(self, stand: int) -> None:
        """Drive to a stand."""
        if stand == self.world.stand:
            return
        self._has_looked = False
        length_m = float(self.world.grounds.lengths_m[self.world.stand, stand])
        self.effort.distance_m += length_m
        self.spend(length_m / SPEED_M_S)
        self.world.stand = stand

    @property
    def mistakes_labels(self) -> bool:
        """Whether it takes things for others at times."""
        return self._senses.config.confusion_share > 0.0

    @property
    def _frames(self) -> int:
        return _FRAMES if self._senses.config.miss_share else _FRAMES - 1

    def spend(self, seconds: float) -> None:
        """Let time pass."""
        self.effort.seconds += seconds
        self.world.wait(seconds)

    def look(self) -> None:
        """Look all around, at what is held too."""
        self.effort.looks += 1
        self._has_looked, self._looked_ns = True, self.now_ns
        for _ in range(self._frames):
            self.spend(LOOK_S / self._frames)
            self.glance()

    def look_at(self, thing: Thing) -> None:
        """Look closer at what is before it; all around first, if it has not yet.

        What the newest look has shown is kept in view on the way there.
        """
        if not self._has_looked and thing.last_seen_ns < self._looked_ns:
            self.look()
            return
        for _ in range(self._frames):
            self.glance()

    def glance(self) -> None:
        """Take in one look at what is in view now, which takes a moment."""
        world, stand = self.world, self.world.stand
        world.wait(_MOMENT_S)
        look = world.look(stand)
        senses = self._senses
        furniture = {name: self._like(name) for name in world.grounds.shown_from(stand)}
        self.model.see(frame_of(look, senses.config, senses.alike, senses.rng), furniture)
        if world.held is not None:
            self.model.tracking.see_held(world.words(world.held), self.now_ns)

    def _like(self, name: str) -> tuple[str, ...]:
        """What furniture is like, in words."""
        if not self.world.grounds.opens(name):
            return ()
        return ("open" if self.world.is_open(name) else "closed",)

    def tell(self, deed: Deed) -> None:
        """Let the memory know what was done."""
        self.model.note_deed(deed)

    def _stand_of(self, target: int | str | Pose2) -> int:
        grounds = self.world.grounds
        if isinstance(target, str):
            if target not in grounds.rooms:
                raise SkillFailed(FailureKind.NO_WAY, f"there is no room {target!r}")
            return grounds.room_stands.get(target, grounds.rooms.index(target))
        if isinstance(target, tuple):
            return grounds.nearest(target[0], target[1])
        thing = self.known(target)
        if thing.is_receptacle:
            return grounds.stand_of[self.piece(thing.id)]
        support = self.piece(thing.support_id) if thing.support_id else ""
        return grounds.stand_for(thing.position_m, support)

    def _explore(self, call: Explore, order: Order) -> None:
        """Look at one place after the other, in rooms behind doors last, until it is enough."""
        grounds = self.world.grounds
        for place in call.places or self._everywhere():
            if isinstance(place, int):
                stands: tuple[int, ...] = (self._stand_of(place),)
                pieces: tuple[str, ...] = ()  # who names furniture says when it is to be opened
            else:
                stands = self._looks_in(place)
                at = [n for n, room in enumerate(grounds.rooms) if room == place]
                pieces = tuple(grounds.pieces[n] for n in at if grounds.pieces[n])
            if self._is_found(call, order, stands, pieces):
                return
        if call.query:
            raise SkillFailed(FailureKind.NOT_FOUND, f"{call.query} was seen nowhere")

    def _is_found(
        self, call: Explore, order: Order, stands: Sequence[int], pieces: Sequence[str]
    ) -> bool:
        for stand in stands:
            if self._is_seen(call, order, stand):
                return True
        for name in pieces:
            if self.world.is_open(name):
                continue
            self._open(name)
            if self._is_seen(call, order, self.world.grounds.stand_of[name]):
                return True
        return False

    def _is_seen(self, call: Explore, order: Order, stand: int) -> bool:
        if order.is_cancelled():
            raise SkillFailed(FailureKind.CANCELLED, "it was cancelled")
        self.drive(stand)
        at = (call.query, self.world.grounds.area_of[stand])
        self.effort.areas += at != self._explored
        self._explored = at
        self.look()
        text = f"looked at {self.world.grounds.pieces[stand] or self.world.room}"
        order.tell(Progress(text, self.pose, self.effort.distance_m, self.effort.looks))
        return order.is_enough()

    def _open(self, name: str) -> None:
        self.drive(self.world.grounds.stand_of[name])
        self.spend(HANDLING_S)
        self.world.set_open(name, is_open=True)

    def _looks_in(self, place: str) -> tuple[int, ...]:
        areas = [area for area in self.world.grounds.areas if place in (area.room, area.name)]
        if not areas:
            raise SkillFailed(FailureKind.NO_WAY, f"there is no room {place!r}")
        return tuple(stand for area in areas for stand in area.looks)

    def _everywhere(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.world.grounds.rooms))
