"""Maps on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.store.database import move_map
from whereseen.nodes.convert.answer import done
from whereseen.nodes.core import Core


def save_map(core: Core, request: Any, response: Any) -> None:
    """Write the map to a file."""
    file = _path(request.path) if request.path else core.memory.file
    if file is None:
        raise InvalidQuery("there is no path", remedy="Give one, or set the parameter map_file")
    core.memory.save(file)
    response.path, response.size = str(file.resolve()), file.stat().st_size
    response.frames = core.memory.voxel_map.frames
    response.status = done(f"{response.frames} frames are safe in {response.path}")


def load_map(core: Core, request: Any, response: Any) -> None:
    """Replace the memory by a file's; the file that the node keeps holds it from then on."""
    if not request.path:
        raise InvalidQuery("there is no path", remedy="Name the map file to load")
    core.replace(_loaded(core.memory, _path(request.path)))
    response.frames = core.memory.voxel_map.frames
    response.voxels = len(core.memory.voxels().index)
    response.status = done(f"{response.voxels} voxels of {response.frames} frames")


def _loaded(old: SpatialMemory, file: Path) -> SpatialMemory:
    """The memory of a file in the place of another, which stays as it is if anything fails."""
    new, kept = SpatialMemory.open(file, old.encoder, old.config), old.file
    if kept is None:
        return new
    staged = kept.with_name(kept.name + ".loading")
    new.save(staged)
    old.close()
    move_map(staged, kept)
    return SpatialMemory.resume(kept, old.encoder, old.config)


def _path(text: str) -> Path:
    return Path(text).expanduser()
