"""Stages by name."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.stages.protocol import Stage

_MODULES = {"pybullet": "pybullet", "habitat": "habitat_sim"}
STAGES = tuple(_MODULES)


def open_stage(name: str, python: Path | None = None) -> Stage:
    """Open a stage: here if its simulator is installed here, else in another interpreter.

    Args:
        name: One of `STAGES`.
        python: Interpreter in which its simulator is installed if it is not here.

    Raises:
        InvalidConfig: if there is no stage of that name.
        MissingSimulator: if its simulator is installed in neither.
        StageFailed: if it does not start.
    """
    _require_known(name)
    if python is None or find_spec(_MODULES[name]) is not None:
        return open_here(name)
    from whereseen.sim.stages.remote_stage import open_remote

    return open_remote(name, python)


def open_here(name: str) -> Stage:
    """Open a stage in this interpreter; see `open_stage`."""
    _require_known(name)
    # Each imports what the other's interpreter need not have.
    if name == "habitat":
        from whereseen.sim.stages.habitat_stage import HabitatStage

        return HabitatStage()
    from whereseen.sim.stages.pybullet_stage import PyBulletStage

    return PyBulletStage()


def _require_known(name: str) -> None:
    if name not in STAGES:
        raise InvalidConfig(
            "no such simulator", got=repr(name), remedy=f"Choose of {', '.join(STAGES)}"
        )
