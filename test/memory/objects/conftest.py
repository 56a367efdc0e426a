"""Sightings by hand, a witness who says what it is told, and a table with mugs on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.entity import Belief, Change, Entity
from whereseen.memory.objects.sighting import Sighting
from whereseen.memory.objects.tracker import EntityTracker
from whereseen.memory.spatial_memory import SpatialMemory

VOXEL_M = 0.05
SECOND = 1_000_000_000


def make_sighting(
    at: Sequence[float],
    *,
    size: float = 0.15,
    p: float = 0.9,
    first_s: float = 0.0,
    last_s: float = 0.0,
    image: int | None = 1,
) -> Sighting:
    """A cube of voxels."""
    n = max(round(size / VOXEL_M), 1)
    steps = (np.arange(n) - (n - 1) / 2.0) * VOXEL_M
    grid = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(-1, 3)
    x, y, z = at
    return Sighting(
        position_m=(float(x), float(y), float(z)),
        size_m=(n * VOXEL_M, n * VOXEL_M, n * VOXEL_M),
        probability=p,
        first_seen_ns=int(first_s * SECOND),
        last_seen_ns=int(last_s * SECOND),
        image_id=image,
        source="head",
        points_map=(grid + np.asarray(at)).astype(np.float32),
    )


@dataclass
class Testimony:
    """A witness with a list of places that it saw empty, and of places that it saw filled."""

    empty: list[tuple[float, float, float]] = field(default_factory=list)
    filled: list[tuple[float, float, float]] = field(default_factory=list)
    share: float = 1.0
    empty_ns: int | None = None
    views: int = 0
    known: bool = False

    def absence(self, points_map: np.ndarray, since_ns: int) -> float | None:
        middle = points_map.mean(axis=0)
        if any(np.linalg.norm(middle - place) < 0.1 for place in self.empty):
            return self.share
        if any(np.linalg.norm(middle - place) < 0.1 for place in self.filled):
            return 0.0
        return None

    def last_empty_ns(self, points_map: np.ndarray, before_ns: int) -> int | None:
        return self.empty_ns

    def views_of(self, points_map: np.ndarray, since_ns: int) -> int:
        return self.views

    def was_known(self, points_map: np.ndarray, before_ns: int) -> bool:
        return self.known


class Watch:
    """One label, looked at once a second."""

    def __init__(self, config: ObjectConfig, witness: Any) -> None:
        self.tracker = EntityTracker(config, 0.05)
        self.witness = witness
        self.seconds = 0

    def look(self, *sightings: Any, times: int = 1) -> None:
        for _ in range(times):
            self.seconds += 1
            now_ns = self.seconds * SECOND
            seen = [replace(each, last_seen_ns=now_ns) for each in sightings]
            self.tracker.update("mug", seen, self.witness, now_ns)

    @property
    def entities(self) -> list[Entity]:
        return [track.entity for track in self.tracker.things.tracks.values()]

    @property
    def changes(self) -> list[Change]:
        entities = {entity.id: entity for entity in self.entities}
        history = self.tracker.things.history
        return list(history.changed_since(-1, entities, lambda change: True))[::-1]

    def beliefs(self, entity_id: int) -> tuple[Belief, ...]:
        return self.tracker.things.history.beliefs_of(entity_id)

    def check_history(self, entity_id: int) -> None:
        """Each belief ends before the next begins; the last holds."""
        beliefs = self.beliefs(entity_id)
        for earlier, later in pairwise(beliefs):
            assert earlier.valid_to_ns is not None
            assert earlier.valid_from_ns <= earlier.valid_to_ns <= later.valid_from_ns
        assert beliefs[-1].valid_to_ns is None


class Table:
    """A camera that looks over a table, and a memory of what it sees.

    Labels are those of the little world: things are "box", the table is "ball".
    """

    def __init__(self, world: Any, box: Any, encoder: Any) -> None:
        self._world, self._box = world, box
        voxels = VoxelConfig(memory_limit_mb=16, stride_px=1)
        self.memory = SpatialMemory(encoder, MemoryConfig(voxels=voxels))
        self.memory.objects.watch(["box"])
        self.seconds = 0.0

    @property
    def objects(self) -> Any:
        return self.memory.objects

    def mug(self, y: float, x: float = 1.3) -> Any:
        return self._box((x - 0.05, y - 0.05, -0.3), (x + 0.05, y + 0.05, -0.18), 1)

    def board(self) -> Any:
        """Hides the table from the camera."""
        return self._box((0.5, -2.0, -0.8), (0.55, 2.0, 0.8), 3)

    def look(self, *boxes: Any, seconds: int = 3, away: bool = False) -> None:
        """Look for some seconds, three times each, and refresh once a second."""
        for _ in range(seconds):
            for frame in range(3):
                self.show(*boxes, frame=frame, away=away)
            self.objects.refresh_all()

    def show(self, *boxes: Any, frame: int = 0, away: bool = False) -> None:
        """One frame, after which nothing is asked."""
        surface = self._box((0.8, -1.5, -1.0), (1.9, 1.5, -0.3), 2)
        scene = self._world(surface, *boxes)
        target = (-2.0, 0.0, 0.3) if away else (1.4, 0.0, -0.3)
        self.seconds += 1.0 / 3.0
        eye = (0.0, 0.02 * frame, 0.3)
        self.memory.observe(scene.look(eye, target, stamp_s=self.seconds, size=(96, 128)))


@pytest.fixture(scope="session")
def sighting() -> Callable[..., Sighting]:
    return make_sighting


@pytest.fixture(scope="session")
def testimony() -> type[Testimony]:
    return Testimony


@pytest.fixture
def witness() -> Testimony:
    return Testimony()


@pytest.fixture
def config() -> ObjectConfig:
    return ObjectConfig()


@pytest.fixture
def table(world: Any, box: Any, one_hot: Any) -> Table:
    return Table(world, box, one_hot)


@pytest.fixture(scope="session")
def watching() -> type[Watch]:
    return Watch


@pytest.fixture
def watch(config: ObjectConfig, witness: Testimony) -> Watch:
    return Watch(config, witness)
