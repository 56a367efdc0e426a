"""The one thread that owns the memory."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as OutOfTime
from typing import Generic, Protocol, TypeVar

from whereseen.memory.errors import WhereseenError

_AFTER_FAULT_S = 0.1  # what fails always must not take all of the processor

Frame = TypeVar("Frame")
FrameIn = TypeVar("FrameIn", contravariant=True)
Result = TypeVar("Result")


class WorkerUnavailable(WhereseenError):
    """The thread that owns the memory has ended, or is too busy for a request."""


class FrameTask(Protocol[FrameIn]):
    """What is done with frames."""

    def take(self, frame: FrameIn) -> float:
        """Use a frame; returns 0, or seconds after which to try again, as its tf is not here."""
        ...

    def lose(self, reason: str) -> None:
        """A frame was not used."""
        ...


class Worker(Generic[Frame]):
    """Serves requests first, then frames and background work in turn; all in one thread.

    Frames wait in a bounded queue: the oldest gives way to the newest and is counted. Since all
    work on the memory happens here, it needs no lock; what takes long releases the GIL.

    Args:
        task: What is done with frames; raises only what is a fault of the program.
        background: Does one short piece of work, if any; returns seconds until there is more.
        queue_size: Frames that may wait.
        on_fault: Told of an exception that a frame or the background raised; the thread goes on.
    """

    def __init__(
        self,
        task: FrameTask[Frame],
        background: Callable[[], float],
        *,
        queue_size: int,
        on_fault: Callable[[Exception], None],
    ) -> None:
        self._task = task
        self._background = background
        self._on_fault = on_fault
        self._frames: deque[Frame] = deque()
        self._requests: deque[tuple[Future[object], Callable[[], object]]] = deque()
        self._size = queue_size
        self._wake = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="memory")

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def put(self, frame: Frame) -> None:
        """Queue a frame; if there is no room the oldest is dropped."""
        with self._wake:
            if len(self._frames) >= self._size:
                self._frames.popleft()
                self._task.lose("queue full")
            self._frames.append(frame)
            self._wake.notify()

    def call(self, request: Callable[[], Result], *, timeout_s: float) -> Result:
        """Run a function in the thread that owns the memory, before any frame that waits.

        Raises:
            WorkerUnavailable: if the thread has ended, or does not come to it in time.
            Exception: what the function raises.
        """
        future: Future[Result] = Future()
        with self._wake:
            if self._stopping:
                raise WorkerUnavailable("the memory is closed", remedy="Configure the node first")
            self._requests.append((future, request))  # type: ignore[arg-type]
            self._wake.notify()
        try:
            return future.result(timeout_s)
        except OutOfTime:
            got = f"no reply in {timeout_s:g} s"
            if future.cancel():
                raise WorkerUnavailable("the memory is busy", got=got, remedy="Ask again") from None
            raise WorkerUnavailable(
                "the memory is still at work on this request, and goes on",
                got=got,
                remedy="Wait and look at the result, or raise request_timeout_s",
            ) from None

    def nudge(self) -> None:
        """Look at the waiting frame again: its transform may have come."""
        with self._wake:
            self._wake.notify()

    def discard_frames(self, reason: str) -> None:
        """Drop what waits in the queue."""
        with self._wake:
            for _ in self._frames:
                self._task.lose(reason)
            self._frames.clear()

    @property
    def waiting(self) -> int:
        """Frames in the queue."""
        return len(self._frames)

    def stop(self) -> None:
        """End the thread after what it is doing; requests that wait are refused."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        self._thread.join()
        for future, _ in self._requests:
            if future.set_running_or_notify_cancel():
                future.set_exception(WorkerUnavailable("the memory was closed"))
        self._requests.clear()

    def _run(self) -> None:
        pause_s = 0.0
        while self._wait(pause_s):
            self._serve_requests()
            try:
                pause_s = self._work()
            except Exception as error:
                pause_s = _AFTER_FAULT_S
                self._on_fault(error)

    def _wait(self, pause_s: float) -> bool:
        """Sleep until there may be work; returns false at the end."""
        with self._wake:
            if pause_s > 0.0 and not self._requests and not self._stopping:
                self._wake.wait(pause_s)
            return not self._stopping

    def _serve_requests(self) -> None:
        while self._requests:
            future, request = self._requests.popleft()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(request())
            except Exception as error:
                future.set_exception(error)

    def _work(self) -> float:
        """Use one frame, if there is one, and do one piece of background work.

        Alternating, for frames may come faster than they can be used, for ever.
        """
        with self._wake:
            frame = self._frames.popleft() if self._frames else None
        if frame is None:
            return self._background()
        pause_s = self._task.take(frame)
        if pause_s > 0.0:
            self._put_back(frame)
        return min(pause_s, self._background())

    def _put_back(self, frame: Frame) -> None:
        with self._wake:
            if len(self._frames) < self._size:
                self._frames.appendleft(frame)
            else:  # newer ones came meanwhile
                self._task.lose("queue full")
