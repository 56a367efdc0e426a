import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from whereseen.memory.spatial.kernels.connect import connected, first_cut


def graph(seed, n=60, links=70):
    rng = np.random.default_rng(seed)
    return rng.integers(0, n, (links, 2)), rng.integers(0, 6, n) / 5.0


def parts(n, links):
    matrix = coo_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(n, n))
    return connected_components(matrix, directed=False)[1]


@pytest.mark.parametrize("seed", range(20))
def test_parts_are_those_of_scipy_and_named_by_their_smallest_node(seed):
    links, _ = graph(seed)
    owner, expected = connected(60, links), parts(60, links)
    for label in np.unique(expected):
        members = np.flatnonzero(expected == label)
        assert (owner[members] == members[0]).all()


def test_nodes_without_links_are_parts_of_their_own():
    assert connected(3, np.zeros((0, 2), np.intp)).tolist() == [0, 1, 2]


def test_two_peaks_come_apart_at_the_first_bar_between_them():
    strength = np.array([0.9, 0.9, 0.3, 0.8, 0.8])
    links = np.array([[0, 1], [1, 2], [2, 3], [3, 4]])
    bars = np.array([0.1, 0.3, 0.5, 0.7])
    assert first_cut(strength, links, bars, 2) == 2
    assert first_cut(strength, links, bars, 3) == -1
    assert first_cut(strength, links, bars[:2], 2) == -1


def cut_one_bar_after_the_other(strength, links, bars, least):
    for level, bar in enumerate(bars):
        above = strength >= bar
        place = np.cumsum(above) - 1
        kept = links[above[links].all(axis=1)]
        sizes = np.bincount(parts(int(above.sum()), place[kept]))
        if (sizes >= least).sum() > 1:
            return level
    return -1


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("least", [1, 2, 4.5])
def test_the_first_cut_is_that_of_every_bar_tried(seed, least):
    links, strength = graph(seed)
    bars = np.unique(np.quantile(strength, np.linspace(0.05, 0.95, 19)))
    expected = cut_one_bar_after_the_other(strength, links, bars, least)
    assert first_cut(strength, links, bars, least) == expected
