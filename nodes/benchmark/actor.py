"""Processes that take part in a measurement, from the side of whoever directs it."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as OutOfTime
from contextlib import suppress
from pathlib import Path
from typing import Any

from whereseen.nodes.benchmark.errors import BenchmarkFailed

Reply = dict[str, Any]

_END_S = 30.0
_SHOWN_LINES = 12


class Watched:
    """A process with its output in a file; it hears no Ctrl-C but is ended by whoever started it.

    Args:
        command: Program and arguments.
        environment: All of its variables.
        log: File for what it prints.
        stdin, stdout: As `Popen` takes them; by default there is no input, and `log` gets both.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        *,
        stdin: int = subprocess.DEVNULL,
        stdout: int = subprocess.STDOUT,
    ) -> None:
        self.log = log
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                command,
                env=dict(environment),
                stdin=stdin,
                stdout=file if stdout == subprocess.STDOUT else stdout,
                stderr=file,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Its id."""
        return self.process.pid

    def fault(self, what: str) -> BenchmarkFailed:
        """An error that shows the end of its output."""
        code = self.process.poll()
        lines = self.log.read_text(errors="replace").splitlines()[-_SHOWN_LINES:]
        state = "running" if code is None else f"exit code {code}"
        return BenchmarkFailed(what, got="\n".join([state, *lines]))

    def close(self) -> None:
        """End it: politely first."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Actor:
    """A process that takes orders: one JSON object a line in, one a line out, in order.

    Args:
        name: For error messages.
        command: Program and arguments.
        environment: All of its variables.
        log: File for its standard error.
    """

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path
    ) -> None:
        self._name = name
        pipe = subprocess.PIPE
        self._watched = Watched(command, environment, log, stdin=pipe, stdout=pipe)
        self._pending: deque[Future[Reply]] = deque()
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Id of its process."""
        return self._watched.pid

    def order(self, do: str, **arguments: Any) -> Future[Reply]:
        """Tell it to do something; the future gets its reply.

        Raises:
            BenchmarkFailed: if it has ended.
        """
        future: Future[Reply] = Future()
        stream = self._watched.process.stdin
        assert stream is not None  # it is a pipe
        try:
            with self._lock:
                self._pending.append(future)
                stream.write(json.dumps({"do": do} | arguments).encode() + b"\n")
                stream.flush()
        except OSError as error:
            raise self._watched.fault(f"{self._name} has ended") from error
        return future

    def ask(self, do: str, *, within_s: float = 120.0, **arguments: Any) -> Reply:
        """Tell it to do something and wait for the reply.

        Raises:
            BenchmarkFailed: if it has ended, or takes longer.
        """
        return self.reply(self.order(do, **arguments), within_s=within_s)

    def reply(self, ordered: Future[Reply], *, within_s: float = 120.0) -> Reply:
        """The reply to an order.

        Raises:
            BenchmarkFailed: if it has ended, or takes longer.
        """
        try:
            return ordered.result(within_s)
        except OutOfTime as error:
            raise self._watched.fault(f"{self._name} did not reply in {within_s:g} s") from error

    def close(self) -> None:
        """End it: without orders it goes by itself."""
        process = self._watched.process
        if process.stdin is not None:
            with suppress(OSError):  # an order may be left that it did not live to hear
                process.stdin.close()
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._watched.close()
        self._reader.join(_END_S)
        if process.stdout is not None:
            process.stdout.close()

    def _read(self) -> None:
        """Pass replies on; when there are no more, whoever waits is told."""
        stream = self._watched.process.stdout
        assert stream is not None  # it is a pipe
        for line in stream:
            with self._lock:
                future = self._pending.popleft()
            future.set_result(json.loads(line))
        self._watched.process.wait()
        with self._lock:
            for future in self._pending:
                future.set_exception(self._watched.fault(f"{self._name} has ended"))
            self._pending.clear()
