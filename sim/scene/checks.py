"""What makes a home believable, whoever made it."""

from __future__ import annotations

from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.scene.description import Scene
from whereseen.sim.scene.home import Home
from whereseen.sim.scene.rules.building import building_violations
from whereseen.sim.scene.rules.furniture import furniture_violations
from whereseen.sim.scene.rules.things import thing_violations
from whereseen.sim.scene.rules.violation import Violation
from whereseen.sim.scene.rules.walking import walking_violations
from whereseen.sim.scene.solids import solids_of

__all__ = ["Violation", "check"]


def check(scene: Scene, catalogue: Catalogue) -> tuple[Violation, ...]:
    """All that is wrong with a scene; nothing if it is believable.

    Raises:
        InvalidConfig: if it names kinds, rooms or surfaces that there are not.
    """
    home = Home(scene, catalogue)
    solids = {
        name: solids_of(piece.model, piece.T_map_piece, piece.positions(piece.item.open))
        for name, piece in home.pieces.items()
    }
    return (
        *building_violations(scene),
        *furniture_violations(home, solids),
        *thing_violations(home, solids),
        *walking_violations(home, solids),
    )
