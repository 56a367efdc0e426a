"""Points to groups: linked by nearness, cut where the evidence between two peaks is weak."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from whereseen.memory.frames import Float32, Float64
from whereseen.memory.spatial.kernels.connect import connected, first_cut

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
    waiting = _connected(everything, _links(points, link_m))
    groups: list[Indices] = []
    while waiting:
        members = waiting.pop()
        parts = _parts(points, strength, members, link_m, widest_m)
        if len(parts) < 2:
            groups.append(members)
        else:
            waiting.extend(parts)
    return sorted(groups, key=lambda members: int(members[0]))


def _links(points: Float32, link_m: float) -> Indices:
    """Pairs (P, 2) of points (N, 3) that are linked."""
    return cKDTree(points).query_pairs(link_m, output_type="ndarray")


def _connected(members: Indices, links: Indices) -> list[Indices]:
    """Members (N,) by what is linked, in order of the first of each; `links` (P, 2) are places."""
    n = members.size
    owner = connected(n, links)
    order = np.argsort(owner, kind="stable")
    borders = np.flatnonzero(np.diff(owner[order])) + 1
    return [members[part] for part in np.split(order, borders)]


def _parts(
    points: Float32, strength: Float64, members: Indices, link_m: float, widest_m: float
) -> list[Indices]:
    """Two or more parts of a wide group, or none if no bar tells its peaks apart."""
    if float(np.ptp(points[members], axis=0).max()) <= widest_m:
        return []
    least = max(_LEAST_POINTS, _LEAST_SHARE * members.size)
    links, own = _links(points[members], link_m), strength[members]
    bars = np.unique(np.quantile(own, _LEVELS))
    level = first_cut(own, links, bars, least)
    if level < 0:
        return []
    peaks = [p for p in _above(members, links, own >= bars[level]) if p.size >= least]
    return _nearest_peak(points, members, peaks)


def _above(members: Indices, links: Indices, above: npt.NDArray[np.bool_]) -> list[Indices]:
    """Connected members (N,) of those above the bar (N,)."""
    place = np.cumsum(above) - 1
    kept = above[links[:, 0]] & above[links[:, 1]]
    return _connected(members[above], place[links[kept]])


def _nearest_peak(points: Float32, members: Indices, peaks: list[Indices]) -> list[Indices]:
    owner = np.repeat(np.arange(len(peaks)), [peak.size for peak in peaks])
    _, nearest = cKDTree(points[np.concatenate(peaks)]).query(points[members])
    return [members[owner[nearest] == number] for number in range(len(peaks))]
