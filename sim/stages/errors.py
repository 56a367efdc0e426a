"""What can go wrong on a stage."""

from __future__ import annotations

import sys

from whereseen.memory.errors import MissingDependency, WhereseenError

_BULLET_PYTHON = (3, 11)  # the last one that there are wheels for
_REMEDIES = {
    "pybullet": (
        "PyBullet has wheels for Python 3.10 and 3.11 only. Make an environment for it with:"
        " python3.11 -m venv ~/bullet && ~/bullet/bin/pip install 'whereseen[sim]',"
        " and name its interpreter: ~/bullet/bin/python"
    ),
    # Releases of Habitat on conda are for Python 3.9, which whereseen does not run on.
    "habitat_sim": (
        "Make an environment for it with: conda create -n habitat -c conda-forge"
        " -c aihabitat-nightly python=3.11 habitat-sim withbullet headless numpy scipy pillow,"
        " and name the interpreter that `conda run -n habitat which python` prints"
    ),
}


class StageFailed(WhereseenError):
    """A simulator cannot be started, or cannot do what was asked of it."""


class MissingSimulator(MissingDependency):
    """A simulator is not installed in the interpreter that was to run it.

    Args:
        package: `pybullet` or `habitat_sim`.
    """

    def __init__(self, package: str) -> None:
        super().__init__(package, "sim")
        if package != "pybullet" or sys.version_info[:2] > _BULLET_PYTHON:
            self.remedy = _REMEDIES[package]
