from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from whereseen.sim.catalogue.household import household
from whereseen.sim.modelling.materials import MATERIALS
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.shapes import Part, mesh_of

FURNITURE = [
    pytest.param(kind, style, id=f"{kind.name}, {style}")
    for kind in household().furniture.values()
    for style in kind.styles
]
THINGS = [
    pytest.param(kind, colour, id=kind.label(colour))
    for kind in household().objects.values()
    for colour in kind.colours
]


def parts_of(model: Model) -> Iterator[Part]:
    yield from model.parts
    for link in model.links:
        yield from link.parts


def triangles(model: Model) -> int:
    return sum(len(mesh_of(part).faces) for part in parts_of(model))


@pytest.mark.parametrize(("kind", "looks"), [*FURNITURE, *THINGS])
def test_a_model_stands_on_its_base_and_is_well_formed(kind, looks) -> None:
    model = kind.model(looks)
    low, high = model.box_m()
    assert low[2] >= -1e-3
    assert (high - low > 0.002).all()
    for part in parts_of(model):
        assert part.material in MATERIALS
        mesh = mesh_of(part)
        assert np.isfinite(mesh.vertices_m).all()
        assert np.isfinite(mesh.uv).all()
        a, b, c = (mesh.vertices_m[mesh.faces[:, i]] for i in range(3))
        whole = np.linalg.norm(np.cross(b - a, c - a), axis=1) > 1e-12
        assert np.linalg.norm(mesh.normals[mesh.faces[whole]], axis=-1) == pytest.approx(1.0)
    assert kind.model(looks) is model


@pytest.mark.parametrize(("kind", "style"), FURNITURE)
def test_furniture_stands_in_the_middle_of_its_footprint(kind, style) -> None:
    low, high = kind.model(style).box_m()
    assert np.abs((low + high)[:2] / 2.0).max() < 0.035
    assert low[2] == pytest.approx(0.0, abs=1e-3) or kind.hangs


@pytest.mark.parametrize(("kind", "colour"), THINGS)
def test_things_stand_on_their_base_and_can_be_carried(kind, colour) -> None:
    low, high = kind.model(colour).box_m()
    assert low[2] == pytest.approx(0.0, abs=2.5e-3)
    assert high[2] <= 0.49
    assert (high - low)[:2].max() <= 0.72
    assert np.abs((low + high)[:2] / 2.0).max() < 0.1


@pytest.mark.parametrize("kinds", ["furniture", "objects"])
def test_no_two_looks_of_a_kind_are_the_same(kinds: str) -> None:
    for kind in getattr(household(), kinds).values():
        looks = kind.styles if kinds == "furniture" else kind.colours
        models = [kind.model(each) for each in looks]
        assert len(set(models)) == len(looks), kind.name


def test_few_triangles_are_enough() -> None:
    furniture = [triangles(k.model(k.styles[0])) for k in household().furniture.values()]
    things = [triangles(k.model(k.colours[0])) for k in household().objects.values()]
    assert max(furniture) <= 1500
    assert np.median(furniture) <= 500
    assert max(things) <= 1250
    assert np.median(things) <= 300
    assert np.mean(np.array(things) <= 500) > 0.85
