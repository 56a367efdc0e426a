"""The process that serves a stage in another interpreter."""

from __future__ import annotations

import os
import subprocess
from collections import deque
from pathlib import Path
from threading import Thread
from typing import IO

import whereseen
from whereseen.sim.stages.channel import Channel, ChannelClosed, ChannelSilent, Message
from whereseen.sim.stages.errors import StageFailed
from whereseen.sim.stages.wire import heard_error

_PATIENCE_S = 120.0  # loading a large home on a busy machine takes a while
_GRACE_S = 5.0  # for the process to end by itself
_LINES = 12  # of what the process says last, told in errors
# What was set for this interpreter must not reach another one, and where whereseen lies does: its
# folder is loaded as it is, since everything else beside it may be made for another Python.
_NOT_INHERITED = ("LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
_START = """
import importlib.util, sys
if sys.version_info < (3, 10):
    sys.exit("whereseen needs Python 3.10 or later; this is " + sys.version.split()[0])
sys.path[:] = [path for path in sys.path if path]
spec = importlib.util.spec_from_file_location(
    "whereseen", sys.argv[1] + "/__init__.py", submodule_search_locations=[sys.argv[1]]
)
module = sys.modules["whereseen"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
from whereseen.sim.stages.server import main
main(sys.argv[2])
"""


class StageProcess:
    """Another interpreter that serves a stage; it ends when this one does.

    Args:
        name: Of the stage.
        python: The interpreter.
        patience_s: How long it may be silent.

    Raises:
        StageFailed: if there is no such interpreter.
    """

    def __init__(self, name: str, python: Path, *, patience_s: float = _PATIENCE_S) -> None:
        self._python = python
        self._said: deque[str] = deque(maxlen=_LINES)
        package = Path(str(whereseen.__file__)).parent
        try:
            self._process = subprocess.Popen(
                [str(python), "-c", _START, str(package), name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                env=_environment(),
            )
        except OSError as cause:
            raise StageFailed(
                "there is no such Python interpreter",
                got=str(python),
                remedy="Name the python of the environment in which the simulator is installed",
            ) from cause
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self._channel = Channel(
            process.stdout.fileno(), process.stdin.fileno(), patience_s=patience_s
        )
        self._listener = Thread(target=self._listen, args=(process.stderr,), daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def asked(self, message: Message) -> Message:
        """Send a message and wait for the answer.

        Raises:
            WhereseenError: of the kind that was raised there.
            StageFailed: if the process has ended or does not answer.
        """
        if self._process.stdin is None or self._process.stdin.closed:
            raise StageFailed("the stage is closed", remedy="Open another one")
        try:
            self._channel.send(message)
        except (ChannelClosed, ChannelSilent) as error:
            raise self._failed(error) from error
        return self.heard()

    def heard(self) -> Message:
        """Wait for an answer; see `asked`."""
        try:
            answer = self._channel.receive()
        except StageFailed as error:
            raise self._failed(error) from error
        if "error" in answer.head:
            raise heard_error(answer.head)
        return answer

    def stop(self) -> None:
        """End the process; twice does no harm."""
        process = self._process
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._listener.join(_GRACE_S)
        for pipe in (process.stdout, process.stderr):
            if pipe is not None and not self._listener.is_alive():
                pipe.close()

    def _failed(self, error: StageFailed) -> StageFailed:
        """The same error, with what the process said last; the process is ended."""
        if isinstance(error, ChannelSilent):
            self._process.kill()
        self.stop()
        code = self._process.returncode
        said = "\n".join(self._said)
        return StageFailed(
            error.what,
            got=f"{error.got}, " * bool(error.got) + f"exit status {code}",
            remedy=f"Look at what {self._python} said last:\n{said}" if said else "",
        )

    def _listen(self, pipe: IO[bytes]) -> None:
        for line in pipe:
            self._said.append(line.decode(errors="replace").rstrip())


def _environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name not in _NOT_INHERITED and not name.startswith("_ROS_")
    }
