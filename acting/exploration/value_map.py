"""What it is worth to see each place: a term of time and a term of meaning."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from whereseen.acting.exploration.columns import NEVER
from whereseen.acting.navigation.costmap import Costmap, Mask
from whereseen.memory.frames import Float32
from whereseen.memory.io.occupancy import UNKNOWN


@dataclass(frozen=True, slots=True, eq=False)
class ValueMap:
    """Cells of a costmap with what it is worth to see them.

    Attributes:
        costmap: Where the cells are, and where the robot can be.
        time: (H, W) 1 for what was never seen, less for what was seen lately, 0 for now.
        meaning: (H, W) how likely what is looked for is there, 1 being usual.
        value: (H, W) both mixed, and less where looking brought nothing.
        whole: (H, W) the same if nobody had looked there lately.
        is_high: (H, W) what the camera cannot see over.
    """

    costmap: Costmap
    time: Float32 = field(repr=False)
    meaning: Float32 = field(repr=False)
    value: Float32 = field(repr=False)
    whole: Float32 = field(repr=False)
    is_high: Mask = field(repr=False)

    @property
    def is_unseen(self) -> Mask:
        """(H, W) what was never seen."""
        return np.asarray((self.costmap.states == UNKNOWN) & (self.time >= 1.0))


def time_term(
    last_seen_ns: npt.NDArray[np.int64],
    recognised: npt.NDArray[np.floating],
    now_ns: int,
    half_life_s: float,
) -> Float32:
    """Probability (H, W) that what is at a cell is not known: 1 for what was never seen.

    Args:
        last_seen_ns: (H, W) when it was seen; -1 for never.
        recognised: (H, W) probability that a thing there was recognised then.
        now_ns: Now.
        half_life_s: After so long it is as likely as not to be another.
    """
    age_s = np.maximum(now_ns - last_seen_ns, 0) / 1e9
    known = recognised * 0.5 ** (age_s / half_life_s)
    return np.where(last_seen_ns == NEVER, 1.0, 1.0 - known).astype(np.float32)


def mixed(time: Float32, meaning: Float32, *, time_weight: float, meaning_weight: float) -> Float32:
    """Both terms (H, W) as one: their logarithms are added by weights, 0 leaving one out."""
    return np.asarray(time**time_weight * meaning**meaning_weight, dtype=np.float32)
