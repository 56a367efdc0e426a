"""What is so in a symbolic home: where things are, how they are, where the robot is, what time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from whereseen.memory.attributes.words import state_text
from whereseen.memory.objects.sighting import metres3
from whereseen.sim.modelling.placing import box_of
from whereseen.sim.recalling.life import Look, Seen
from whereseen.sim.scene.description import ObjectItem, Spot
from whereseen.sim.scene.fitting import Fitting
from whereseen.sim.symbolic.grounds import Grounds
from whereseen.sim.world.contents import Contents, Thing

_NS = 1_000_000_000
_OPEN_SHARE = 0.5
MORNING_NS = 1_767_258_000 * _NS  # 2026-01-01, 9:00 UTC
HEATED = "hot"


class SymbolicWorld:
    """The truth, which no memory is shown.

    Args:
        grounds: The home.
        things: What is in it at first.
        now_ns: The time at first.

    Attributes:
        contents: Where things are, how they are, and what is open.
        hot: Names of things that were heated.
        stand: Where the robot stands.
        now_ns: What time it is.
    """

    def __init__(
        self, grounds: Grounds, things: Iterable[ObjectItem], now_ns: int = MORNING_NS
    ) -> None:
        self.grounds = grounds
        self.contents = Contents(grounds.home, first_instance=1)
        self.contents.things.clear()
        for item in things:
            self.contents.add(item)
        self.hot: set[str] = set()
        self.stand = next(iter(grounds.room_stands.values()), 0)
        self.now_ns = now_ns
        self.fitting = Fitting(grounds.home)
        self._seen: dict[str, tuple[Thing, Seen]] = {}
        self._boxes: dict[tuple[str, Spot, float], tuple[Any, Any]] = {}

    @property
    def held(self) -> str | None:
        """Name of the thing in the robot's hand."""
        return self.contents.held

    @property
    def room(self) -> str:
        """Where the robot is."""
        return self.grounds.rooms[self.stand]

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now_ns += round(seconds * _NS)

    def is_open(self, name: str) -> bool:
        """Whether all that opens of a piece of furniture stands open; true if nothing opens."""
        shares = self.contents.shares[name]
        behind = {each.behind for each in self.grounds.home.pieces[name].kind.surfaces}
        return all(shares[joint] >= _OPEN_SHARE for joint in behind - {""})

    def set_open(self, name: str, is_open: bool) -> None:
        """Open or close all of a piece of furniture."""
        for joint in self.contents.shares[name]:
            self.contents.set_joint(name, joint, 1.0 if is_open else 0.0)

    def on_of(self, name: str) -> str:
        """Name of the furniture that a thing is on or in, empty on the floor and in the hand."""
        on = self.contents.thing(name).item.spot.on
        return on if on in self.grounds.home.pieces and name != self.held else ""

    def words(self, name: str) -> tuple[str, ...]:
        """What a thing is like, in words."""
        said = [state_text(*each) for each in self.contents.thing(name).states.items()]
        words = tuple(each for each in said if not each.startswith("not "))
        return (*words, HEATED) if name in self.hot else words

    def seen(self, name: str) -> Seen:
        """A thing as it is now."""
        thing = self.contents.thing(name)
        kept = self._seen.get(name)
        if (
            kept is not None
            and kept[0] is thing
            and (kept[1].words[-1:] == (HEATED,)) == (name in self.hot)
        ):
            return kept[1]
        low, high = self._box(thing)
        home = self.grounds.home
        found = Seen(
            name,
            home.label_of(thing.item),
            metres3((low + high) / 2.0),
            metres3(high - low),
            self.on_of(name),
            self.words(name),
            thing.instance,
        )
        self._seen[name] = (thing, found)
        return found

    def look(self, stand: int) -> Look:
        """What is in view from a stand now, all around; what is held is not."""
        found = []
        for name, thing in self.contents.things.items():
            if name == self.held or not self.contents.is_reachable(thing):
                continue
            seen = self.seen(name)
            if self.grounds.sees(stand, seen.position_m, seen.support):
                found.append(seen)
        return Look(self.now_ns, stand, tuple(found), self.closed())

    def closed(self) -> frozenset[tuple[str, str]]:
        """Surfaces that something closed hides: furniture and surface."""
        shares = self.contents.shares
        return frozenset(
            (name, surface.name)
            for name in self.grounds.stand_of
            for surface in self.grounds.home.pieces[name].kind.surfaces
            if surface.behind and shares[name][surface.behind] < _OPEN_SHARE
        )

    def put(
        self, name: str, on: str, prepositions: Iterable[str], rng: np.random.Generator
    ) -> bool:
        """Put a thing somewhere on or in open furniture; False if there is no room."""
        thing = self.contents.thing(name)
        others = [each.item for each in self.contents.things.values() if each is not thing]
        hidden = self.closed()
        for surface in self.grounds.home.pieces[on].kind.surfaces:
            if surface.preposition not in prepositions or (on, surface.name) in hidden:
                continue
            found = self.fitting.find(thing.item, (on, surface.name), others, rng)
            if found is not None:
                self.contents.put(name, found.spot, found.yaw_deg)
                return True
        return False

    def relation_of(self, name: str) -> str:
        """`on` or `in` what a thing is, empty on the floor and in the hand."""
        on = self.on_of(name)
        if not on:
            return ""
        spot = self.contents.thing(name).item.spot
        return self.grounds.home.pieces[on].surface(spot.surface).preposition

    def to_json(self) -> dict[str, Any]:
        """All that is so, as JSON knows it."""
        things = {
            name: [asdict(each.item), each.instance, dict(each.states), name == self.held]
            for name, each in self.contents.things.items()
        }
        places = {"stand": self.stand, "now_ns": self.now_ns, "hot": sorted(self.hot)}
        return {"things": things, "shares": self.contents.shares, **places}

    def restore(self, said: Mapping[str, Any]) -> None:
        """Let all be as `to_json` told it."""
        self.stand, self.now_ns, self.hot = said["stand"], said["now_ns"], set(said["hot"])
        self.contents.shares = {name: dict(each) for name, each in said["shares"].items()}
        self.contents.things = {
            name: Thing(_item(item), instance, states, np.eye(4) if is_held else None)
            for name, (item, instance, states, is_held) in said["things"].items()
        }

    def _box(self, thing: Thing) -> tuple[Any, Any]:
        """Box of a thing, as if all drawers were pushed in."""
        item = thing.item
        key = (item.name, item.spot, item.yaw_deg)
        if key not in self._boxes:
            home = self.grounds.home
            T_map_object = home.pose_on(item.spot, item.yaw_deg, {})
            self._boxes[key] = box_of(home.model_of(item).box_m(), T_map_object)
        return self._boxes[key]


def _item(said: Mapping[str, Any]) -> ObjectItem:
    spot = said["spot"]
    x, y = spot["offset_m"]
    item = ObjectItem(said["name"], said["kind"], Spot(spot["on"], spot["surface"], (x, y)))
    return replace(
        item, yaw_deg=said["yaw_deg"], colour=said["colour"], states=dict(said["states"])
    )
