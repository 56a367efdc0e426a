"""Work that other threads want done in the one that simulates."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from whereseen.memory.errors import WhereseenError

Result = TypeVar("Result")


class SimulationEnded(WhereseenError):
    """The simulation is over, so nothing more is done in it."""


class Jobs:
    """A queue of work; one thread does it, others wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[tuple[Future[object], Callable[[], object]]] = deque()
        self._is_closed = False

    def do(self, work: Callable[[], Result]) -> Result:
        """Have something done and wait for it.

        Raises:
            SimulationEnded: if nobody will do it.
            Exception: what the work raises.
        """
        future: Future[object] = Future()
        with self._lock:
            if self._is_closed:
                raise SimulationEnded("the simulation is over", remedy="Start it again")
            self._waiting.append((future, work))
        return future.result()  # type: ignore[return-value]

    @property
    def are_waiting(self) -> bool:
        """Whether there is something to do."""
        return bool(self._waiting)

    def serve(self) -> None:
        """Do all that waits, in the thread that calls."""
        while self.are_waiting:
            with self._lock:
                future, work = self._waiting.popleft()
            try:
                future.set_result(work())
            except Exception as error:
                future.set_exception(error)

    def close(self) -> None:
        """Nothing more is done; who waits is told."""
        with self._lock:
            self._is_closed = True
            waiting = list(self._waiting)
            self._waiting.clear()
        for future, _ in waiting:
            future.set_exception(SimulationEnded("the simulation is over"))
