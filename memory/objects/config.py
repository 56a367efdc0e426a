"""Every knob of the objects."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.memory.knobs import knob, require_in_range


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectConfig:
    """When a thing is one, the same one, or gone.

    Attributes:
        period_s: How often each label is asked for.
        appear_at, least_voxels, keep_at, confirmations: When a place counts as a thing.
        same_place_m, reidentify_s, size_ratio: When it is a thing known before.
        visible_share, absent_share, vanished_share: When a place was seen without it.
        stale_s: When a thing not seen counts as unknown.
        told_reach_m: How far from where it was told a thing may be seen.
        max_entities, max_changes: Bounds; the oldest go first.
    """

    period_s: float = knob(
        1.0,
        "Seconds of observation time after which a label is asked for again.",
        low=0.0,
        high=86_400.0,
    )
    appear_at: float = knob(
        0.5, "A place needs this probability to become a thing.", low=0.01, high=1.0
    )
    least_voxels: int = knob(
        4, "Smaller places are specks of doubtful things, and become none.", low=1, high=10_000
    )
    keep_at: float = knob(
        0.25, "A known thing stays seen down to this probability.", low=0.001, high=1.0
    )
    confirmations: int = knob(
        2, "Looks in a row that must agree that a thing is new, or gone.", low=1, high=20
    )
    same_place_m: float = knob(
        0.2, "A thing this near to where one was is the same one.", low=0.01, high=10.0
    )
    reidentify_s: float = knob(
        86_400.0,
        "Seconds within which a thing of the same label and size is one that was missed.",
        low=0.0,
        high=1e9,
    )
    size_ratio: float = knob(
        2.5, "A thing seen elsewhere may be so many times longer or shorter.", low=1.0, high=100.0
    )
    visible_share: float = knob(
        0.3, "Share of a place that must be in view to say what is not there.", low=0.01, high=1.0
    )
    absent_share: float = knob(
        0.6,
        "Share of a place in view that was seen through where a thing is gone.",
        low=0.01,
        high=1.0,
    )
    vanished_share: float = knob(
        0.35,
        "Share of a thing's voxels that the map must have lost before it can be gone.",
        low=0.01,
        high=1.0,
    )
    stale_s: float = knob(
        600.0, "Seconds without a look after which a thing counts as unknown.", low=0.0, high=1e9
    )
    told_reach_m: float = knob(
        0.5, "A thing that was told is taken for one seen this near to it.", low=0.01, high=100.0
    )
    max_entities: int = knob(2000, "Most things known at a time.", low=1, high=1_000_000)
    max_changes: int = knob(10_000, "Most changes remembered.", low=1, high=10_000_000)

    def __post_init__(self) -> None:
        require_in_range(self)
