from __future__ import annotations

import sys
from itertools import pairwise

import numpy as np
import pytest

from test.sim.stages.conftest import cabinet, slab
from whereseen.sim.modelling.placing import pose
from whereseen.sim.stages.errors import MissingSimulator
from whereseen.sim.stages.habitat_stage import HabitatStage
from whereseen.sim.stages.protocol import Body, Placement, Reaching, Stage, Wayfinding


@pytest.fixture
def corridor(habitat: Stage) -> Stage:
    """A floor of 6 x 4 m with a wall across that leaves 1 m free at its northern end."""
    habitat.clear()
    habitat.load(
        [
            Body("floor", 1, slab(6.0, 4.0, 0.1)),
            Body("wall", 2, slab(0.1, 3.0, 2.0)),
            Body("cabinet", 3, cabinet()),
            Body("ball", 4, slab(1.0, 1.0, 1.0), is_movable=True),
        ]
    )
    habitat.place(
        {
            "floor": Placement(pose((0.0, 0.0, -0.05)), {}),
            "wall": Placement(pose((0.0, -0.5, 1.0)), {}),
        }
    )
    return habitat


def way(stage: Stage, radius_m: float = 0.25) -> np.ndarray | None:
    assert isinstance(stage, Wayfinding)
    return stage.way(np.array([-2.0, -1.0, 0.0]), np.array([2.0, -1.0, 0.0]), radius_m)


@pytest.mark.sim
def test_a_way_leads_round_a_wall(corridor: Stage) -> None:
    found = way(corridor)
    assert found is not None
    np.testing.assert_allclose(found[[0, -1]], [[-2, -1, 0], [2, -1, 0]], atol=0.02)
    assert (found[:, 2] == 0.0).all()
    shares = np.linspace(0.0, 1.0, 50)[:, None]
    along = np.concatenate([a + shares * (b - a) for a, b in pairwise(found[:, :2])])
    apart_m = np.hypot(np.maximum(np.abs(along[:, 0]) - 0.05, 0), np.maximum(along[:, 1] - 1, 0))
    assert apart_m.min() > 0.2
    length_m = np.linalg.norm(np.diff(found, axis=0), axis=1).sum()
    assert 5.9 < length_m < 6.5


@pytest.mark.sim
def test_there_is_no_way_for_who_is_too_wide(corridor: Stage) -> None:
    assert way(corridor, radius_m=0.6) is None


@pytest.mark.sim
def test_furniture_with_joints_bars_the_way_and_what_moves_does_not(corridor: Stage) -> None:
    corridor.place({"ball": Placement(pose((0.0, 1.5, 0.5)), {})})
    assert way(corridor) is not None
    corridor.place({"cabinet": Placement(pose((0.0, 1.5, 0.0), 90.0), {})})
    assert way(corridor) is None
    corridor.place({"cabinet": Placement(None, {})})
    assert way(corridor) is not None


@pytest.mark.sim
def test_there_is_no_way_from_beside_the_floor(corridor: Stage) -> None:
    assert isinstance(corridor, Wayfinding)
    assert corridor.way(np.array([-9.0, 0, 0]), np.array([2.0, 0, 0]), 0.25) is None


@pytest.mark.sim
def test_it_knows_ways_but_not_how_to_reach(corridor: Stage) -> None:
    assert isinstance(corridor, Wayfinding)
    assert not isinstance(corridor, Reaching)


def test_without_habitat_the_remedy_names_conda(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "habitat_sim", None)
    with pytest.raises(MissingSimulator, match=r"conda create .*habitat-sim withbullet headless"):
        HabitatStage()
