"""A memory and its answers in the form that pictures take."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from whereseen.memory.answer import Answer, Metres3
from whereseen.memory.io.picture import AnswerPanel, MapView, draw_places
from whereseen.memory.spatial.upright import estimate_up
from whereseen.memory.spatial_memory import SpatialMemory


def map_view(memory: SpatialMemory, *, title: str) -> MapView:
    """All occupied voxels from above, with the way that the camera went."""
    voxels = memory.voxels()
    up = estimate_up(voxels.points_map, memory.trajectory.mean_up)
    last_ns = int(voxels.last_seen_ns.max()) if voxels.index.size else None
    return MapView(
        points_map=voxels.points_map,
        colours=voxels.rgb,
        up_map=(float(up[0]), float(up[1]), float(up[2])),
        voxel_m=memory.config.voxels.voxel_size_m,
        path_map=np.array(memory.trajectory.positions_m).reshape(-1, 3),
        now_ns=last_ns,
        title=title,
    )


def panel_of(
    memory: SpatialMemory, answer: Answer, *, truth_m: tuple[Metres3, ...] | None = None
) -> AnswerPanel:
    """An answer with the images that show its places."""
    crops = [memory.crop(place) for place in answer.places]
    blank = np.full((48, 48, 3), 235, dtype=np.uint8)
    return AnswerPanel(
        question=answer.query,
        answer=answer,
        crops=tuple(blank if crop is None else crop for crop in crops),
        truth_m=truth_m,
    )


def draw_answer(memory: SpatialMemory, answer: Answer, picture: Path) -> None:
    """Write one answer as a PNG: the map from above, the ranked places, their images.

    Raises:
        InvalidConfig: if `picture` does not end in .png.
        MapFileError: if it cannot be written; what lay there stays as it was.
    """
    source = memory.about.get("source", "")
    view = map_view(memory, title=Path(source).name or source)
    draw_places(picture, view, panel_of(memory, answer))
