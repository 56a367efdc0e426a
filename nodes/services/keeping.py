"""Maps on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whereseen.memory.errors import InvalidQuery, MapFileError
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.store.database import is_map, move_map, remove_map
from whereseen.nodes.convert.answer import done
from whereseen.nodes.core import Core


def save_map(core: Core, request: Any, response: Any) -> None:
    """Write the map to a file."""
    file = _path(request.path) if request.path else core.memory.file
    if file is None:
        raise InvalidQuery("there is no path", remedy="Give one, or set the parameter map_file")
    _require_free(file)
    core.memory.save(file)
    response.path, response.size = str(file.resolve()), file.stat().st_size
    response.frames = core.memory.voxel_map.frames
    response.status = done(f"{response.frames} frames are safe in {response.path}")


def load_map(core: Core, request: Any, response: Any) -> None:
    """Replace the memory by a file's; the file that the node keeps holds it from then on."""
    if not request.path:
        raise InvalidQuery("there is no path", remedy="Name the map file to load")
    old, kept = core.memory, core.memory.file
    try:
        core.replace(_loaded(old, _path(request.path)))
    except MapFileError:
        if kept is not None and old.file is None:  # closed before it failed
            core.replace(SpatialMemory.resume(kept, old.encoder, old.config))
        raise
    response.frames = core.memory.voxel_map.frames
    response.voxels = len(core.memory.voxels().index)
    response.status = done(f"{response.voxels} voxels of {response.frames} frames")


def _loaded(old: SpatialMemory, file: Path) -> SpatialMemory:
    """The memory of a file in the place of another, whose file stays if anything fails."""
    new, kept = SpatialMemory.open(file, old.encoder, old.config), old.file
    if kept is None:
        return new
    staged = kept.with_name(kept.name + ".loading")
    try:
        new.save(staged)
        old.close()
        move_map(staged, kept)
    finally:
        remove_map(staged)
    return SpatialMemory.resume(kept, old.encoder, old.config)


def _require_free(file: Path) -> None:
    """Refuse to replace anything but a map: whoever is on the network can ask for it."""
    if file.exists() and not is_map(file):
        raise InvalidQuery(
            "there is a file that is not a map", got=str(file), remedy="Choose another name"
        )


def _path(text: str) -> Path:
    """A path that the operating system can have; raises InvalidQuery."""
    try:
        path = Path(text).expanduser()
        path.exists()
    except (OSError, RuntimeError, ValueError) as error:
        raise InvalidQuery("that is no path", got=str(error), remedy="Choose another") from error
    return path
