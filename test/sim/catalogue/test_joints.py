from __future__ import annotations

import numpy as np
import pytest

from whereseen.memory.frames import Float64, apply
from whereseen.sim.catalogue.household import household
from whereseen.sim.catalogue.kinds import FurnitureKind
from whereseen.sim.modelling.model import Link, Model
from whereseen.sim.modelling.shapes import Box, Part, mesh_of

JOINTED = [
    pytest.param(kind, id=kind.name)
    for kind in household().furniture.values()
    if kind.model(kind.styles[0]).joints
]
TOUCHING_M = 0.002


def boxes(parts: tuple[Part, ...]) -> list[tuple[Float64, Float64]]:
    """Lower and upper corners of the upright boxes among parts."""
    return [
        (mesh_of(part).vertices_m.min(axis=0), mesh_of(part).vertices_m.max(axis=0))
        for part in parts
        if isinstance(part.shape, Box) and part.turn_deg == (0.0, 0.0, 0.0)
    ]


def depth_m(one: tuple[Float64, Float64], other: tuple[Float64, Float64]) -> float:
    """How deep two boxes are in each other; negative if they are apart."""
    return float((np.minimum(one[1], other[1]) - np.maximum(one[0], other[0])).min())


def points_of(link: Link, T_model_link: Float64) -> Float64:
    """Points (N, 3) throughout the boxes of a link."""
    grid = np.stack(np.meshgrid(*[np.linspace(0.0, 1.0, 7)] * 3), axis=-1).reshape(-1, 3)
    points = [low + grid * (high - low) for low, high in boxes(link.parts)]
    return apply(T_model_link, np.concatenate(points))


@pytest.mark.parametrize("kind", JOINTED)
def test_what_is_closed_is_not_in_the_body_nor_in_other_fronts(kind: FurnitureKind) -> None:
    model = kind.model(kind.styles[0])
    fixed = boxes(model.parts)
    for index, link in enumerate(model.links):
        shut = [(low + link.origin_m, high + link.origin_m) for low, high in boxes(link.parts)]
        others = [
            (low + other.origin_m, high + other.origin_m)
            for other in model.links[:index]
            for low, high in boxes(other.parts)
        ]
        for box in shut:
            assert max(depth_m(box, other) for other in fixed) <= TOUCHING_M, link.name
            assert max((depth_m(box, other) for other in others), default=-1.0) <= TOUCHING_M


@pytest.mark.parametrize("kind", JOINTED)
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 1.0])
def test_nothing_is_in_the_way_of_what_opens(kind: FurnitureKind, share: float) -> None:
    model = kind.model(kind.styles[0])
    shut = {link.name: [(low + link.origin_m, high + link.origin_m)
                        for low, high in boxes(link.parts)] for link in model.links}  # fmt: skip
    for link in model.links:
        opened = share * model.joints[link.name].upper
        points = points_of(link, model.link_poses({link.name: opened})[link.name])
        still = [*boxes(model.parts)]
        still += [box for name, others in shut.items() if name != link.name for box in others]
        for low, high in still:
            inside = (points > low + TOUCHING_M) & (points < high - TOUCHING_M)
            assert not inside.all(axis=1).any(), link.name


@pytest.mark.parametrize("kind", JOINTED)
def test_what_opens_comes_to_the_front_and_stays_above_the_floor(kind: FurnitureKind) -> None:
    model = kind.model(kind.styles[0])
    low, _ = model.box_m()
    for name, joint in model.joints.items():
        assert joint.lower == 0.0
        opened, high = model.box_m({name: joint.upper})
        assert opened[2] >= -1e-3, name
        reach = {"slide": low[1] - opened[1], "hinge": max(low[1] - opened[1], high[2] - 0.5)}
        assert reach[joint.kind] > 0.15, name
        if joint.kind == "hinge":
            assert 1.4 <= joint.upper <= 1.7, name
        else:
            assert 0.18 <= joint.upper <= 0.45, name


@pytest.mark.parametrize("kind", JOINTED)
def test_the_axis_of_a_hinge_lies_in_its_door(kind: FurnitureKind) -> None:
    model = kind.model(kind.styles[0])
    for link in model.links:
        if model.joints[link.name].kind == "hinge":
            vertices = np.concatenate([mesh_of(part).vertices_m for part in link.parts])
            across = np.abs(model.joints[link.name].axis) < 0.5
            assert (vertices.min(axis=0)[across] <= 0.01).all(), link.name
            assert (vertices.max(axis=0)[across] >= -0.01).all(), link.name


def test_a_drawer_takes_along_what_is_in_it() -> None:
    kind = household().furniture["dresser"]
    model: Model = kind.model(kind.styles[0])
    surface = next(each for each in kind.surfaces if each.name == "upper left drawer")
    joint = model.joints[surface.behind]
    shut, opened = (
        apply(model.link_poses({surface.behind: at})[surface.link], np.array([surface.at_m]))[0]
        for at in (0.0, joint.upper)
    )
    assert opened - shut == pytest.approx((0.0, -joint.upper, 0.0))
