"""Connected parts of a graph."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float64

Indices = npt.NDArray[np.intp]


@njit(cache=True, nogil=True, error_model="numpy")
def connected(n: int, links: Indices) -> Indices:
    """The smallest node (n,) of the part that each node is in, by links (P, 2) between nodes."""
    parent = np.arange(n)
    for k in range(links.shape[0]):
        a, b = _root(parent, links[k, 0]), _root(parent, links[k, 1])
        if a < b:
            parent[b] = a
        elif b < a:
            parent[a] = b
    for node in range(n):
        parent[node] = _root(parent, node)
    return parent


@njit(cache=True, nogil=True, error_model="numpy")
def _root(parent: Indices, node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]  # shortens the way for the next
        node = parent[node]
    return node


@njit(cache=True, nogil=True, error_model="numpy")
def first_cut(strength: Float64, links: Indices, bars: Float64, least: float) -> int:
    """The first bar above which two parts or more have `least` nodes; -1 if none is such.

    Args:
        strength: (N,) of each node.
        links: (P, 2) pairs of nodes.
        bars: (B,) ascending.
        least: Smallest part that counts.
    """
    # From the highest bar down nodes only join, so that every link is looked at once.
    begins = np.searchsorted(bars, strength, "right")
    order = np.minimum(begins[links[:, 0]], begins[links[:, 1]])
    by_links, by_nodes = _falling(order, bars.size), _falling(begins, bars.size)
    parent, size = np.arange(strength.size), np.zeros(strength.size, np.int64)
    link, node, peaks, found = 0, 0, 0, -1
    for level in range(bars.size - 1, -1, -1):
        while node < by_nodes.size and begins[by_nodes[node]] > level:
            size[by_nodes[node]] = 1
            peaks += least <= 1
            node += 1
        while link < by_links.size and order[by_links[link]] > level:
            a, b = links[by_links[link], 0], links[by_links[link], 1]
            a, b = _root(parent, a), _root(parent, b)
            link += 1
            if a != b:
                peaks += (size[a] + size[b] >= least) - (size[a] >= least) - (size[b] >= least)
                parent[max(a, b)] = min(a, b)
                size[min(a, b)] = size[a] + size[b]
        if peaks > 1:
            found = level
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def links_within(
    links: Indices, part: Indices, place: Indices, wanted: npt.NDArray[np.bool_]
) -> tuple[Indices, Indices]:
    """Links (P, 2) between nodes of one part, part by part, of those wanted (Q,).

    Args:
        links: (P, 2) between nodes.
        part: (N,) of each node.
        place: (N,) of each node in its part.
        wanted: (Q,) which parts.

    Returns:
        (M, 2) links between places, and where those of each part end (Q,).
    """
    ends = np.zeros(wanted.size, np.int64)
    for k in range(links.shape[0]):
        one = part[links[k, 0]]
        ends[one] += wanted[one] and one == part[links[k, 1]]
    ends = np.cumsum(ends)
    found, at = np.empty((ends[-1], 2), np.int64), ends.copy()
    for k in range(links.shape[0] - 1, -1, -1):
        one = part[links[k, 0]]
        if wanted[one] and one == part[links[k, 1]]:
            at[one] -= 1
            found[at[one], 0], found[at[one], 1] = place[links[k, 0]], place[links[k, 1]]
    return found, ends


@njit(cache=True, nogil=True, error_model="numpy")
def _falling(levels: Indices, most: int) -> Indices:
    """The order (N,) in which levels (N,) from 0 to `most` fall."""
    ends = np.zeros(most + 2, np.int64)
    for level in levels:
        ends[most - level + 1] += 1
    ends = np.cumsum(ends)
    order = np.empty(levels.size, np.int64)
    for n in range(levels.size):
        at = most - levels[n]
        order[ends[at]] = n
        ends[at] += 1
    return order
