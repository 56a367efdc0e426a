"""Several programs run as one: their output gathered, their ends tied together."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any

from whereseen.nodes.deployment.errors import NotInstalled

Write = Callable[[str, str], None]
_ESCALATION = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
_ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_CLEAN_AFTER_ASKING = {0, -signal.SIGINT, 128 + signal.SIGINT}
_LAST_LINES_S = 2.0  # for output that is still on its way when its program has ended
_LONGEST_LINE = 1 << 16  # bytes; longer ones are cut, so that memory stays bounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program to run.

    Attributes:
        name: Precedes each line that it prints.
        command: Its path and arguments.
        environment: All of its variables.
        required: When it ends, everything else is stopped.
        stop_within_s: How long it may take to end when asked to, before it is told harder.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    required: bool = True
    stop_within_s: float = 20.0


@dataclass(frozen=True, slots=True)
class _Ended:
    """A program ended; `code` is negative for a signal."""

    name: str
    code: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """The user wants everything to stop."""


_Events = queue.SimpleQueue["_Ended | _Asked"]


class Supervisor:
    """Runs programs until a required one ends, all have, or the user interrupts.

    Each program gets a session of its own: Ctrl-C reaches this process only, and programs hear of
    it once. They are asked with SIGINT, then SIGTERM, then killed; a further Ctrl-C skips a wait.

    Args:
        programs: What to run; names must differ.
        write: Called with a program's name and a line of its output, or with an empty name and
            something that the supervisor has to say.
    """

    def __init__(self, programs: Sequence[Program], write: Write) -> None:
        self._programs = {program.name: program for program in programs}
        self._write = write
        self._events: _Events = queue.SimpleQueue()
        self._alive: dict[str, _Child] = {}
        self._codes: dict[str, int] = {}

    def run(self) -> int:
        """Run everything; returns the exit code.

        It is that of the required program that ended, or else 0 if all ended as they should when
        they were asked to, 1 if not. Must be called in the main thread.

        Raises:
            NotInstalled: if a program cannot be started; those started before are stopped.
        """
        children: list[_Child] = []
        with _signals_to(self._events):
            try:
                for program in self._programs.values():
                    children.append(self._start(program))
                culprit = self._until_end()
            finally:
                self._stop()
                for child in children:
                    child.drain()
        return self._exit_code(culprit)

    def _start(self, program: Program) -> _Child:
        try:
            child = _Child(program, self._write, self._events)
        except OSError as error:
            raise NotInstalled(f"{program.name} cannot be started", got=str(error)) from None
        self._alive[program.name] = child
        return child

    def _until_end(self) -> str | None:
        """Wait; returns the required program that ended, if that is the reason."""
        while self._alive:
            event = self._events.get()
            if isinstance(event, _Asked):
                return None
            self._note(event)
            if self._programs[event.name].required:
                return event.name
        return None

    def _stop(self) -> None:
        for number in _ESCALATION:
            if not self._alive:
                return
            for child in self._alive.values():
                child.signal(number)
            if number != signal.SIGINT:
                names = ", ".join(self._alive)
                self._write("", f"{signal.Signals(number).name} to {names}, which did not stop")
            self._await_ends(max(child.program.stop_within_s for child in self._alive.values()))

    def _await_ends(self, within_s: float) -> None:
        deadline_s = time.monotonic() + within_s
        while self._alive:
            try:
                event = self._events.get(timeout=max(0.0, deadline_s - time.monotonic()))
            except queue.Empty:
                return
            if isinstance(event, _Asked):
                return
            self._note(event)

    def _note(self, ended: _Ended) -> None:
        del self._alive[ended.name]
        self._codes[ended.name] = ended.code
        if ended.code < 0:
            how = f"by {signal.Signals(-ended.code).name}"
        else:
            how = f"with exit code {ended.code}"
        self._write("", f"{ended.name} ended {how}")

    def _exit_code(self, culprit: str | None) -> int:
        if culprit is not None:
            code = self._codes[culprit]
            return code if code >= 0 else 128 - code
        unclean = set(self._codes.values()) - _CLEAN_AFTER_ASKING
        return 1 if unclean or self._alive else 0


class _Child:
    """A started program with two threads: one passes its output on, one waits for its end."""

    def __init__(self, program: Program, write: Write, events: _Events) -> None:
        self.program = program
        self._process = subprocess.Popen(
            program.command,
            env=dict(program.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        output = self._process.stdout
        assert output is not None  # it is a pipe
        self._reader = _thread(_pass_on, output, program.name, write, events)
        _thread(self._report_end, events)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal: to the program, or SIGKILL to its whole session."""
        with suppress(ProcessLookupError):
            if number == signal.SIGKILL:
                os.killpg(self._process.pid, number)
            else:
                self._process.send_signal(number)

    def drain(self) -> None:
        """Let the last lines through; a grandchild that keeps the pipe open is not waited for."""
        self._reader.join(_LAST_LINES_S)

    def _report_end(self, events: _Events) -> None:
        events.put(_Ended(self.program.name, self._process.wait()))


def _pass_on(output: IO[bytes], name: str, write: Write, events: _Events) -> None:
    """Write every line; when nobody reads them any more, ask to stop and keep the pipe empty."""
    broken = False
    with output:
        while line := output.readline(_LONGEST_LINE):
            if broken:
                continue
            try:
                write(name, line.decode(errors="replace").rstrip("\n"))
            except OSError:
                broken = True
                events.put(_Asked())


def _thread(target: Callable[..., None], *arguments: Any) -> threading.Thread:
    thread = threading.Thread(target=target, args=arguments, daemon=True)
    thread.start()
    return thread


@contextmanager
def _signals_to(events: _Events) -> Iterator[None]:
    """Turn signals that ask to stop into events, for as long as the block lasts."""
    before = {number: signal.getsignal(number) for number in _ASKING}
    for number in _ASKING:
        signal.signal(number, lambda *_: events.put(_Asked()))
    try:
        yield
    finally:
        for number, action in before.items():
            signal.signal(number, action)
