"""A home from a seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.errors import GenerationFailed
from whereseen.sim.generation.floor_plan import draw_plan
from whereseen.sim.generation.furnishing import Furnishing, items_of
from whereseen.sim.generation.naming import Names
from whereseen.sim.generation.room_kinds import served_kinds
from whereseen.sim.generation.things import Putting
from whereseen.sim.scene.checks import Violation, check
from whereseen.sim.scene.description import FLOOR, Scene
from whereseen.sim.scene.home import Home

_ATTEMPTS = 8


def generate(config: HomeConfig, catalogue: Catalogue) -> Scene:
    """A furnished home with things in it; the same for the same configuration and catalogue.

    Raises:
        GenerationFailed: if no home keeps all rules of `whereseen.sim.scene.checks`.
    """
    violations: tuple[Violation, ...] = ()
    for attempt in range(_ATTEMPTS):
        scene = _attempt(config, catalogue, np.random.SeedSequence([config.seed, attempt]))
        violations = check(scene, catalogue)
        if not violations:
            return scene
    raise GenerationFailed(
        "no home was found that keeps all rules",
        got=str(violations[0]),
        remedy="Take another seed or fewer rooms",
    )


def _attempt(config: HomeConfig, catalogue: Catalogue, seed: np.random.SeedSequence) -> Scene:
    for_plan, for_furniture, for_things = (np.random.default_rng(child) for child in seed.spawn(3))
    furnished = {room for kind in catalogue.furniture.values() for room in kind.rooms}
    names = Names(taken=("robot", FLOOR))
    plan = draw_plan(config, furnished, names, for_plan)
    scene = Scene(
        name=f"home {config.seed} with {config.rooms} room{'s' if config.rooms > 1 else ''}",
        rooms=plan.rooms,
        openings=plan.openings,
        height_m=config.height_m,
        wall_m=config.wall_m,
        seed=config.seed,
    )
    kinds = [room.kind for room in plan.rooms]
    furnishing = Furnishing(catalogue, for_furniture)
    spaces = {
        room.name: furnishing.furnish(scene, room, served_kinds(room.kind, kinds))
        for room in plan.rooms
    }
    items = [item for space in spaces.values() for item in items_of(space, names)]
    scene = replace(scene, furniture=tuple(items))
    things = Putting(Home(scene, catalogue), spaces, config, for_things)
    return replace(scene, objects=things.put(names))
