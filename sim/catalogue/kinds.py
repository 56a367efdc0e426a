"""What is known of a kind of furniture, and of a kind of thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from whereseen.sim.modelling.model import BASE, Model
from whereseen.sim.modelling.shapes import Vector3

Standing = Literal["wall", "corner", "middle", "beside"]


@dataclass(frozen=True, slots=True)
class Surface:
    """A level rectangle on which things can be put.

    Attributes:
        name: Unique in its kind, as `top`, `shelf 2`, `upper drawer`.
        at_m: Its middle, in the frame of its link while closed.
        size_m: Extent along x and y.
        headroom_m: Free height above it.
        link: Which link it is part of; it moves with it.
        behind: The joint that must be open to reach it or to see what is there; empty if none.
        preposition: How people say that something is there.
        is_reserved: Whether only things are kept there whose homes name it, as `fridge/freezer`.
    """

    name: str
    at_m: Vector3
    size_m: tuple[float, float]
    headroom_m: float = 2.0
    link: str = BASE
    behind: str = ""
    preposition: Literal["on", "in"] = "on"
    is_reserved: bool = False

    def is_meant_by(self, home: str) -> bool:
        """Whether a home of a thing on this furniture, as `fridge` or `fridge/door`, means it."""
        _, _, name = home.partition("/")
        return name == self.name if name else not self.is_reserved


@dataclass(frozen=True, slots=True)
class FurnitureKind:
    """A kind of furniture.

    Attributes:
        name: What an annotator calls it, as `fridge`.
        styles: Names of ways in which it comes; each looks different.
        model: Makes it in a style. Front is -y, origin on the floor, in the middle of its
            footprint.
        surfaces: Where things can be put, the main one first; none for what is no receptacle.
        rooms: How many a room of each kind has on average; at most one is certain from 1 up.
        standing: Where in the room it stands; `beside` something else of `companions`.
        companions: Kinds that it stands beside, facing them, as a chair at a table.
        front_m: Free depth that people need before it.
        hangs: Whether it hangs on a wall or lies flat, so that nothing need stand clear of it.
    """

    name: str
    styles: tuple[str, ...]
    model: Callable[[str], Model]
    surfaces: tuple[Surface, ...] = ()
    rooms: Mapping[str, float] = field(default_factory=dict)
    standing: Standing = "wall"
    companions: tuple[str, ...] = ()
    front_m: float = 0.6
    hangs: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Something about a thing that can change, as `clean`: `yes` or `no`.

    Attributes:
        name: Of what may change.
        values: It may have, the usual one first.
    """

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectKind:
    """A kind of thing that people carry about.

    Attributes:
        name: What an annotator calls it, as `mug`.
        category: What it counts as, as `dishes`.
        material: What it is made of, as `ceramic`.
        colours: It comes in; a single empty one for what always looks the same.
        model: Makes it in a colour. Origin in the middle of its base.
        homes: How likely it is kept on each kind of furniture, as weights; `floor` too, and one
            surface only, as `kitchen counter/top`.
        paraphrases: What else people ask for and mean it: phrases that name no colour.
        affordances: What can be done with it, as `drink from`.
        states: What can change about it.
        other_names: What else people call it, as `coffee cup`: nouns that name no colour.
    """

    name: str
    category: str
    material: str
    colours: tuple[str, ...]
    model: Callable[[str], Model]
    homes: Mapping[str, float]
    paraphrases: tuple[str, ...] = ()
    affordances: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    other_names: tuple[str, ...] = ()

    def label(self, colour: str) -> str:
        """What an annotator calls one of a colour."""
        return f"{colour} {self.name}" if colour and len(self.colours) > 1 else self.name


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All kinds, by name."""

    furniture: Mapping[str, FurnitureKind]
    objects: Mapping[str, ObjectKind]
