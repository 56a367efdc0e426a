"""What every stage keeps of its bodies: which there are, and where they were last put."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from whereseen.memory.frames import is_rigid
from whereseen.sim.stages.errors import StageFailed
from whereseen.sim.stages.protocol import Body, Placement

_Key = tuple[bytes | None, tuple[tuple[str, float], ...]]
_HIDDEN: _Key = (None, ())


class Registry:
    """Bodies by name, hidden at first.

    Attributes:
        bodies: All of them, in the order in which they came.
        placements: Where each was last put.
    """

    def __init__(self) -> None:
        self.bodies: dict[str, Body] = {}
        self.placements: dict[str, Placement] = {}
        self._keys: dict[str, _Key] = {}

    def add(self, bodies: Iterable[Body]) -> list[Body]:
        """Take up bodies.

        Raises:
            StageFailed: if a name is there already, an instance is less than 1, or there is
                nothing to show.
        """
        added: dict[str, Body] = {}
        for body in bodies:
            if body.name in self.bodies or body.name in added:
                raise StageFailed("names on a stage are unique", got=repr(body.name))
            if body.instance < 1:
                raise StageFailed(f"instances count from 1: {body.name}", got=repr(body.instance))
            if not body.model.solids:
                raise StageFailed(f"{body.name} has no solids that could be shown")
            added[body.name] = body
        self.bodies |= added
        self.placements |= dict.fromkeys(added, Placement(None, {}))
        self._keys |= dict.fromkeys(added, _HIDDEN)
        return list(added.values())

    def drop(self, bodies: Iterable[Body]) -> None:
        """Forget bodies that could not be shown."""
        for body in bodies:
            del self.bodies[body.name], self.placements[body.name], self._keys[body.name]

    def changed(self, placements: Mapping[str, Placement]) -> dict[str, Placement]:
        """Of placements, those that differ from the last.

        Raises:
            StageFailed: if there is no such body or joint, or a pose is not rigid; then none
                counts as placed.
        """
        keys = {name: self._key(name, placement) for name, placement in placements.items()}
        changed = {name: placements[name] for name, key in keys.items() if key != self._keys[name]}
        for name, placement in changed.items():
            self._check(name, placement)
        self._keys |= keys
        self.placements |= changed
        return changed

    def _key(self, name: str, placement: Placement) -> _Key:
        if name not in self.bodies:
            raise StageFailed("there is no such body on the stage", got=repr(name))
        if placement.T_map_body is None:
            return _HIDDEN
        pose = np.asarray(placement.T_map_body, dtype=np.float64)
        return (pose.tobytes(), tuple(placement.joints.items()))

    def _check(self, name: str, placement: Placement) -> None:
        if placement.T_map_body is None:
            return
        if not is_rigid(placement.T_map_body):
            raise StageFailed(f"the pose of {name} is not rigid", got=f"{placement.T_map_body}")
        unknown = sorted(set(placement.joints) - set(self.bodies[name].model.joints))
        if unknown:
            raise StageFailed(f"no such joint of {name}", got=", ".join(unknown))
