from __future__ import annotations

import itertools

import numpy as np
import pytest

from whereseen.memory.frames import Float64, apply
from whereseen.sim.catalogue.household import household
from whereseen.sim.catalogue.kinds import FurnitureKind, Surface
from whereseen.sim.modelling.model import BASE, Model
from whereseen.sim.modelling.shapes import Box, Part, mesh_of

RECEPTACLES = [
    pytest.param(kind, id=kind.name) for kind in household().furniture.values() if kind.surfaces
]
CLEAR_M = 0.003  # soft things give way, and rounding takes as much


def solids(model: Model) -> list[tuple[str, Part, Float64]]:
    """All parts of a closed model with the name of their link and its pose."""
    poses = model.link_poses({})
    groups = {BASE: model.parts, **{link.name: link.parts for link in model.links}}
    return [(name, part, poses[name]) for name, parts in groups.items() for part in parts]


def covered_m(part: Part, T_model_link: Float64) -> Float64:
    """Points (N, 3) all over a part's surface."""
    mesh = mesh_of(part)
    a, b, c = (mesh.vertices_m[mesh.faces[:, i]] for i in range(3))
    steps = [(i / 6, j / 6) for i, j in itertools.product(range(7), repeat=2) if i + j <= 6]
    points = np.concatenate([a + u * (b - a) + v * (c - a) for u, v in steps])
    return apply(T_model_link, points)


def room_above(surface: Surface, model: Model) -> tuple[Float64, Float64]:
    at = apply(model.link_poses({})[surface.link], np.array([surface.at_m]))[0]
    half = np.array([*np.divide(surface.size_m, 2.0), 0.0])
    return at - half, at + half + (0.0, 0.0, surface.headroom_m)


@pytest.mark.parametrize("kind", RECEPTACLES)
def test_surfaces_lie_within_the_footprint(kind: FurnitureKind) -> None:
    model = kind.model(kind.styles[0])
    low, high = model.box_m()
    for surface in kind.surfaces:
        below, above = room_above(surface, model)
        assert (below[:2] >= low[:2]).all(), surface.name
        assert (above[:2] <= high[:2]).all(), surface.name
        assert low[2] < below[2] <= high[2] + 1e-3, surface.name
        assert min(surface.size_m) >= 0.12, surface.name


@pytest.mark.parametrize("kind", RECEPTACLES)
def test_nothing_is_in_the_room_above_a_surface(kind: FurnitureKind) -> None:
    model = kind.model(kind.styles[0])
    for surface in kind.surfaces:
        low, high = room_above(surface, model)
        low, high = low + CLEAR_M, high - CLEAR_M
        for name, part, pose in solids(model):
            points = covered_m(part, pose)
            inside = ((points > low) & (points < high)).all(axis=1)
            assert not inside.any(), (surface.name, name, part, points[inside][0])
            if isinstance(part.shape, Box) and part.turn_deg == (0.0, 0.0, 0.0):
                meets = (points.min(axis=0) < high) & (points.max(axis=0) > low)
                assert not meets.all(), (surface.name, name, part)


@pytest.mark.parametrize("kind", RECEPTACLES)
def test_something_carries_what_is_put_on_a_surface(kind: FurnitureKind) -> None:
    model = kind.model(kind.styles[0])
    for surface in kind.surfaces:
        (x, y, z), _ = room_above(surface, model)
        middle = np.array([x, y]) + np.divide(surface.size_m, 2.0)
        tops = [-np.inf]
        for _, part, pose in solids(model):
            points = covered_m(part, pose)
            if (points[:, :2].min(axis=0) <= middle + 0.03).all() and (
                points[:, :2].max(axis=0) >= middle - 0.03
            ).all():
                near = points[points[:, 2] <= z + CLEAR_M]
                tops.append(near[:, 2].max(initial=-np.inf))
        assert max(tops) == pytest.approx(z, abs=0.006), surface.name


@pytest.mark.parametrize("kind", RECEPTACLES)
def test_surfaces_name_links_and_joints_of_every_style(kind: FurnitureKind) -> None:
    names = [surface.name for surface in kind.surfaces]
    assert len(set(names)) == len(names)
    for style in kind.styles:
        model = kind.model(style)
        links = {BASE, *(link.name for link in model.links)}
        for surface in kind.surfaces:
            assert surface.link in links
            assert surface.behind in ("", *model.joints)
            assert (surface.preposition == "in") >= bool(surface.behind)
        behind = {surface.behind for surface in kind.surfaces} - {""}
        assert behind == set(model.joints), "every door is opened for something"
