"""A robot's life in a home: people change it, the robot goes round, looks, and carries things.

Nothing is rendered: what is in view follows from geometry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Condition, Deed, Stay
from whereseen.memory.chronicle.deeds import ROBOT
from whereseen.memory.chronicle.visits import visits_of
from whereseen.memory.language import Verb
from whereseen.memory.objects.sighting import metres3
from whereseen.sim.catalogue.household import household
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.modelling.placing import box_of
from whereseen.sim.recalling.config import Horizon
from whereseen.sim.recalling.premises import Premises
from whereseen.sim.scene.home import Home
from whereseen.sim.world.actions import Action, Add, Event, Move, Remove, SetJoint, Swap
from whereseen.sim.world.contents import Contents
from whereseen.sim.world.habits import HabitConfig
from whereseen.sim.world.people import People
from whereseen.sim.world.schedule import occasions, perform, timed

_NS = 1_000_000_000
_LOOK_S = 0.5
_REST_S = 600.0
_TRIES = 12
_CARRYING_S = (20.0, 240.0)

_WORDS = {
    **{("clean", "no"): "dirty", ("clean", "yes"): "clean", ("on", "yes"): "on"},
    **{("on", "no"): "off", ("full", "yes"): "full", ("full", "no"): "empty"},
    **{("open", "yes"): "open", ("open", "no"): "closed", ("wet", "yes"): "wet"},
    **{("wet", "no"): "dry"},
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A thing as it is at a moment.

    Attributes:
        name: Its name in the home, which no memory is told.
        label: What it is called.
        position_m, size_m: Its box.
        support: What it is really on.
        words: What it is like, in words.
        thing_id: Its instance, which no memory is told.
    """

    name: str
    label: str
    position_m: Metres3
    size_m: Metres3
    support: str
    words: tuple[str, ...] = ()
    thing_id: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """What was in view at a moment.

    Attributes:
        stamp_ns: When.
        viewpoint: Number of the viewpoint.
        seen: All things in view.
        closed: Surfaces that something closed hides: furniture and surface.
    """

    stamp_ns: int
    viewpoint: int
    seen: tuple[Seen, ...]
    closed: frozenset[tuple[str, str]] = frozenset()


@dataclass(slots=True)
class Life:
    """All that happened, and all that was in view.

    Attributes:
        premises: The home.
        looks: In their order.
        stays: Where each thing really was; `thing_id` is its instance.
        deeds: What the robot did, visits included.
        events: What was really done, by people too: verb, span, thing.
        conditions: What things were really like.
        robot_m: Where the robot is at the end.
        now_ns: The end.
    """

    premises: Premises
    looks: list[Look] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    events: list[Deed] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    robot_m: Metres3 = (0.0, 0.0, 0.0)
    now_ns: int = 0


def live(seed: int, horizon: Horizon, rooms: int) -> Life:
    """Let time pass; equal arguments give equal lives."""
    scene = generate(HomeConfig(rooms=rooms, seed=seed, look_alikes=0.2), household())
    home = Home(scene, household())
    return _Living(Premises.of(home), horizon, seed).run()


class _Living:
    def __init__(self, premises: Premises, horizon: Horizon, seed: int) -> None:
        self._premises, self._horizon = premises, horizon
        self._contents = Contents(premises.home, first_instance=1)
        streams = np.random.SeedSequence([seed, round(horizon.hours * 60)]).spawn(3)
        when, what, self._rng = (np.random.default_rng(each) for each in streams)
        habits = _habits(horizon.busyness)
        self._end_ns = horizon.start_ns + round(horizon.hours * 3600) * _NS
        self._people = People(self._contents, habits, what)
        self._habits, self._what = habits, what
        self._occasions = list(occasions(habits, horizon.start_ns, self._end_ns, when))
        neat = replace(habits, left_open_share=0.0, odd_share=0.0)
        self._robot = People(self._contents, neat, self._rng)
        self._pending: list[Event] = []
        self._life = Life(premises)
        self._open: dict[str, Stay] = {}
        self._states: dict[tuple[str, str], Condition] = {}
        self._path: list[tuple[int, str]] = []
        self._at, self._now_ns = 0, horizon.start_ns
        self._known_things: list[Seen] | None = None

    def run(self) -> Life:
        """The whole life."""
        self._settle(self._now_ns)
        due_ns = self._now_ns
        while self._now_ns < self._end_ns:
            self._round()
            due_ns += round(self._horizon.round_every_s) * _NS
            while self._now_ns < min(due_ns, self._end_ns):
                self._wait(min(_REST_S, (due_ns - self._now_ns) / _NS))
        return self._finished()

    def _round(self) -> None:
        """Look at most rooms, and now and then carry something elsewhere."""
        premises = self._premises
        views = premises.viewpoints
        rooms = list(dict.fromkeys(premises.room_at(*view.at_m) for view in views))
        chosen = {room for room in rooms if self._rng.random() < 0.7} or {rooms[0]}
        chores = int(self._rng.poisson(self._horizon.chores))
        at = [n for n, view in enumerate(views) if premises.room_at(*view.at_m) in chosen]
        for number, view in enumerate(at):
            self._go(view)
            self._look()
            if chores and self._rng.random() < chores / (len(at) - number):
                chores -= 1
                self._carry()

    def _go(self, view: int) -> None:
        start_ns, passed_s = self._now_ns, 0.0
        for passed_s, room in self._premises.way(self._at, view):
            self._path.append((start_ns + round(passed_s * 1e9), room))
        self._at = view
        self._wait(passed_s)

    def _look(self) -> None:
        """Three frames, half a second apart."""
        for _ in range(3):
            seen = tuple(each for each in self._things() if self._sees(each))
            self._life.looks.append(Look(self._now_ns, self._at, seen, self._closed()))
            self._wait(_LOOK_S)

    def _closed(self) -> frozenset[tuple[str, str]]:
        contents = self._contents
        return frozenset(
            (name, surface.name)
            for name, piece in contents.home.pieces.items()
            for surface in piece.kind.surfaces
            if surface.behind and contents.shares[name][surface.behind] < 0.5
        )

    def _sees(self, seen: Seen) -> bool:
        is_reachable = self._contents.is_reachable(self._contents.things[seen.name])
        return is_reachable and self._premises.sees(self._at, seen.position_m, seen.support)

    def _carry(self) -> None:
        """Take something that is in view where such things are kept; no two of a name."""
        in_view = {each.name for each in self._life.looks[-1].seen}
        for _ in range(_TRIES):
            actions = self._robot.act("move")
            move = next((each for each in actions if isinstance(each, Move)), None)
            if move is None or move.name not in in_view:
                continue
            start_ns = self._now_ns
            before = self._open[move.name]
            for action in actions:
                if isinstance(action, SetJoint):
                    verb = Verb.OPENED if action.share > 0.0 else Verb.CLOSED
                    self._did(Deed(verb, self._now_ns, self._now_ns, ROBOT, label=action.furniture))
                if action is move:
                    seconds = float(self._rng.uniform(*_CARRYING_S))
                    self._path.append((self._now_ns, self._here))
                    self._now_ns += round(seconds * _NS)
                perform(action, self._contents)
                self._settle(self._now_ns, since_ns=start_ns)
            after = self._open[move.name]
            done = Deed(Verb.MOVED, start_ns, self._now_ns, ROBOT, after.thing_id, after.label)
            self._did(replace(done, before=before, after=after))
            self._catch_up()
            return

    def _did(self, deed: Deed) -> None:
        self._life.deeds.append(replace(deed, room=self._here))
        self._life.events.append(replace(deed, room=self._here))

    @property
    def _here(self) -> str:
        return self._premises.room_at(*self._premises.viewpoints[self._at].at_m)

    def _wait(self, seconds: float) -> None:
        self._now_ns += round(seconds * _NS)
        self._path.append((self._now_ns, self._here))
        self._catch_up()

    def _catch_up(self) -> None:
        """Let people do what they did meanwhile."""
        while self._occasions and self._occasions[0][0] <= self._now_ns:
            stamp_ns, doing = self._occasions.pop(0)
            for event in timed(self._people.act(doing), stamp_ns, self._habits, self._what):
                perform(event.action, self._contents)
                self._note(event)
                self._settle(min(event.stamp_ns, self._now_ns))

    def _note(self, event: Event) -> None:
        """What people did to things, for who asks whether anybody did."""
        for name in _taken(event.action):
            stay, at_ns = self._open[name], min(event.stamp_ns, self._now_ns)
            verb = Verb.REMOVED if isinstance(event.action, Remove) else Verb.MOVED
            done = Deed(verb, at_ns, at_ns, thing_id=stay.thing_id, label=stay.label)
            self._life.events.append(replace(done, before=stay))
        if isinstance(event.action, Add):
            at_ns, item = min(event.stamp_ns, self._now_ns), event.action.item
            label = self._contents.home.label_of(item)
            self._life.events.append(Deed(Verb.APPEARED, at_ns, at_ns, label=label))

    def _settle(self, stamp_ns: int, since_ns: int | None = None) -> None:
        """Note where everything is now, and what it is like."""
        self._known_things = None
        things = {each.name: each for each in self._things()}
        ended_ns = stamp_ns if since_ns is None else since_ns
        for name, stay in list(self._open.items()):
            seen = things.get(name)
            if seen is None or _is_elsewhere(stay, seen):
                self._life.stays.append(replace(stay, end_ns=ended_ns, last_seen_ns=ended_ns))
                del self._open[name]
        for name, seen in things.items():
            if name not in self._open:
                self._open[name] = self._stay(seen, stamp_ns)
            self._note_states(seen, stamp_ns)

    def _stay(self, seen: Seen, stamp_ns: int) -> Stay:
        thing = self._contents.things[seen.name]
        spot, home = thing.item.spot, self._contents.home
        piece = home.pieces.get(spot.on)
        return Stay(
            thing_id=thing.instance,
            label=seen.label,
            position_m=seen.position_m,
            start_ns=stamp_ns,
            end_ns=None,
            last_seen_ns=stamp_ns,
            room=piece.item.room if piece is not None else spot.on,
            relation=piece.surface(spot.surface).preposition if piece is not None else "",
            support=spot.on if piece is not None else "",
        )

    def _note_states(self, seen: Seen, stamp_ns: int) -> None:
        thing_id = self._contents.things[seen.name].instance
        for key, word in _states(self._contents.things[seen.name].states).items():
            known = self._states.get((seen.name, key))
            if known is not None and known.word == word:
                continue
            if known is not None:
                self._life.conditions.append(replace(known, end_ns=stamp_ns))
            self._states[seen.name, key] = Condition(thing_id, seen.label, word, stamp_ns)

    def _things(self) -> list[Seen]:
        """All things as they are since the last change."""
        if self._known_things is None:
            self._known_things = self._all_things()
        return self._known_things

    def _all_things(self) -> list[Seen]:
        contents, home = self._contents, self._contents.home
        found = []
        for name, thing in contents.things.items():
            T_map_object = contents.pose(thing, np.eye(4))
            low, high = box_of(home.model_of(thing.item).box_m(), T_map_object)
            spot = thing.item.spot
            support = spot.on if spot.on in home.pieces else ""
            found.append(
                Seen(
                    name,
                    home.label_of(thing.item),
                    metres3((low + high) / 2.0),
                    metres3(high - low),
                    support,
                    tuple(_states(thing.states).values()),
                    thing.instance,
                )
            )
        return found

    def _finished(self) -> Life:
        life, now_ns = self._life, self._now_ns
        life.stays += [replace(stay, last_seen_ns=now_ns) for stay in self._open.values()]
        life.conditions += self._states.values()
        path = sorted(self._path)
        visits = list(visits_of([stamp for stamp, _ in path], [room for _, room in path]))
        life.deeds += visits
        life.events += visits
        life.robot_m = (*self._premises.viewpoints[self._at].at_m, 0.0)
        life.now_ns = now_ns
        return life


def _habits(busyness: float) -> HabitConfig:
    usual = HabitConfig(openings_per_hour=0.0)
    names = [name for name in HabitConfig.__dataclass_fields__ if name.endswith("_per_hour")]
    return replace(usual, **{name: getattr(usual, name) * busyness for name in names})


def _taken(action: Action) -> tuple[str, ...]:
    """Things that are elsewhere afterwards, or gone."""
    match action:
        case Move(name) | Remove(name):
            return (name,)
        case Swap(name, other):
            return (name, other)
    return ()


def _states(states: Mapping[str, str]) -> dict[str, str]:
    """What a thing is like in words, by what changes."""
    found = {key: _WORDS.get((key, value)) for key, value in states.items()}
    return {key: word for key, word in found.items() if word is not None}


def _is_elsewhere(stay: Stay, seen: Seen) -> bool:
    apart = np.subtract(stay.position_m, seen.position_m)
    return seen.support != stay.support or float(np.linalg.norm(apart)) > 0.2
