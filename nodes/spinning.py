"""Running a node until it is told to stop, and leaving cleanly then."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue

import rclpy
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.executors import ExternalShutdownException, MultiThreadedExecutor, ShutdownException
from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.logging import get_logger
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions

from whereseen.memory.errors import WhereseenError

InvalidHandle = rclpy_implementation.InvalidHandle
RCLError = rclpy_implementation.RCLError
_DESTROYED = "pointer is invalid"
_FAULTS_IN_A_ROW = 100
_FAULT_S = 0.01  # leaves the thread that destroys something time to take it out
_WAKE_S = 0.5
_THREADS = 8  # requests may block; topics, tf and actions must go on


def run(make_node: Callable[[], Node], arguments: Sequence[str] | None = None) -> int:
    """Make a node and spin it until SIGINT, SIGTERM or a shutdown of ROS; returns the exit code.

    The executor spins in a thread of its own, so that the main thread is free to take signals.
    `ros2 launch` passes Ctrl-C on twice: every further signal is ignored. A node with a method
    `close` gets it called before it is destroyed, when no callback runs any more; one with a method
    `leave` is told before that to end callbacks that take long; one whose attribute `failed` is
    true then ends with 1.
    """
    stop = _Stop()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    rclpy.init(args=arguments, signal_handler_options=SignalHandlerOptions.NO)
    try:
        node = make_node()
    except WhereseenError as error:
        get_logger("whereseen").fatal(str(error))
        rclpy.shutdown()
        return 1
    executor = MultiThreadedExecutor(num_threads=_THREADS)
    executor.add_node(node)
    spinner = _Spinner(executor, node, stop)
    spinner.start()
    stop.wait()
    _told(node, "leave")
    spinner.end()
    executor.shutdown()
    try:
        _told(node, "close")
    finally:
        node.destroy_node()
        rclpy.try_shutdown()
    return 1 if spinner.failed or getattr(node, "failed", False) else 0


class _Stop:
    """Told to stop, also by a signal that comes while another is being handled.

    An Event would wait for itself then: its lock is held by what the signal interrupts.
    """

    def __init__(self) -> None:
        self._told: SimpleQueue[None] = SimpleQueue()  # whose put may be interrupted by itself
        self.is_set = False

    def set(self) -> None:
        """Stop."""
        self.is_set = True
        self._told.put(None)

    def wait(self) -> None:
        """Wait until it is told."""
        # A signal that comes as the wait begins is handled only when the wait ends.
        while True:
            with suppress(Empty):
                return self._told.get(timeout=_WAKE_S)


class _Spinner(threading.Thread):
    """Spins an executor; a fault in a callback stops the node and shows its trace.

    It is to end before the executor is shut down, which takes away what a wait is made of.
    """

    def __init__(self, executor: MultiThreadedExecutor, node: Node, stop: _Stop) -> None:
        super().__init__(name="executor")
        self._executor = executor
        self._stop_asked = stop
        self._is_over = False
        self._faults = 0
        self._wakes = node.create_guard_condition(
            lambda: None, callback_group=ReentrantCallbackGroup()
        )
        self.failed = False

    def run(self) -> None:
        """Spin until told to end."""
        try:
            while not self._is_over and self._executor.context.ok():
                self._spin_once()
        except (ExternalShutdownException, ShutdownException):
            pass
        except BaseException:
            self.failed = True
            raise
        finally:
            self._stop_asked.set()

    def end(self) -> None:
        """Spin no more; returns when that is so."""
        self._is_over = True
        with suppress(InvalidHandle):
            self._wakes.trigger()
        self.join()

    def _spin_once(self) -> None:
        # rclpy raises if one thread destroys something while another prepares to wait for it, of
        # actions an RCLError; the next wait is without it.
        try:
            self._executor.spin_once()
            self._faults = 0
        except (InvalidHandle, RCLError) as error:
            self._faults += 1
            is_destroyed = isinstance(error, InvalidHandle) or _DESTROYED in str(error)
            if not is_destroyed or self._faults > _FAULTS_IN_A_ROW:
                raise
            time.sleep(_FAULT_S)


def _told(node: Node, what: str) -> None:
    method = getattr(node, what, None)
    if method is not None:
        method()
