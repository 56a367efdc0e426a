"""Both kinds of buffers, as far as they can be had."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from whereseen.nodes.transforms.buffer import Buffer, TransformBuffer
from whereseen.nodes.transforms.time_cache import CacheLimits


@pytest.fixture(params=["own", "tf2"])
def make_buffer(request: pytest.FixtureRequest) -> Callable[[CacheLimits], Buffer]:
    """Makes buffers of one kind."""
    if request.param == "own":
        return TransformBuffer
    pytest.importorskip("tf2_ros")
    from whereseen.nodes.transforms.tf2_buffer import Tf2Buffer

    return Tf2Buffer
