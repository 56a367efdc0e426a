"""Scripts run where only some of the machine's programs are."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPANIONS = (
    *("bash", "basename", "cat", "cp", "cut", "dirname", "find", "grep", "mkdir", "mktemp"),
    *("mv", "rm", "sha256sum", "sort", "touch", "uname", "xargs"),
)


class Machine:
    """A machine with a shell and its usual companions, and what a test provides besides."""

    def __init__(self, folder):
        self.home = folder
        # Two folders, so that nothing is ever written through a link to the machine's own program.
        self._provided, self._linked = folder / "provided", folder / "linked"
        self._provided.mkdir()
        self._linked.mkdir()
        for name in COMPANIONS:
            (self._linked / name).symlink_to(shutil.which(name))

    @property
    def environment(self):
        path = f"{self._provided}:{self._linked}"
        return {"PATH": path, "HOME": str(self.home), "LC_ALL": "C.UTF-8"}

    def provide(self, name, script):
        """A program that is a shell script; `name` is one on the path, or a path."""
        program = self._provided / name
        program.parent.mkdir(parents=True, exist_ok=True)
        assert not program.is_symlink()
        program.write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
        program.chmod(0o755)

    def provide_python(self, name, prelude=""):
        """This test's Python under another name; `prelude` is run before what it is given."""
        start = self.home / f"start-{Path(name).name}"
        start.mkdir(exist_ok=True)
        (start / "sitecustomize.py").write_text(prelude, encoding="utf-8")
        self.provide(name, f'PYTHONPATH="{start}" exec "{sys.executable}" "$@"')

    def run(self, script, *arguments, **environment):
        """Run a script of `scripts/`; its output is in `stdout` and `stderr`."""
        return subprocess.run(
            [str(ROOT / "scripts" / script), *map(str, arguments)],
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)
