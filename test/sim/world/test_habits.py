from __future__ import annotations

from typing import Any

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.world.habits import WORKDAY, HabitConfig

HOUR_NS = 3_600_000_000_000


def test_nobody_is_active_at_night() -> None:
    config = HabitConfig()
    assert [config.activity(hour * HOUR_NS) for hour in (0, 5, 7, 10, 18, 23, 24, 31)] == [
        0.0, 0.0, 1.0, 0.25, 1.0, 0.0, 0.0, 1.0
    ]  # fmt: skip
    assert config.activity(6 * HOUR_NS - 1) == 0.0
    assert config.activity(6 * HOUR_NS) == 0.6


def test_a_day_has_24_hours() -> None:
    assert len(WORKDAY) == 24


@pytest.mark.parametrize(
    "wrong",
    [
        {"moves_per_hour": -1.0},
        {"odd_share": 1.5},
        {"growth": 0.5},
        {"rhythm": (1.0,) * 23},
        {"rhythm": (2.0,) * 24},
        {"people": ()},
        {"people": ("Ada", "Ada")},
        {"people": ("Ada", "")},
        {"people": ("robot",)},
    ],
)
def test_what_is_out_of_range_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidConfig, match=f"{next(iter(wrong))} is out of range"):
        HabitConfig(**wrong)
