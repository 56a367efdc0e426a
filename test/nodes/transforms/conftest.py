"""Both kinds of buffers, as far as they can be had."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

import pytest
from hypothesis import settings

from whereseen.nodes.transforms.buffer import Buffer, TransformBuffer
from whereseen.nodes.transforms.time_cache import CacheLimits

# The same examples on every machine, and no clock.
settings.register_profile("whereseen", deadline=None, derandomize=True)
settings.load_profile("whereseen")

KINDS = ["own", "tf2"] if importlib.util.find_spec("tf2_ros") else ["own"]


@pytest.fixture(params=KINDS)
def make_buffer(request: pytest.FixtureRequest) -> Callable[[CacheLimits], Buffer]:
    """Makes buffers of one kind."""
    if request.param == "own":
        return TransformBuffer
    from whereseen.nodes.transforms.tf2_buffer import Tf2Buffer

    return Tf2Buffer
