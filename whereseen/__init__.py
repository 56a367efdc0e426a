"""A memory for robots that share rooms with people: what is where, since when, and how sure."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from whereseen.memory.answer import Answer, Place
    from whereseen.memory.config import MemoryConfig
    from whereseen.memory.encoder.factory import make_encoder
    from whereseen.memory.errors import WhereseenError
    from whereseen.memory.io.recognition import open_recording
    from whereseen.memory.log.query import Near, Where, Within
    from whereseen.memory.observation import Observation
    from whereseen.memory.operations.watching import WatchFor
    from whereseen.memory.spatial_memory import SpatialMemory

_HOMES = {
    "Answer": "answer",
    "MemoryConfig": "config",
    "Near": "log.query",
    "Observation": "observation",
    "Place": "answer",
    "SpatialMemory": "spatial_memory",
    "WatchFor": "watching",
    "Where": "log.query",
    "WhereseenError": "errors",
    "Within": "log.query",
    "make_encoder": "encoder.factory",
    "open_recording": "io.recognition",
}

__all__ = [
    "Answer",
    "MemoryConfig",
    "Near",
    "Observation",
    "Place",
    "SpatialMemory",
    "WatchFor",
    "Where",
    "WhereseenError",
    "Within",
    "make_encoder",
    "open_recording",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import whereseen` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'whereseen' has no attribute {name!r}")
    return getattr(import_module(f"whereseen.memory.{_HOMES[name]}"), name)
