"""Groups summed up all at once are as each by itself."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.answer import Place
from whereseen.memory.encoder.protocol import Calibration
from whereseen.memory.spatial.summaries import Candidates, Grouped, places_of
from whereseen.memory.spatial.voxel_map import Voxels

CALIBRATION = Calibration(0.5, 10.0)
SIZE_M = 0.05


def made(rng: np.random.Generator, n: int, n_cells: int) -> tuple[Any, Any, Voxels, Candidates]:
    """A map of which only what places need is there, its images, some voxels, their cells."""
    index = np.unique(rng.integers(0, 40, (n, 3)), axis=0).astype(np.int32)
    n = len(index)
    first = rng.integers(0, 100, n)
    probability = np.sort(rng.uniform(0.1, 1.0, n_cells))[::-1]
    candidates = Candidates(
        cells=rng.permutation(3 * n_cells)[:n_cells].astype(np.int32),
        scores=rng.uniform(0.0, 1.0, n_cells).astype(np.float32),
        existence=rng.uniform(0.0, 1.0, n_cells),
        probability=probability,
        strength=probability,
    )
    arrays = SimpleNamespace(
        cell_image=rng.integers(0, 4, 3 * n_cells).astype(np.int32),
        cell_pixels=rng.integers(1, 5, 3 * n_cells).astype(np.uint16),
    )
    voxel_map = SimpleNamespace(arrays=arrays, config=SimpleNamespace(voxel_size_m=SIZE_M))
    slots = [SimpleNamespace(image_id=7), None, SimpleNamespace(image_id=9)]
    voxels = Voxels(
        index=index,
        points_map=((index + 0.5) * SIZE_M).astype(np.float32),
        rgb=np.zeros((n, 3), np.uint8),
        count=np.ones(n, np.uint16),
        first_seen_ns=first,
        last_seen_ns=first + rng.integers(0, 100, n),
        cells=rng.integers(0, n_cells, n).astype(np.int32),
    )
    return voxel_map, SimpleNamespace(slots=slots), voxels, candidates


def image_of(voxel_map: Any, keyframes: Any, cells: Any) -> int | None:
    votes = np.zeros(5)
    for cell in cells:
        votes[voxel_map.arrays.cell_image[cell]] += voxel_map.arrays.cell_pixels[cell]
    votes[0] = 0
    frame = keyframes.slots[int(np.argmax(votes)) - 1] if votes.any() else None
    return None if frame is None else int(frame.image_id)


def check(place: Place, voxels: Voxels, found: Candidates, members: Any) -> None:
    points = voxels.points_map[members].astype(np.float64)
    owners = voxels.cells[members]
    weight = found.probability[owners]
    centre = np.average(points, axis=0, weights=weight)
    apart = ((points - place.position_m) ** 2).sum(axis=1)
    assert apart.min() == 0.0
    nearest = ((points - centre) ** 2).sum(axis=1).min()
    assert ((np.array(place.position_m) - centre) ** 2).sum() <= nearest + 2e-6
    np.testing.assert_allclose(place.size_m, np.ptp(points, axis=0) + SIZE_M, atol=1e-5)
    best = np.unique(owners)[:3]
    np.testing.assert_allclose(place.score, found.scores[best].mean(), rtol=1e-6)
    sure = float(CALIBRATION.probability(place.score)) * found.existence[best].mean()
    np.testing.assert_allclose(place.probability, sure * min(1.0, len(points) / 2.0), rtol=1e-9)
    assert place.first_seen_ns == voxels.first_seen_ns[members].min()
    assert place.last_seen_ns == voxels.last_seen_ns[members].max()


@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 200), n_cells=st.integers(1, 40))
@settings(max_examples=60)
def test_each_group_is_summed_up_as_if_it_were_alone(seed: int, n: int, n_cells: int) -> None:
    rng = np.random.default_rng(seed)
    voxel_map, keyframes, voxels, found = made(rng, n, n_cells)
    owner = rng.integers(0, 5, len(voxels.index))
    groups = [np.flatnonzero(owner == k) for k in np.unique(owner)]
    rng.shuffle(groups)
    places = places_of(voxel_map, keyframes, CALIBRATION, Grouped.of(voxels, found, groups))
    assert 1 <= len(places) <= len(groups)
    ranks = [(-place.probability, place.position_m) for place in places]
    assert ranks == sorted(ranks)
    for place in places:
        (members,) = [
            each for each in groups if np.array_equal(voxels.points_map[each], place.points_map)
        ]
        check(place, voxels, found, members)
        shown = found.cells[np.unique(voxels.cells[members])]
        assert place.image_id == image_of(voxel_map, keyframes, shown)


def test_which_of_two_voxels_as_near_is_the_middle_hangs_on_nothing() -> None:
    """Not on the order in which they are stored, nor on a last bit of their weights."""
    voxel_map, keyframes, voxels, found = made(np.random.default_rng(0), 50, 2)
    pair = replace(voxels.take(np.array([0, 1])), cells=np.array([0, 1], np.int32))
    for probability in ([0.5, 0.5], [0.5 + 1e-9, 0.5], [0.5, 0.5 + 1e-9]):
        alike = replace(found, probability=np.array(probability))
        for order in ([0, 1], [1, 0]):
            grouped = Grouped.of(pair, alike, [np.array(order)])
            (place,) = places_of(voxel_map, keyframes, CALIBRATION, grouped)
            assert place.position_m == min(map(tuple, pair.points_map.tolist()))
