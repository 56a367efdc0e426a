"""Machines of the kitchen and the laundry."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from whereseen.sim.catalogue.joinery import (
    PANEL_M,
    Bay,
    Case,
    Parts,
    block,
    legs,
    level,
    plinth,
)
from whereseen.sim.catalogue.kinds import FurnitureKind, Surface
from whereseen.sim.modelling.model import Joint, Link, Model
from whereseen.sim.modelling.shapes import Box, Lathe, Part

_BODIES = {"white": "white", "steel": "steel", "red": "red"}
_MACHINES = {"white": "white", "steel": "steel"}

_FRIDGE = Case(0.64, 0.64, 0.04, 1.75)
_COLD, _FROZEN = _FRIDGE.bays()[0].rows(0.7, 0.3)


def _lining(bay: Bay) -> Parts:
    """White sides inside."""
    (x, y, z), (right, back, top) = bay.low_m, bay.high_m
    return (
        block((x, y + 0.01, z), (x + 0.004, back, top), "porcelain"),
        block((right - 0.004, y + 0.01, z), (right, back, top), "porcelain"),
    )


@cache
def _fridge(style: str) -> Model:
    colour = _BODIES[style]
    parts = (
        *_FRIDGE.boards(colour, back="porcelain"),
        *(part for bay in (_COLD, _FROZEN) for part in _lining(bay)),
        plinth(_FRIDGE),
        *_FRIDGE.bays()[0].floors("porcelain", 0.7, 0.3),
        *_COLD.floors("clear glass", 1.1, 1.0, 1.0),
    )
    links = (
        _COLD.door("door", colour, hinge="right"),
        _FROZEN.door("freezer door", colour, hinge="right"),
    )
    return Model(parts, links)


def _fridge_surfaces() -> tuple[Surface, ...]:
    low, middle, high = _COLD.rows(1.1, 1.0, 1.0)
    return (
        middle.surface("middle shelf", "door"),
        high.surface("upper shelf", "door"),
        low.surface("lower shelf", "door"),
        replace(_FROZEN.surface("freezer", "freezer door"), is_reserved=True),
    )


_MICROWAVE = Case(0.5, 0.38, 0.87, 1.16, columns=(0.74, 0.26))
_INSIDE, _PANEL = _MICROWAVE.bays()


@cache
def _microwave(style: str) -> Model:
    colour = _MACHINES[style]
    trolley = (
        *legs(0.56, 0.4, 0.84, material="dark steel", thickness=0.025),
        *(block((-0.28, -0.2, z - 0.02), (0.28, 0.2, z), "beech") for z in (0.14, 0.48, 0.86)),
    )
    y = _MICROWAVE.front_m - PANEL_M
    panel = (
        block((_PANEL.low_m[0], y, 0.875), (0.248, _MICROWAVE.front_m, 1.155), colour),
        block((_PANEL.low_m[0] + 0.015, y - 0.002, 0.9), (0.228, y, 1.06), "buttons"),
        block((_PANEL.low_m[0] + 0.015, y - 0.002, 1.085), (0.228, y, 1.13), "dark glass"),
    )
    door = _INSIDE.door("door", colour, hinge="left")
    wide, high = _INSIDE.front_size()
    window = Part(
        Box((wide * 0.7, 0.004, high * 0.62)), "dark glass", (wide * 0.42, -0.001, high / 2)
    )
    links = (Link(door.name, (*door.parts, window), door.origin_m, door.joint),)
    feet = tuple(
        block((x, y, 0.86), (x + 0.03, y + 0.03, 0.87), "black")
        for x in (-0.23, 0.2)
        for y in (-0.15, 0.15)
    )
    return Model((*trolley, *feet, *_MICROWAVE.boards(colour), *panel), links)


def _microwave_surfaces() -> tuple[Surface, ...]:
    return (
        replace(_INSIDE.surface("inside", "door"), is_reserved=True),
        level("top", 1.16, (0.44, 0.32), headroom=0.4),
        level("trolley shelf", 0.48, (0.48, 0.36), headroom=0.35),
        level("lower trolley shelf", 0.14, (0.48, 0.36), headroom=0.3),
    )


_DISHWASHER = Case(0.6, 0.6, 0.08, 0.84)
_WASHING = _DISHWASHER.bays()[0]


@cache
def _dishwasher(style: str) -> Model:
    colour = _MACHINES[style]
    wide, high = _WASHING.front_size()
    door = (
        Part(Box((wide, PANEL_M, high)), colour, (0.0, PANEL_M / 2, high / 2)),
        Part(Box((wide, 0.004, 0.09)), "graphite", (0.0, -0.001, high - 0.05)),
        Part(Box((0.3, 0.025, 0.014)), "dark steel", (0.0, -0.013, high - 0.13)),
    )
    parts = (
        *_DISHWASHER.boards(colour, back="steel"),
        plinth(_DISHWASHER),
        *_WASHING.floors("steel", 1.0, 1.0),
        block((-0.3, -0.3, 0.84), (0.3, 0.3, 0.87), "granite"),
    )
    return Model(parts, (_WASHING.flap("door", door),))


def _dishwasher_surfaces() -> tuple[Surface, ...]:
    low, high = _WASHING.rows(1.0, 1.0)
    return (
        high.surface("upper rack", "door"),
        low.surface("lower rack", "door"),
        level("top", 0.87, (0.54, 0.52), headroom=0.5),
    )


_FRONT_M, _MIDDLE_M = -0.265, 0.45  # of the washing machine's front face; height of its door


@cache
def _washing_machine(style: str) -> Model:
    colour = _MACHINES[style]
    low, high, hole = 0.02, 0.83, 0.13
    body = (
        block((-0.3, _FRONT_M, low), (-0.28, 0.295, high), colour),
        block((0.28, _FRONT_M, low), (0.3, 0.295, high), colour),
        block((-0.28, 0.275, low), (0.28, 0.295, high), colour),
        block((-0.28, _FRONT_M, low), (-hole, _FRONT_M + 0.02, high), colour),
        block((hole, _FRONT_M, low), (0.28, _FRONT_M + 0.02, high), colour),
        block((-hole, _FRONT_M, low), (hole, _FRONT_M + 0.02, _MIDDLE_M - hole), colour),
        block((-hole, _FRONT_M, _MIDDLE_M + hole), (hole, _FRONT_M + 0.02, high), colour),
        block((-0.3, _FRONT_M, high), (0.3, 0.295, 0.85), colour),
        block((-0.29, _FRONT_M + 0.02, 0.0), (0.29, 0.28, low), "black"),
    )
    y, a, z, top = _FRONT_M + 0.02, 0.2, _MIDDLE_M - hole, _MIDDLE_M + 0.17
    tub = (
        block((-a, y, z - 0.01), (a, 0.2, z), "drum"),
        block((-a, y, top), (a, 0.2, top + 0.01), "drum"),
        block((-a - 0.01, y, z), (-a, 0.2, top), "drum"),
        block((a, y, z), (a + 0.01, 0.2, top), "drum"),
        block((-a, 0.2, z), (a, 0.21, top), "drum"),
    )
    knob = Lathe(((0.035, 0.0), (0.03, 0.02), (0.0, 0.02)), sides=14)
    panel = (
        block((-0.28, _FRONT_M - 0.004, 0.72), (0.28, _FRONT_M, 0.82), "graphite"),
        Part(knob, "steel", (0.0, _FRONT_M - 0.004, 0.77), (90.0, 0.0, 0.0)),
        block((0.1, _FRONT_M - 0.006, 0.745), (0.24, _FRONT_M - 0.004, 0.795), "dark glass"),
    )
    ring = Lathe(((0.2, 0.0), (0.2, 0.02), (0.185, 0.03), (0.14, 0.03)), sides=24)
    glass = Lathe(((0.14, 0.03), (0.09, 0.01), (0.0, 0.005)), sides=24)
    inner = Lathe(((0.0, 0.0), (0.2, 0.0)), sides=24)
    turned, at = (90.0, 0.0, 0.0), (0.2, 0.031, 0.0)
    door = (
        Part(ring, "dark steel", at, turned),
        Part(glass, "dark glass", at, turned),
        Part(inner, "dark glass", at, turned),
        Part(Box((0.014, 0.02, 0.09)), "steel", (0.37, -0.008, 0.0)),
    )
    hinge = Joint("hinge", (0.0, 0.0, -1.0), 0.0, 1.6)
    links = (Link("door", door, (-0.2, _FRONT_M - 0.032, _MIDDLE_M), hinge),)
    return Model((*body, *tub, *panel), links)


KINDS = (
    FurnitureKind(
        "fridge", tuple(_BODIES), _fridge, _fridge_surfaces(),
        rooms={"kitchen": 1.0, "storage room": 0.15}, front_m=0.9,
    ),
    FurnitureKind(
        "microwave", tuple(_MACHINES), _microwave, _microwave_surfaces(),
        rooms={"kitchen": 0.8}, front_m=0.8,
    ),
    FurnitureKind(
        "dishwasher", tuple(_MACHINES), _dishwasher, _dishwasher_surfaces(),
        rooms={"kitchen": 0.7}, front_m=0.9,
    ),
    FurnitureKind(
        "washing machine", tuple(_MACHINES), _washing_machine,
        (
            level("top", 0.85, (0.54, 0.5), headroom=0.6),
            Surface("drum", (0.0, -0.02, 0.32), (0.38, 0.4), 0.29, behind="door", preposition="in",
                    is_reserved=True),
        ),
        rooms={"laundry": 1.0, "bathroom": 0.3}, front_m=0.8,
    ),
)  # fmt: skip
