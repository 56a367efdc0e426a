"""Where something is now, with the thing, room and furniture that it is at."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.operations.localizing import covariance_of, localize
from whereseen.memory.spatial_memory import SpatialMemory

CONFIG = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=32))
SIZES = st.floats(0.0, 5.0)


@pytest.fixture
def memory(world: Any) -> SpatialMemory:
    """A table with a jewellery box on it, as somebody told."""
    from whereseen.memory.encoder.factory import make_encoder

    found = SpatialMemory(make_encoder("labels"), CONFIG)
    found.objects.remember("table", (1.0, 0.0, 0.35), (1.0, 1.0, 0.7))
    found.objects.remember("jewellery box", (1.0, 0.0, 0.75), (0.1, 0.1, 0.1))
    found.graph.refresh()
    return found


def test_a_thing_is_told_with_what_it_is_on(memory: SpatialMemory) -> None:
    found = localize(memory, "jewellery box", memory.graph)
    assert found.found and found.best is not None and found.best.entity is not None
    assert found.best.entity.label == "jewellery box"
    assert (found.best.relation, found.best.support, found.best.room) == ("on", "table", "")
    assert found.best.place.position_m == (1.0, 0.0, 0.75)
    assert found.best.text.startswith("jewellery box: on the table (1.00, 0.00, 0.75), ")
    assert (found.evidence, found.before) == ((), ())


def test_what_is_nowhere_is_refused(memory: SpatialMemory) -> None:
    found = localize(memory, "elephant", memory.graph)
    assert not found.found and found.reason


@given(st.tuples(SIZES, SIZES, SIZES))
def test_the_larger_a_thing_the_less_its_middle_is_known(size_m: tuple[float, ...]) -> None:
    x, y, z = size_m
    variances = np.diag(covariance_of((x, y, z), 0.05))
    assert (variances >= 0.05**2 / 12.0).all()
    assert (
        np.argsort(variances, kind="stable").tolist()
        == np.argsort(np.square(size_m), kind="stable").tolist()
    )
