"""What makes a home believable, whoever made it."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.scene.description import Scene


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a scene breaks.

    Attributes:
        rule: Which.
        names: Of what breaks it.
        detail: What is wrong.
    """

    rule: str
    names: tuple[str, ...]
    detail: str = ""


def check(scene: Scene, catalogue: Catalogue) -> tuple[Violation, ...]:
    """All that is wrong with a scene; nothing if it is believable."""
    return ()
