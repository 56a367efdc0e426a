"""Processes that take part in a measurement, from their own side."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import rclpy
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions

from whereseen.nodes.benchmark.errors import BenchmarkFailed

Commands = Mapping[str, Callable[..., dict[str, Any]]]

_LOOK_AGAIN_S = 0.01


def play(name: str, make_role: Callable[[Node], Commands]) -> None:
    """Take orders from standard input until it ends; replies go to standard output.

    A node spins meanwhile. What an order raises ends the process: whoever gave it sees that.

    Args:
        name: Of the node.
        make_role: Makes the commands by name; each takes its arguments by name.
    """
    rclpy.init(signal_handler_options=SignalHandlerOptions.NO)
    node = Node(name)
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    spinner = threading.Thread(target=_spin, args=(executor,), daemon=True)
    try:
        commands = make_role(node)
        spinner.start()
        for line in sys.stdin:
            order = json.loads(line)
            reply = commands[order.pop("do")](**order)
            sys.stdout.write(json.dumps(reply) + "\n")
            sys.stdout.flush()
    finally:
        executor.shutdown()
        if spinner.is_alive():
            spinner.join()
        node.destroy_node()
        rclpy.try_shutdown()


def until(condition: Callable[[], bool], what: str, *, within_s: float = 60.0) -> None:
    """Wait for what other processes do; ROS tells nobody of it.

    Raises:
        BenchmarkFailed: if it does not happen in time.
    """
    deadline_s = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline_s:
            raise BenchmarkFailed(f"{what} did not happen", got=f"{within_s:g} s")
        time.sleep(_LOOK_AGAIN_S)


def pace(number: int, start_s: float, rate_hz: float) -> float:
    """Sleep until a step of a steady rate is due; returns how late it is, in seconds."""
    due_s = start_s + number / rate_hz
    time.sleep(max(0.0, due_s - time.monotonic()))
    return time.monotonic() - due_s


def _spin(executor: SingleThreadedExecutor) -> None:
    with suppress(ExternalShutdownException):
        executor.spin()
