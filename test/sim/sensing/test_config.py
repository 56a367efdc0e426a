from __future__ import annotations

from typing import Any

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.sensing.config import (
    DriftConfig,
    DropoutConfig,
    NoiseConfig,
    RangeConfig,
    RecognitionConfig,
    SensingConfig,
    StepConfig,
)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (NoiseConfig, {"floor_m": -0.1}),
        (StepConfig, {"unit_m": 2.0}),
        (RangeConfig, {"farthest_m": 0.0}),
        (RangeConfig, {"nearest_m": 6.0}),
        (DropoutConfig, {"edge_share": 1.1}),
        (DropoutConfig, {"edge_px": 1.5}),
        (DriftConfig, {"left_share": -0.5}),
        (RecognitionConfig, {"miss_share": 2.0}),
    ],
)
def test_what_is_out_of_range_is_named(kind: Any, wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidConfig, match=f"{next(iter(wrong))} is out of range"):
        kind(**wrong)


def test_perfect_is_all_switched_off() -> None:
    perfect, usual = SensingConfig.perfect(), SensingConfig()
    for part in ("noise", "steps", "range", "dropouts", "drift", "recognition"):
        assert not getattr(perfect, part).enabled
        assert getattr(usual, part).enabled
