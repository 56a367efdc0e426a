"""People, who change a home: each time something that is possible as things are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

import numpy as np

from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.scene.description import FLOOR, ObjectItem, Spot
from whereseen.sim.scene.fitting import Fitting, Place
from whereseen.sim.scene.home import Home
from whereseen.sim.world.actions import Action, Add, Move, Remove, SetJoint, SetState, Swap
from whereseen.sim.world.contents import Contents
from whereseen.sim.world.habits import Doing, HabitConfig

_TRIES = 6
_OPEN_SHARE = 0.5  # from here on one can reach in
_CLOSING_SHARE = 0.7  # of touched doors, while some are open


class People:
    """What people do next in a home.

    Args:
        contents: Where things are; whoever lets the actions happen keeps it true.
        config: Habits.
        rng: Draws what is done.
    """

    def __init__(self, contents: Contents, config: HabitConfig, rng: np.random.Generator) -> None:
        self._contents = contents
        self._config = config
        self._rng = rng
        self._fitting = Fitting(contents.home)
        self._most_things = round(len(contents.things) * config.growth)

    def act(self, doing: Doing) -> tuple[Action, ...]:
        """Actions that together do something of a kind, in order; none if nothing is possible."""
        ways = {
            "move": self._move,
            "swap": self._swap,
            "remove": self._remove,
            "return": self._return,
            "bring": self._bring,
            "open": self._open,
            "change": self._change,
        }
        return ways[doing]()

    def _move(self) -> tuple[Action, ...]:
        for _ in range(_TRIES):
            item = self._any_item()
            put = self._put_away(item) if item else None
            if item and put and not _same_place(put, item):
                move = Move(put.name, put.spot, put.yaw_deg)
                return self._reaching((item.spot, put.spot), move)
        return ()

    def _swap(self) -> tuple[Action, ...]:
        """Let two of a kind change places; where there are none, two of a category."""
        pairs = list(combinations(self._items(), 2))
        for alike in (self._are_of_a_kind, self._are_of_a_category):
            found = [pair for pair in pairs if alike(*pair) and self._can_swap(*pair)]
            if found:
                one, other = found[self._rng.integers(len(found))]
                return self._reaching((one.spot, other.spot), Swap(one.name, other.name))
        return ()

    def _remove(self) -> tuple[Action, ...]:
        item = self._any_item()
        return self._reaching((item.spot,), Remove(item.name)) if item else ()

    def _return(self) -> tuple[Action, ...]:
        gone = sorted(self._contents.gone)
        if not gone:
            return ()
        item = self._contents.gone[gone[self._rng.integers(len(gone))]].item
        return self._add(replace(item, states={}))

    def _bring(self) -> tuple[Action, ...]:
        """Bring a thing that was never there."""
        home = self._contents.home
        kinds = [each for each in home.catalogue.objects.items() if kept_on(home, each[1])]
        if not kinds or len(self._contents.things) >= self._most_things:
            return ()
        key, kind = kinds[self._rng.integers(len(kinds))]
        colour = kind.colours[self._rng.integers(len(kind.colours))]
        name = self._unused(kind.label(colour))
        return self._add(ObjectItem(name, key, Spot("", ""), colour=colour))

    def _open(self) -> tuple[Action, ...]:
        """Close what stands open, or open something."""
        shares = self._contents.shares
        joints = [(name, joint) for name, each in shares.items() for joint in each]
        opened = [(name, joint) for name, joint in joints if shares[name][joint] > 0.0]
        if opened and self._rng.uniform() < _CLOSING_SHARE:
            return (SetJoint(*opened[self._rng.integers(len(opened))], 0.0),)
        closed = [each for each in joints if each not in opened]
        if not closed:
            return ()
        share = round(float(self._rng.uniform(0.6, 1.0)), 2)
        return (SetJoint(*closed[self._rng.integers(len(closed))], share),)

    def _change(self) -> tuple[Action, ...]:
        options = [
            SetState(name, state.name, value)
            for name, thing in self._contents.things.items()
            for state in self._contents.home.kind_of(thing.item).states
            for value in state.values
            if value != thing.states[state.name]
        ]
        return (options[self._rng.integers(len(options))],) if options else ()

    def _add(self, item: ObjectItem) -> tuple[Action, ...]:
        put = self._put_away(item)
        return self._reaching((put.spot,), Add(put)) if put else ()

    def _put_away(self, item: ObjectItem) -> ObjectItem | None:
        """The thing where such things are kept, or now and then anywhere."""
        home = self._contents.home
        places: Mapping[Place, float] = dict.fromkeys(self._fitting.places(), 1.0)
        if self._rng.uniform() >= self._config.odd_share:
            places = kept_on(home, home.kind_of(item)) or places
        names, weights = list(places), np.array(list(places.values()))
        drawn = self._rng.choice(len(names), p=weights / weights.sum())
        return self._fitting.find(item, names[drawn], self._items(), self._rng)

    def _reaching(self, spots: tuple[Spot, ...], action: Action) -> tuple[Action, ...]:
        """An action, with what must be opened before and is closed afterwards, if not forgotten."""
        closed = list(dict.fromkeys(each for spot in spots for each in self._doors_before(spot)))
        opening = [SetJoint(furniture, joint, 1.0) for furniture, joint in closed]
        closing = [
            SetJoint(furniture, joint, 0.0)
            for furniture, joint in closed
            if self._rng.uniform() >= self._config.left_open_share
        ]
        return (*opening, action, *closing)

    def _doors_before(self, spot: Spot) -> Iterator[tuple[str, str]]:
        piece = self._contents.home.pieces.get(spot.on)
        joint = piece.surface(spot.surface).behind if piece else ""
        if joint and self._contents.shares[spot.on][joint] < _OPEN_SHARE:
            yield spot.on, joint

    def _items(self) -> list[ObjectItem]:
        return [thing.item for thing in self._contents.things.values()]

    def _any_item(self) -> ObjectItem | None:
        items = self._items()
        return items[self._rng.integers(len(items))] if items else None

    def _are_of_a_kind(self, one: ObjectItem, other: ObjectItem) -> bool:
        return one.kind == other.kind

    def _are_of_a_category(self, one: ObjectItem, other: ObjectItem) -> bool:
        kind_of = self._contents.home.kind_of
        return kind_of(one).category == kind_of(other).category

    def _can_swap(self, one: ObjectItem, other: ObjectItem) -> bool:
        swapped = exchanged(one, other)
        others = [each for each in self._items() if each.name not in (one.name, other.name)]
        return all(self._fitting.fits(each, [*others, *swapped]) for each in swapped)

    def _unused(self, label: str) -> str:
        """A name that nothing in the home has or had."""
        home, number, name = self._contents.home, 1, label
        taken = {*self._contents.things, *self._contents.gone, *home.pieces, *home.rooms}
        while name in taken:
            number += 1
            name = f"{label} {number}"
        return name


def kept_on(home: Home, kind: ObjectKind) -> Mapping[Place, float]:
    """Where things of a kind are kept in a home, as weights of surfaces and floors."""
    weights: dict[Place, float] = {}
    for where, weight in kind.homes.items():
        places = [(room, FLOOR) for room in home.rooms] if where == FLOOR else []
        for name, piece in home.pieces.items():
            if piece.item.kind == where.partition("/")[0]:
                meant = (each for each in piece.kind.surfaces if each.is_meant_by(where))
                places += [(name, surface.name) for surface in meant]
        weights |= dict.fromkeys(places, weight / max(len(places), 1)) if weight > 0.0 else {}
    return weights


def exchanged(one: ObjectItem, other: ObjectItem) -> tuple[ObjectItem, ObjectItem]:
    """Two things, each where the other was."""
    return (
        replace(one, spot=other.spot, yaw_deg=other.yaw_deg),
        replace(other, spot=one.spot, yaw_deg=one.yaw_deg),
    )


def _same_place(one: ObjectItem, other: ObjectItem) -> bool:
    return (one.spot.on, one.spot.surface) == (other.spot.on, other.spot.surface)
