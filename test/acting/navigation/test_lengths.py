"""Ways to things are longer than the crow flies where walls are between."""

from __future__ import annotations

import math

import numpy as np
import pytest

from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.navigation.costmap import Costmap
from whereseen.acting.navigation.lengths import WayLengths
from whereseen.acting.navigation.planner import GridPlanner

HERE = (0.5, 0.5, 0.0)


def _table(x: float, y: float) -> Thing:
    return Thing(1, "table", (x, y, 0.4), (0.4, 0.4, 0.8), 1.0, 0, is_receptacle=True)


def _planner(*, door: bool) -> GridPlanner:
    """Two rooms of 4 x 4 m beside each other, with a door at the far end of the wall."""
    occupied = np.zeros((40, 81), dtype=np.bool_)
    occupied[:, 40] = True
    occupied[30:38, 40] = not door
    return GridPlanner(Costmap(np.where(occupied, 100, 0).astype(np.int8), 0.1, (0.0, 0.0), 0.1))


def test_a_wall_makes_a_way_long() -> None:
    ways = WayLengths(lambda: planner)
    planner = _planner(door=True)
    here, behind = _table(2.5, 0.5), _table(5.0, 0.5)
    assert ways.to(here, HERE) == pytest.approx(1.8, abs=0.2)
    assert ways.to(behind, HERE) > 1.5 * math.dist((5.0, 0.5), HERE[:2])
    from_there = (6.0, 0.5, 0.0)
    assert ways.to(behind, from_there) < ways.to(here, from_there)


def test_where_no_way_is_known_the_crow_flies() -> None:
    planner = _planner(door=True)
    ways = WayLengths(lambda: planner)
    behind = _table(7.0, 0.5)
    through = ways.to(behind, HERE)
    planner = _planner(door=False)
    assert ways.to(behind, HERE) == pytest.approx(6.5)
    assert through > 6.5


@pytest.mark.parametrize("x", [1.0, 2.0, 3.3])
def test_a_way_is_no_shorter_than_the_crow_flies_to_the_edge(x: float) -> None:
    planner = _planner(door=True)
    straight = max(x - 0.2 - HERE[0], 0.0)
    assert straight - 0.15 <= WayLengths(lambda: planner).to(_table(x, 0.5), HERE)
