"""Numbers as people say them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whereseen.memory.answer import Metres3

# Nearer than this is the same place: the size of a mug and its handle, and two voxels.
_RIGHT_M = 0.5


def percent(probability: float) -> str:
    """As `93 %`; never all or nothing, for no belief is."""
    return f"{min(max(round(100.0 * probability), 1), 99)} %"


def distance(metres: float) -> str:
    """As `4 cm` or `1.3 m`."""
    return f"{100.0 * metres:.0f} cm" if metres < 0.995 else f"{metres:.1f} m"


def age(nanoseconds: int) -> str:
    """As `seen 3 min ago`."""
    seconds = nanoseconds / 1e9
    if seconds < 1.0:
        return "seen just now"
    for unit, length in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 1.5 * length:
            return f"seen {seconds / length:.0f} {unit} ago"
    return f"seen {seconds:.0f} s ago"


def against_truth(
    found: bool, position_m: Metres3 | None, truth_m: Sequence[Metres3] | None
) -> tuple[str, ...]:
    """What is to be said of an answer where the truth is known; nothing where it is not."""
    if truth_m is None:
        return ()
    if not truth_m:
        return ("wrong: there is none",) if found else ("rightly so: there is none",)
    if not found or position_m is None:
        return ("missed: it is there",)
    gap = min(float(np.linalg.norm(np.subtract(position_m, right))) for right in truth_m)
    return (f"{distance(gap)} from the truth" + ("" if gap <= _RIGHT_M else ": wrong"),)
