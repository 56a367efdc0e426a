from __future__ import annotations

import numpy as np
import pytest

from test.sim.stages.conftest import cabinet, slab
from whereseen.sim.modelling.model import Link, Model
from whereseen.sim.modelling.placing import pose
from whereseen.sim.stages.bodies import Registry
from whereseen.sim.stages.errors import StageFailed
from whereseen.sim.stages.protocol import Body, Placement


@pytest.fixture
def registry() -> Registry:
    made = Registry()
    made.add([Body("box", 1, slab(1.0, 1.0, 1.0)), Body("cabinet", 2, cabinet())])
    return made


def test_only_what_moved_is_changed(registry: Registry) -> None:
    placements = {
        "box": Placement(pose((1.0, 0.0, 0.0)), {}),
        "cabinet": Placement(np.eye(4), {"door": 0.5}),
    }
    assert set(registry.changed(placements)) == {"box", "cabinet"}
    assert registry.changed({**placements, "box": Placement(pose((1.0, 0.0, 0.0)), {})}) == {}
    placements["cabinet"] = Placement(np.eye(4), {"door": 0.6})
    assert set(registry.changed(placements)) == {"cabinet"}
    assert registry.placements["cabinet"].joints == {"door": 0.6}


def test_bodies_are_hidden_at_first(registry: Registry) -> None:
    assert registry.changed({"box": Placement(None, {})}) == {}
    assert registry.placements["box"].T_map_body is None


@pytest.mark.parametrize(
    ("placement", "message"),
    [
        (Placement(np.diag([2.0, 1.0, 1.0, 1.0]), {}), "not rigid"),
        (Placement(np.full((4, 4), np.nan), {}), "not rigid"),
        (Placement(np.eye(3), {}), "not rigid"),
        (Placement(np.eye(4), {"lid": 1.0}), "no such joint of box.*lid"),
    ],
)
def test_impossible_placements_are_refused_as_a_whole(
    registry: Registry, placement: Placement, message: str
) -> None:
    fine = {"cabinet": Placement(np.eye(4), {})}
    with pytest.raises(StageFailed, match=message):
        registry.changed({**fine, "box": placement})
    assert set(registry.changed(fine)) == {"cabinet"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (Body("box", 3, slab(1.0, 1.0, 1.0)), "unique"),
        (Body("other", 0, slab(1.0, 1.0, 1.0)), "count from 1"),
        (Body("empty", 3, Model((), (Link("frame"),))), "no solids"),
    ],
)
def test_impossible_bodies_are_refused_as_a_whole(
    registry: Registry, body: Body, message: str
) -> None:
    with pytest.raises(StageFailed, match=message):
        registry.add([Body("fine", 9, slab(1.0, 1.0, 1.0)), body])
    assert set(registry.bodies) == {"box", "cabinet"}
