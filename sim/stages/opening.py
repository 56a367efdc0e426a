"""Stages by name."""

from __future__ import annotations

from pathlib import Path

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.stages.protocol import Stage
from whereseen.sim.stages.pybullet_stage import PyBulletStage

STAGES = ("pybullet", "habitat")


def open_stage(name: str, python: Path | None = None) -> Stage:
    """Open a stage.

    Args:
        name: One of `STAGES`.
        python: Interpreter in which it is installed; None for this one.

    Raises:
        InvalidConfig: if there is no stage of that name.
        MissingDependency: if its simulator is not installed.
        StageFailed: if it does not start.
    """
    if name != "pybullet" or python is not None:
        raise InvalidConfig("no such stage", got=repr(name))
    return PyBulletStage()
