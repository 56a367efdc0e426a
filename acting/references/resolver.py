"""Resolves references over what is known."""

from __future__ import annotations

from collections.abc import Collection

from whereseen.acting.instructions.task import Reference
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.references.config import Ambiguity, ReferenceConfig
from whereseen.acting.references.described import Describer
from whereseen.acting.references.meaning import Bindings, Meaning
from whereseen.acting.references.place_meaning import PlaceMeaning
from whereseen.acting.references.resolution import Resolution
from whereseen.memory.answer import Metres3

_NOTHING_YET: Bindings = {}


class ReferenceResolver:
    """Resolves noun phrases, vague ones too, over a world model.

    What was read of the world is kept as long as its chronicle and its names stay the same.

    Args:
        world: What is known.
        config: What to do with what is ambiguous.
    """

    def __init__(self, world: WorldModel, config: ReferenceConfig | None = None) -> None:
        self._world = world
        self._config = ReferenceConfig() if config is None else config
        self._describer = Describer(world, self._config.zone)

    def resolve(
        self,
        reference: Reference,
        *,
        bindings: Bindings = _NOTHING_YET,
        excluded: Collection[int] = (),
        near_m: Metres3 | None = None,
    ) -> Resolution:
        """What a reference to things or furniture means, best first.

        Args:
            reference: As an instruction has it; one to several gives all of them.
            bindings: What was named before in the task means.
            excluded: Things that were looked for and not found where they should be; they rank
                after all others.
            near_m: From where "nearest" counts, and which of several is picked; None for where
                the robot last was.
        """
        return self._meaning(bindings, excluded, near_m).resolved(reference)

    def resolve_place(
        self,
        reference: Reference,
        *,
        thing_id: int | None = None,
        bindings: Bindings = _NOTHING_YET,
        excluded: Collection[int] = (),
        near_m: Metres3 | None = None,
        told_ns: int | None = None,
    ) -> Resolution:
        """Which furniture or room a destination means, best first.

        Args:
            reference: As an instruction has it.
            thing_id: What is to be put there; needed for "where it belongs" and "where it was".
            bindings: What was named before in the task means.
            excluded: Furniture where it cannot be put; it ranks after all others.
            near_m: From where "nearest" counts, and which of several is picked; None for where
                the robot last was.
            told_ns: When the instruction was given: "where the mug was" means then. None for
                before it was last moved.
        """
        meaning = self._meaning(bindings, excluded, near_m)
        likely = self._world.likely_places
        return PlaceMeaning(meaning, likely, told_ns).resolved(reference, thing_id)

    def _meaning(
        self, bindings: Bindings, excluded: Collection[int], near_m: Metres3 | None
    ) -> Meaning:
        known, alike = self._describer.now(), self._world.alike
        return Meaning(known, self._config, bindings, excluded, near_m, alike)


__all__ = ["Ambiguity", "Bindings", "ReferenceConfig", "ReferenceResolver"]
