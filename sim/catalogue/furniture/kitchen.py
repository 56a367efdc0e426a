"""What stands along the walls of a kitchen."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from whereseen.sim.catalogue.furniture.basins import basin, tap, worktop_with_hole
from whereseen.sim.catalogue.joinery import PANEL_M, Case, block, level, plinth
from whereseen.sim.catalogue.kinds import FurnitureKind, Surface
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.shapes import Box, Lathe, Part

# Fronts, worktop and body of each style.
_KITCHENS = {
    "white": ("white front", "granite", "white"),
    "sage": ("sage front", "oak", "cream"),
    "walnut": ("walnut front", "marble", "walnut"),
}

_COUNTER = Case(1.6, 0.6, 0.1, 0.86, columns=(1.0, 1.0, 1.0))
_LEFT, _DRAWERS, _RIGHT = _COUNTER.bays()
_LOW, _MIDDLE, _UP = _DRAWERS.rows(1.25, 1.0, 0.8)


@cache
def _counter(style: str) -> Model:
    front, top, body = _KITCHENS[style]
    parts = (
        *_COUNTER.boards(body),
        plinth(_COUNTER),
        block((-0.8, -0.315, 0.86), (0.8, 0.3, 0.9), top),
        *_LEFT.floors(body, 1.0, 1.0),
        *_RIGHT.floors(body, 1.0, 1.0),
    )
    links = (
        _LEFT.door("left door", front, hinge="left"),
        _RIGHT.door("right door", front, hinge="right"),
        _UP.drawer("upper drawer", front),
        _MIDDLE.drawer("middle drawer", front),
        _LOW.drawer("lower drawer", front),
    )
    return Model(parts, links)


def _counter_surfaces() -> tuple[Surface, ...]:
    left, right = _LEFT.rows(1.0, 1.0), _RIGHT.rows(1.0, 1.0)
    return (
        level("top", 0.9, (1.54, 0.52), headroom=0.5),
        left[0].surface("lower left shelf", "left door"),
        left[1].surface("upper left shelf", "left door"),
        right[0].surface("lower right shelf", "right door"),
        right[1].surface("upper right shelf", "right door"),
        _UP.drawer_surface("upper drawer"),
        _MIDDLE.drawer_surface("middle drawer"),
        _LOW.drawer_surface("lower drawer"),
    )


_SINK = Case(1.0, 0.6, 0.1, 0.68, columns=(1.0, 1.0))
_SINK_LEFT, _SINK_RIGHT = _SINK.bays()
_HOLE = (-0.44, -0.2, 0.0, 0.16)  # left, front, right, back


@cache
def _sink(style: str) -> Model:
    front, top, body = _KITCHENS[style]
    apron = (
        block((-0.5, _SINK.front_m, 0.68), (-0.482, 0.3, 0.86), body),
        block((0.482, _SINK.front_m, 0.68), (0.5, 0.3, 0.86), body),
        block((-0.5, _SINK.front_m - PANEL_M, 0.685), (0.5, _SINK.front_m, 0.86), front),
        block((-0.482, 0.282, 0.68), (0.482, 0.3, 0.86), body),
    )
    ridges = tuple(
        block((x, -0.2, 0.902), (x + 0.012, 0.14, 0.907), "dark steel")
        for x in (0.07, 0.13, 0.19, 0.25, 0.31, 0.37, 0.43)
    )
    parts = (
        *_SINK.boards(body),
        plinth(_SINK),
        *apron,
        *worktop_with_hole((-0.5, -0.315, 0.86), (0.5, 0.3, 0.9), _HOLE, top),
        *basin(_HOLE, bottom=0.72, top=0.9, material="steel"),
        *tap((-0.22, 0.22, 0.9), height=0.3, reach=0.16),
        block((0.04, -0.24, 0.9), (0.47, 0.18, 0.902), "steel"),
        *ridges,
    )
    links = (
        _SINK_LEFT.door("left door", front, hinge="left"),
        _SINK_RIGHT.door("right door", front, hinge="right"),
    )
    return Model(parts, links)


def _sink_surfaces() -> tuple[Surface, ...]:
    return (
        Surface("basin", (-0.22, -0.02, 0.726), (0.4, 0.32), 0.4, preposition="in"),
        level("draining board", 0.907, (0.38, 0.32), at=(0.26, -0.03), headroom=0.5),
        _SINK_LEFT.surface("left cabinet", "left door"),
        _SINK_RIGHT.surface("right cabinet", "right door"),
    )


_WALL = Case(0.9, 0.34, 1.45, 2.2, columns=(1.0, 1.0))
_WALL_LEFT, _WALL_RIGHT = _WALL.bays()


@cache
def _wall_cabinet(style: str) -> Model:
    front, _, body = _KITCHENS[style]
    parts = (
        *_WALL.boards(body),
        *_WALL_LEFT.floors(body, 1.0, 1.0),
        *_WALL_RIGHT.floors(body, 1.0, 1.0),
    )
    links = (
        _WALL_LEFT.door("left door", front, hinge="left"),
        _WALL_RIGHT.door("right door", front, hinge="right"),
    )
    return Model(parts, links)


def _wall_cabinet_surfaces() -> tuple[Surface, ...]:
    left, right = _WALL_LEFT.rows(1.0, 1.0), _WALL_RIGHT.rows(1.0, 1.0)
    return (
        left[0].surface("lower left shelf", "left door"),
        left[1].surface("upper left shelf", "left door"),
        right[0].surface("lower right shelf", "right door"),
        right[1].surface("upper right shelf", "right door"),
    )


_STOVE = Case(0.6, 0.6, 0.08, 0.88)
_PAN_DRAWER, _OVEN, _CONTROLS = _STOVE.bays()[0].rows(0.2, 0.62, 0.12)
_STOVES = {"white": "white", "steel": "steel", "black": "charcoal"}


@cache
def _stove(style: str) -> Model:
    colour = _STOVES[style]
    wide, high = _OVEN.front_size()
    door = (
        Part(Box((wide, PANEL_M, high)), colour, (0.0, PANEL_M / 2, high / 2)),
        Part(Box((wide * 0.78, 0.004, high * 0.55)), "dark glass", (0.0, -0.001, high * 0.45)),
        Part(Box((wide * 0.8, 0.03, 0.016)), "dark steel", (0.0, -0.015, high - 0.05)),
    )
    y, z = _STOVE.front_m - PANEL_M, (_CONTROLS.low_m[2] + _CONTROLS.high_m[2]) / 2
    knob = Lathe(((0.019, 0.0), (0.016, 0.022), (0.0, 0.022)), sides=10)
    knobs = (Part(knob, "black", (x, y, z), (90.0, 0.0, 0.0)) for x in (-0.21, -0.07, 0.07, 0.21))
    parts = (
        *_STOVE.boards(colour, back="graphite"),
        plinth(_STOVE),
        *_STOVE.bays()[0].floors("graphite", 0.2, 0.62, 0.12),
        *_OVEN.floors("dark steel", 1.0, 1.4),
        block((-0.3, y, _CONTROLS.low_m[2] - 0.007), (0.3, _STOVE.front_m, 0.88), colour),
        *knobs,
        block((-0.3, -0.3, 0.88), (0.3, 0.3, 0.892), "steel"),
        block((-0.28, -0.28, 0.892), (0.28, 0.28, 0.9), "hob"),
    )
    return Model(parts, (_OVEN.flap("oven door", door), _PAN_DRAWER.drawer("pan drawer", colour)))


def _stove_surfaces() -> tuple[Surface, ...]:
    below, rack = _OVEN.rows(1.0, 1.4)
    return (
        level("hob", 0.9, (0.52, 0.52), headroom=0.5),
        replace(rack.surface("oven rack", "oven door"), is_reserved=True),
        replace(below.surface("oven floor", "oven door"), is_reserved=True),
        _PAN_DRAWER.drawer_surface("pan drawer"),
    )


KINDS = (
    FurnitureKind(
        "kitchen counter", tuple(_KITCHENS), _counter, _counter_surfaces(),
        rooms={"kitchen": 1.5}, front_m=0.9,
    ),
    FurnitureKind(
        "sink", tuple(_KITCHENS), _sink, _sink_surfaces(),
        rooms={"kitchen": 1.0, "laundry": 0.6}, front_m=0.9,
    ),
    FurnitureKind(
        "wall cabinet", tuple(_KITCHENS), _wall_cabinet, _wall_cabinet_surfaces(),
        rooms={"kitchen": 1.4, "laundry": 0.5}, hangs=True,
    ),
    FurnitureKind(
        "stove", tuple(_STOVES), _stove, _stove_surfaces(), rooms={"kitchen": 1.0}, front_m=0.9
    ),
)  # fmt: skip
