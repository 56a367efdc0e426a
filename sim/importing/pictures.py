"""Pictures of a home, to see at a glance whether it came over well."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from whereseen.memory.frames import Float64, look_at
from whereseen.memory.io.whole_file import write_whole
from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.scene.description import Scene
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.protocol import Camera, Placement, Stage
from whereseen.sim.world.touring import TourConfig, viewpoints_of
from whereseen.sim.world.ways import Ways
from whereseen.sim.world.world import World

_ABOVE = Camera(1280, 800, 60.0, 0.2, 200.0)
_EYE_M = 1.3
_VIEWS = 4  # of the robot, two by two
_ROOFS = ("ceiling", "roof")


def draw_home(stage: Stage, scene: Scene, catalogue: Catalogue, stem: Path) -> tuple[Path, Path]:
    """Draw a home from above without its ceilings, and as a robot sees it.

    Args:
        stage: Renders it; is closed then.
        scene: The home.
        catalogue: All kinds.
        stem: `STEM_above.png` and `STEM_robot.png` are written.

    Returns:
        Both files.

    Raises:
        InvalidConfig: if the scene names what there is not.
        StageFailed: if it cannot be shown.
    """
    files = (stem.with_name(f"{stem.name}_above.png"), stem.with_name(f"{stem.name}_robot.png"))
    with Simulator(stage, catalogue) as simulator:
        simulator.reset(scene)
        views = [simulator.look(pose).rgb for pose in _poses(simulator.world)]
        rows = [np.concatenate(views[i : i + 2], axis=1) for i in range(0, _VIEWS, 2)]
        stage.place(dict.fromkeys(_above_heads(simulator.world), Placement(None, {})))
        above = stage.render(_ABOVE, _from_above(scene)).rgb
    for file, picture in zip(files, (above, np.concatenate(rows)), strict=True):
        drawn = BytesIO()
        Image.fromarray(picture).save(drawn, format="PNG", optimize=True)
        write_whole({file: drawn.getvalue()}, what="a picture of a home")
    return files


def _above_heads(world: World) -> Iterator[str]:
    for each in world.home.structures:
        if each.label in _ROOFS:
            yield each.name
    for name, piece in world.home.pieces.items():
        if piece.kind.name in _ROOFS:
            yield name


def _from_above(scene: Scene) -> Float64:
    low = np.min([room.low_m for room in scene.rooms], axis=0)
    high = np.max([room.high_m for room in scene.rooms], axis=0)
    middle, wide = (low + high) / 2.0, float((high - low).max())
    eye = (middle[0] - 0.1 * wide, low[1] - 0.2 * wide, 0.9 * wide + scene.height_m)
    return look_at(eye, (middle[0], middle[1], 0.0))


def _poses(world: World) -> Iterator[Float64]:
    """Poses (4, 4) of a camera at the robot's height, before furniture all over the home."""
    found = viewpoints_of(world, Ways(world.free_floor.free), TourConfig(distance_m=2.0))
    for index in np.linspace(0, len(found) - 1, _VIEWS).astype(int) if found else ():
        at, target = found[index].at_m, found[index].target_m
        yield look_at((*at, _EYE_M), target)
    for _ in range(0 if found else _VIEWS):
        yield world.camera_pose
