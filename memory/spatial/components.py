"""Points to groups: linked by nearness, cut where the evidence between two peaks is weak."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from whereseen.memory.frames import Float32, Float64
from whereseen.memory.spatial.kernels.connect import connected, first_cut, links_within
from whereseen.memory.spatial.kernels.near import near_pairs
from whereseen.memory.spatial.runs import begins

Indices = npt.NDArray[np.intp]

_LEVELS = np.linspace(0.05, 0.95, 19)
_LEAST_SHARE = 0.08  # of a group, for a peak to count
_LEAST_POINTS = 6


def group(points: Float32, strength: Float64, *, link_m: float, widest_m: float) -> list[Indices]:
    """Group points that are linked, and cut wide groups apart at their weakest places.

    Things of one kind that touch, as chairs at a table, make one group of linked points. Seen
    often in their middle and seldom between, they come apart as the bar is raised.

    Args:
        points: (N, 3) float32.
        strength: (N,) float64 evidence of each point.
        link_m: Points nearer than this are linked.
        widest_m: Groups within boxes of this edge stay whole.

    Returns:
        Indices of each group's points; groups in order of their first point.
    """
    everything = np.arange(points.shape[0])
    links = near_pairs(points, link_m)
    whole = _Linked(everything, links)
    narrow, waiting = whole.divided(connected(everything.size, links), points, widest_m)
    while waiting:
        group = waiting.pop()
        owner = _peaks(points, strength, group)
        if owner is None:
            narrow.append(group.members)
        else:
            parts, wide = group.divided(owner, points, widest_m)
            narrow += parts
            waiting += wide
    return sorted(narrow, key=lambda members: int(members[0]))


@dataclass(frozen=True, slots=True)
class _Linked:
    """Points with their links.

    Attributes:
        members: (N,) indices of the points, ascending.
        links: (P, 2) positions in `members` of points that are linked.
    """

    members: Indices
    links: Indices

    def divided(
        self, owner: Indices, points: Float32, widest_m: float
    ) -> tuple[list[Indices], list[_Linked]]:
        """Members that belong together, by the owner (N,) of each: narrow parts, and wide ones."""
        order = np.argsort(owner, kind="stable")
        starts, listed = begins(owner[order]), self.members[order]
        ends = np.append(starts[1:], order.size)
        at = points[listed]
        extent = np.maximum.reduceat(at, starts) - np.minimum.reduceat(at, starts)
        wide = extent.max(axis=1) > widest_m
        bounds = zip(starts.tolist(), ends.tolist(), wide.tolist(), strict=True)
        narrow = [listed[start:end] for start, end, is_wide in bounds if not is_wide]
        if not wide.any():
            return narrow, []
        part = np.empty(order.size, dtype=np.intp)
        part[order] = np.repeat(np.arange(starts.size), ends - starts)
        place = np.empty(order.size, dtype=np.intp)
        place[order] = np.arange(order.size) - starts[part[order]]
        links, last = links_within(self.links, part, place, wide)
        first = np.append(0, last[:-1])
        return narrow, [
            _Linked(listed[starts[p] : ends[p]], links[first[p] : last[p]])
            for p in np.flatnonzero(wide).tolist()
        ]


def _peaks(points: Float32, strength: Float64, group: _Linked) -> Indices | None:
    """The peak (N,) of each member of a wide group, by one in it; None if there is but one."""
    own, links = strength[group.members], group.links
    least = max(_LEAST_POINTS, _LEAST_SHARE * own.size)
    bars = np.unique(np.quantile(own, _LEVELS))
    level = first_cut(own, links, bars, least)
    if level < 0:
        return None
    above = own >= bars[level]
    peak: Indices = connected(own.size, links[above[links[:, 0]] & above[links[:, 1]]])
    peak[~above] = -1
    is_large = np.bincount(peak[above], minlength=own.size) >= least
    sure = above & is_large[peak]
    at = points[group.members]
    _, nearest = cKDTree(at[sure]).query(at[~sure])
    peak[~sure] = peak[sure][nearest]
    return peak
