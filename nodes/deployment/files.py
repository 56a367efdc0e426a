"""Where this package's files and the programs are, however they were installed."""

from __future__ import annotations

import os
import shutil
import site
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from whereseen.nodes.deployment.errors import NotInstalled

_PACKAGE = "whereseen"


def config_file(name: str, environment: Mapping[str, str]) -> Path:
    """A file of the `config` folder: of the checkout, else of colcon's install, else of pip's.

    Args:
        name: As `memory.yaml`.
        environment: Variables of whoever starts the nodes.

    Raises:
        NotInstalled: if the file is nowhere.
    """
    folders = list(_share_folders(environment))
    for folder in folders:
        file = folder / "config" / name
        if file.is_file():
            return file
    raise NotInstalled(
        f"config/{name} of whereseen was not found",
        got=", ".join(map(str, folders)),
        remedy="Install whereseen with colcon or pip, and source its setup file",
    )


def ament_program(package: str, executable: str, environment: Mapping[str, str]) -> Path | None:
    """The program that `ros2 run package executable` would start, if there is one."""
    for prefix in _ament_prefixes(environment):
        program = prefix / "lib" / package / executable
        if program.is_file() and os.access(program, os.X_OK):
            return program
    return None


def program_of(package: str, executable: str, environment: Mapping[str, str]) -> Path:
    """A program of another package, from ament's folders or from PATH.

    Raises:
        NotInstalled: if it is in neither.
    """
    program = ament_program(package, executable, environment)
    if program is not None:
        return program
    found = shutil.which(executable, path=environment.get("PATH", ""))
    if found is None:
        raise NotInstalled(
            f"{executable} is not installed",
            remedy=f"On a ROS machine: sudo apt install ros-$ROS_DISTRO-{package}; "
            "elsewhere look with Foxglove, layout config/foxglove.json",
        )
    return Path(found)


def _share_folders(environment: Mapping[str, str]) -> Iterator[Path]:
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "package.xml").is_file():
        yield checkout
    for prefix in (*_ament_prefixes(environment), Path(sys.prefix), Path(site.getuserbase())):
        yield prefix / "share" / _PACKAGE


def _ament_prefixes(environment: Mapping[str, str]) -> list[Path]:
    prefixes = environment.get("AMENT_PREFIX_PATH", "").split(os.pathsep)
    return [Path(prefix) for prefix in prefixes if prefix]
