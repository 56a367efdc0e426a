"""One thread that plays, and that can be stopped at any time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Act(Generic[Result]):
    """Work in a thread of its own.

    Args:
        work: Is given an event that tells it to end soon.

    Attributes:
        future: What the work returns or raises.
    """

    def __init__(self, work: Callable[[threading.Event], Result]) -> None:
        self.future: Future[Result] = Future()
        self._work = work
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="replay", daemon=True)

    @property
    def was_stopped(self) -> bool:
        """Whether it was told to end."""
        return self._stop.is_set()

    def start(self) -> None:
        """Begin the work."""
        self._thread.start()

    def stop(self) -> None:
        """Tell the work to end; returns at once."""
        self._stop.set()

    def join(self) -> None:
        """Wait for its end."""
        self._thread.join()

    def _run(self) -> None:
        try:
            result = self._work(self._stop)
        except Exception as error:  # whoever waits for the future gets it
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


class Stage(Generic[Result]):
    """Room for one act; a new one ends the one before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._act: Act[Result] | None = None

    def begin(self, work: Callable[[threading.Event], Result]) -> Act[Result]:
        """Start some work, after the end of what is going on."""
        with self._lock:
            self._clear()
            self._act = Act(work)
            self._act.start()
            return self._act

    def clear(self) -> None:
        """End what is going on, if anything, and wait for it."""
        with self._lock:
            self._clear()

    def _clear(self) -> None:
        if self._act is not None:
            self._act.stop()
            self._act.join()
            self._act = None
