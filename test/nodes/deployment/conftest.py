"""A made-up ament prefix, and the environment that names it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

MakePrefix = Callable[..., dict[str, str]]


@pytest.fixture
def ament(tmp_path: Path) -> MakePrefix:
    """Make a prefix with programs, as `ament("whereseen/memory_node")`; returns an environment."""

    def make(*programs: str) -> dict[str, str]:
        for program in programs:
            file = tmp_path / "lib" / program
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("#!/bin/sh\n")
            file.chmod(0o755)
        return {"AMENT_PREFIX_PATH": f"/nowhere:{tmp_path}", "PATH": ""}

    return make
