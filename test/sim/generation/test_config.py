from __future__ import annotations

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.naming import Names


def test_more_rooms_hold_more_things() -> None:
    assert HomeConfig(rooms=1).object_count == 15
    assert HomeConfig(rooms=12).object_count == 114
    assert HomeConfig(rooms=12, objects=3).object_count == 3


@pytest.mark.parametrize(
    "knobs",
    [{"rooms": 0}, {"rooms": 13}, {"objects": -1}, {"seed": -1}, {"height_m": 2.0},
     {"wall_m": 0.5}, {"inside": 1.5}, {"look_alikes": -0.1}, {"wall_m": float("nan")}],
)  # fmt: skip
def test_knobs_have_ranges(knobs: dict[str, float]) -> None:
    with pytest.raises(InvalidConfig, match=f"{next(iter(knobs))} must be from"):
        HomeConfig(**knobs)  # type: ignore[arg-type]


def test_names_are_given_once() -> None:
    names = Names(taken=("robot",))
    given = [names.take(label) for label in ("red mug", "blue mug", "red mug", "red mug", "robot")]
    assert given == ["red mug", "blue mug", "red mug 2", "red mug 3", "robot 2"]


def test_a_label_that_looks_like_a_numbered_name_is_no_trap() -> None:
    names = Names()
    assert [names.take(label) for label in ("mug 2", "mug", "mug")] == ["mug 2", "mug", "mug 3"]
