"""Points to groups: linked by nearness, cut where the evidence between two peaks is weak."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from whereseen.memory.frames import Float32, Float64

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
    waiting = _connected(points, np.arange(points.shape[0]), link_m)
    groups: list[Indices] = []
    while waiting:
        members = waiting.pop()
        parts = _parts(points, strength, members, link_m, widest_m)
        if len(parts) < 2:
            groups.append(members)
        else:
            waiting.extend(parts)
    return sorted(groups, key=lambda members: int(members[0]))


def _connected(points: Float32, members: Indices, link_m: float) -> list[Indices]:
    pairs = cKDTree(points[members]).query_pairs(link_m, output_type="ndarray")
    n = members.size
    ones = np.ones(len(pairs), dtype=np.int8)
    links = coo_array((ones, (pairs[:, 0], pairs[:, 1])), shape=(n, n)).tocsr()
    labels = connected_components(links, directed=False)[1]
    order = np.argsort(labels, kind="stable")
    borders = np.flatnonzero(np.diff(labels[order])) + 1
    return [members[part] for part in np.split(order, borders)]


def _parts(
    points: Float32, strength: Float64, members: Indices, link_m: float, widest_m: float
) -> list[Indices]:
    """Two or more parts of a wide group, or none if no bar tells its peaks apart."""
    if float(np.ptp(points[members], axis=0).max()) <= widest_m:
        return []
    least = max(_LEAST_POINTS, _LEAST_SHARE * members.size)
    for bar in np.unique(np.quantile(strength[members], _LEVELS)):
        above = members[strength[members] >= bar]
        peaks = [p for p in _connected(points, above, link_m) if p.size >= least]
        if len(peaks) > 1:
            return _nearest_peak(points, members, peaks)
    return []


def _nearest_peak(points: Float32, members: Indices, peaks: list[Indices]) -> list[Indices]:
    owner = np.repeat(np.arange(len(peaks)), [peak.size for peak in peaks])
    _, nearest = cKDTree(points[np.concatenate(peaks)]).query(points[members])
    return [members[owner[nearest] == number] for number in range(len(peaks))]
