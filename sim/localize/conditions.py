"""How well the robot senses: the sweeps of the benchmark."""

from __future__ import annotations

from dataclasses import replace

from whereseen.sim.sensing.config import DriftConfig, RecognitionConfig, SensingConfig

PERFECT, DEFAULT = "perfect", "default noise"


def conditions() -> dict[str, SensingConfig]:
    """All of them, the two that count first."""
    perfect, usual = SensingConfig.perfect(), SensingConfig()
    return {
        PERFECT: perfect,
        DEFAULT: usual,
        **{
            f"label noise x{factor:g}": replace(perfect, recognition=_labels(factor))
            for factor in (1.0, 2.0, 4.0)
        },
        **{
            f"pose drift x{factor:g}": replace(perfect, drift=_drift(factor))
            for factor in (1.0, 2.0, 4.0)
        },
    }


def factor_of(case: str) -> float | None:
    """How many times the default noise a condition of a sweep has; None for other conditions."""
    name, _, factor = case.rpartition(" x")
    return float(factor) if name and case in conditions() else None


def _labels(factor: float) -> RecognitionConfig:
    usual = RecognitionConfig()
    return replace(
        usual,
        miss_share=min(usual.miss_share * factor, 1.0),
        confusion_share=min(usual.confusion_share * factor, 1.0),
        false_share=min(usual.false_share * factor, 1.0),
    )


def _drift(factor: float) -> DriftConfig:
    usual = DriftConfig()
    return replace(
        usual,
        way_m=usual.way_m * factor,
        side_m=usual.side_m * factor,
        yaw_deg=usual.yaw_deg * factor,
        turn_deg=usual.turn_deg * factor,
    )
