"""It sees all there is to see, goes first where things are likely, and never goes on for ever."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from whereseen.acting.exploration.config import ExplorerConfig
from whereseen.acting.exploration.explorer import Explorer
from whereseen.acting.exploration.picture import value_picture
from whereseen.memory.errors import InvalidConfig

_START = (1.8, 1.5, 0.0)
_MOST = 25


def test_it_sees_the_whole_flat_and_then_has_enough(flat: Any, new_memory: Any) -> None:
    memory = new_memory()
    flat.look_round(memory, _START, stamp_s=0.0)
    explorer, pose = Explorer(memory), _START
    assert explorer.frontiers(_START)
    for number in range(_MOST):
        view = explorer.next_view("mug", pose)
        if view is None:
            break
        row, column = explorer.costmap().cells_of([view.pose[:2]])[0]
        assert explorer.planner is not None
        assert explorer.planner.costmap.is_free[row, column]
        assert view.reason and view.gain_m2 >= explorer.config.least_m2
        pose = view.pose
        flat.sweep(memory, pose, stamp_s=10.0 + 5.0 * number)
        explorer.looked("mug", view)
    assert 1 <= number < _MOST - 1
    costmap = explorer.costmap()
    inside = costmap.cells_of([(0.3, 1.4), (5.8, 2.8)])
    (top, left), (bottom, right) = inside.tolist()
    floor = costmap.states[top:bottom, left:right]
    assert (floor != -1).mean() > 0.94


def test_looks_that_show_nothing_new_come_to_an_end(flat: Any, new_memory: Any) -> None:
    memory = new_memory()
    flat.look_round(memory, _START, stamp_s=0.0)
    explorer = Explorer(memory, ExplorerConfig(time_weight=0.0, in_vain=0.1))
    views = []
    while (view := explorer.next_view("mug", _START)) is not None and len(views) < 60:
        views.append(view.pose)
        explorer.looked("mug", view)  # and the memory has seen nothing
    assert 1 < len(views) < 60


def test_who_does_not_come_to_a_view_has_not_seen_it(flat: Any, new_memory: Any) -> None:
    memory = new_memory()
    flat.look_round(memory, _START, stamp_s=0.0)
    explorer = Explorer(memory)
    before = explorer.value_map("mug").value
    view = explorer.next_view("mug", _START)
    assert view is not None
    corner = (0.5, 0.5, -2.4)  # it sees little but that corner
    explorer.looked("mug", view, pose=corner)
    left = explorer.value_map("mug").value
    assert 0.0 < (left < 0.9 * before).mean() < 0.15
    again = explorer.next_view("mug", _START)
    assert again is not None and again.pose != view.pose


def test_meaning_draws_it_to_what_is_alike(flat: Any, new_memory: Any) -> None:
    memory = new_memory()
    for at in ((1.8, 1.5, 0.0), (4.5, 1.8, 0.0)):
        flat.look_round(memory, at, stamp_s=0.0)
    flat.sweep(memory, (4.5, 1.8, 0.0), stamp_s=36_000.0)
    doorway = (3.05, 1.5, 0.0)
    explorer = Explorer(memory, ExplorerConfig(look_m=1.8))
    mug, bed = (explorer.value_map(query) for query in ("mug", "bed"))

    def at(values: Any, layer: Any, x: float, y: float) -> float:
        row, column = values.costmap.cells_of([(x, y)])[0]
        return float(layer[row, column])

    sink, pillow = (0.3, 1.0), (5.2, 0.6)
    assert at(mug, mug.meaning, *sink) > 2.0 * at(mug, mug.meaning, *pillow)
    assert at(bed, bed.meaning, *pillow) > 2.0 * at(bed, bed.meaning, *sink)
    view = explorer.next_view("mug", doorway)
    assert view is not None and view.pose[0] < 3.0


def test_what_was_seen_longer_ago_is_worth_more(flat: Any, new_memory: Any) -> None:
    memory = new_memory()
    for at in ((1.8, 1.5, 0.0), (4.5, 1.8, 0.0)):
        flat.look_round(memory, at, stamp_s=0.0)
    flat.look_round(memory, (1.8, 1.5, 0.0), stamp_s=7200.0)
    values = Explorer(memory).value_map("")
    assert (values.meaning == 1.0).all()
    rows, columns = values.costmap.cells_of([(1.5, 2.0), (4.0, 2.8)]).T
    new, old = values.time[rows, columns]
    assert new < 0.2 and old > 0.8
    assert values.time[0, 0] == 1.0


def test_only_a_part_of_the_floor(flat: Any, new_memory: Any) -> None:
    memory = new_memory()
    flat.look_round(memory, _START, stamp_s=0.0)
    explorer = Explorer(memory)
    view = explorer.next_view("", _START, area_m=((3.2, 0.0), (6.0, 3.0)))
    assert view is not None and np.cos(view.pose[2]) > 0.0  # through the doorway
    assert explorer.next_view("", _START, area_m=((20.0, 20.0), (21.0, 21.0))) is None


def test_a_bump_is_remembered(flat: Any, new_memory: Any) -> None:
    memory = new_memory()
    flat.look_round(memory, _START, stamp_s=0.0)
    explorer = Explorer(memory)
    row, column = explorer.costmap().cells_of([(2.4, 1.5)])[0]
    assert explorer.costmap().is_free[row, column]
    explorer.bumped((2.5, 1.5))
    assert not explorer.costmap().is_free[row, column]


def test_a_picture_has_the_robot_in_it(flat: Any, new_memory: Any) -> None:
    memory = new_memory()
    flat.look_round(memory, _START, stamp_s=0.0)
    values = Explorer(memory).value_map("mug")
    picture = value_picture(values, robot=_START, views=[(2.0, 2.0, 0.0)], way=[(0, 0), (1, 1)])
    assert picture.shape == (values.value.shape[0] * 4, values.value.shape[1] * 4, 3)
    assert (picture == (220, 60, 50)).all(axis=-1).sum() > 20


def test_knobs_have_ranges() -> None:
    with pytest.raises(InvalidConfig, match="look_m"):
        ExplorerConfig(look_m=-1.0)
