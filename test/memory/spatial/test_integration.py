"""One frame in the map against a slow and plain account of the same frame."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from whereseen.memory.encoder.protocol import FeatureImage
from whereseen.memory.observation import Observation
from whereseen.memory.spatial.voxel_map import VoxelMap

VOXEL_M = 0.05
Cell = tuple[int, ...]


@pytest.fixture
def frame(world: Any, box: Any) -> Observation:
    scene = world(box((1.2, -0.3, -0.3), (1.5, 0.1, 0.2)))
    seen = scene.look((0.013, 0.027, 0.11), (2.0, 0.21, -0.17), stamp_s=5.06, size=(36, 50))
    rng = np.random.default_rng(1)
    seen.rgb[:] = rng.integers(0, 256, seen.rgb.shape)
    seen.depth_m[3:6, 7:20] = 0.0
    seen.depth_m[20, :9] = np.nan
    seen.depth_m[30, 30:] = np.inf
    return seen


@pytest.fixture
def features() -> FeatureImage:
    """Rows spread over a grid that fits the image nowhere; some of it shows nothing."""
    rng = np.random.default_rng(2)
    rows = rng.standard_normal((12, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    index = rng.integers(-1, 12, (7, 11)).astype(np.int32)
    return FeatureImage(rows, rng.uniform(0.3, 1.0, 12).astype(np.float32), index)


def every_sample_counts(new_map: Any, **config: Any) -> VoxelMap:
    made: VoxelMap = new_map(solid_share=0.01, solid_hits=1, **config)
    return made


class Account:
    """Samples by voxel and by cell, one by one."""

    def __init__(self, seen: Observation, features: FeatureImage, *, stride: int = 1) -> None:
        self.colours: dict[Cell, list] = defaultdict(list)
        self.cells: dict[Cell, list[int]] = defaultdict(list)
        height, width = seen.depth_m.shape
        K, T = seen.intrinsics, seen.T_map_camera
        for v in range(0, height, stride):
            for u in range(0, width, stride):
                d = float(seen.depth_m[v, u])
                if not 0.0 < d <= 5.0:
                    continue
                ray = np.array([(u - K[0, 2]) / K[0, 0], (v - K[1, 2]) / K[1, 1], 1.0])
                point = T[:3, :3] @ (ray * d) + T[:3, 3]
                voxel = tuple(int(c) for c in np.floor(point / VOXEL_M))
                self.colours[voxel].append(seen.rgb[v, u])
                row = self.row_of(seen.depth_m, features.index, v, u)
                self.cells[tuple(c >> 1 for c in voxel)].append(int(row))

    @staticmethod
    def row_of(depth_m: np.ndarray, index: np.ndarray, v: int, u: int) -> int:
        """None where the middle of the grid cell shows another surface."""
        (height, width), (rows, columns) = depth_m.shape, index.shape
        row, column = v * rows // height, u * columns // width
        middle = depth_m[
            (2 * row + 1) * height // (2 * rows), (2 * column + 1) * width // (2 * columns)
        ]
        edge_m = max(0.1, 0.05 * depth_m[v, u]) * max(1.0, 0.5 * height / rows)
        other = middle > 0.0 and abs(middle - depth_m[v, u]) > edge_m
        return -1 if other else int(index[row, column])

    def evidence(self, cell: Cell, features: FeatureImage) -> tuple[float, np.ndarray]:
        """Share recognised, and the sum of features weighted by it."""
        rows = [row for row in self.cells[cell] if row >= 0]
        weights = features.confidence[rows].astype(float) / len(self.cells[cell])
        # What little of the image shows counts more, but no view counts more for that.
        shown = np.bincount(features.index[features.index >= 0], minlength=len(features.features))
        rare = weights / np.sqrt(np.maximum(shown, 1))[rows]
        share, together = float(weights.sum()), float(rare.sum())
        scale = share / together if together else 0.0
        return share, scale * rare @ features.features[rows].astype(float)


def by_cell(voxels: Any) -> dict[Cell, int]:
    return {
        tuple(c >> 1 for c in at): int(cell)
        for at, cell in zip(voxels.index.tolist(), voxels.cells, strict=True)
    }


@pytest.mark.parametrize("stride", [1, 2])
def test_a_frame_is_remembered_exactly(
    new_map: Any, frame: Observation, features: FeatureImage, stride: int, structure_holds: Any
) -> None:
    voxel_map = every_sample_counts(new_map, stride_px=stride)
    report = voxel_map.integrate(frame, features)
    account = Account(frame, features, stride=stride)
    voxels = voxel_map.occupied()
    structure_holds(voxel_map.arrays)

    assert {tuple(at) for at in voxels.index.tolist()} == set(account.colours)
    assert report.samples == sum(map(len, account.colours.values()))
    assert (report.new, report.dropped) == (len(account.colours), 0)
    for at, rgb in zip(voxels.index.tolist(), voxels.rgb, strict=True):
        mean = np.mean(account.colours[tuple(at)], axis=0)
        np.testing.assert_array_equal(rgb, np.floor(mean + 0.5))
    assert set(voxels.count) == {1}
    assert set(voxels.first_seen_ns) == set(voxels.last_seen_ns) == {5_060_000_000}
    np.testing.assert_allclose(voxels.points_map, (voxels.index + 0.5) * VOXEL_M, rtol=1e-6)

    cells = by_cell(voxels)
    assert set(cells) == set(account.cells)
    assert sorted(report.cells) == sorted(cells.values())
    pixels = dict(zip(report.cells.tolist(), report.pixels.tolist(), strict=True))
    for at, cell in cells.items():
        share, total = account.evidence(at, features)
        assert pixels[cell] == len(account.cells[at])
        assert voxel_map.presence_of(np.array([cell]))[0] == pytest.approx(share, abs=1e-4)
        expected = total / share if share else np.zeros(8)
        np.testing.assert_allclose(voxel_map.features_of(np.array([cell]))[0], expected, atol=1e-3)


def test_two_views_are_averaged_by_their_evidence(
    new_map: Any, frame: Observation, features: FeatureImage
) -> None:
    voxel_map = every_sample_counts(new_map)
    other = FeatureImage(features.features[::-1].copy(), features.confidence, features.index)
    voxel_map.integrate(frame, features)
    voxel_map.integrate(frame, other)
    account = Account(frame, features)
    for at, cell in by_cell(voxel_map.occupied()).items():
        parts = [account.evidence(at, image) for image in (features, other)]
        share, total = sum(part[0] for part in parts), sum(part[1] for part in parts)
        at_cell = np.array([cell])
        assert voxel_map.presence_of(at_cell)[0] == pytest.approx(share / 2, abs=1e-4)
        expected = total / share if share else np.zeros(8)
        np.testing.assert_allclose(voxel_map.features_of(at_cell)[0], expected, atol=0.01)


def test_the_offset_visits_every_pixel(new_map: Any, world: Any, remember: Any) -> None:
    voxel_map = new_map(stride_px=4)
    samples = [remember(voxel_map, world().look(size=(24, 32))).samples for _ in range(16)]
    assert sum(samples) == 24 * 32


def test_times_are_kept_to_a_tenth_of_a_second(new_map: Any, world: Any, remember: Any) -> None:
    voxel_map = new_map()
    for stamp_s in (1_700_000_000.0, 1_700_000_001.27, 1_700_000_090.55):
        remember(voxel_map, world().look(stamp_s=stamp_s, size=(24, 32)))
    voxels = voxel_map.occupied()
    seen_thrice = voxels.count == 3
    assert seen_thrice.sum() > 100
    assert set(voxels.first_seen_ns[seen_thrice]) == {1_700_000_000_000_000_000}
    assert set(voxels.last_seen_ns[seen_thrice]) == {1_700_000_090_500_000_000}


def test_a_colour_moves_to_what_is_seen_now(new_map: Any, world: Any, remember: Any) -> None:
    voxel_map = new_map()
    for shade in (0, 0, 120):
        seen = world().look(size=(24, 32))
        seen.rgb[:] = shade
        remember(voxel_map, seen)
    voxels = voxel_map.occupied()
    assert set(voxels.rgb[voxels.count == 3].ravel()) == {40}
