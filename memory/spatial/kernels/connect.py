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
    order = np.searchsorted(bars, np.minimum(strength[links[:, 0]], strength[links[:, 1]]), "right")
    begins = np.searchsorted(bars, strength, "right")
    by_links, by_nodes = np.argsort(-order), np.argsort(-begins)
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
