"""A task sent from a terminal, by a node that lives as long as it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

import rclpy
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions

from whereseen.nodes.tasks.errand import Errand, send, told


def ask_robot(errand: Errand, say: Callable[[str], None], *, namespace: str = "") -> int:
    """Have a task done, telling how it goes; Ctrl-C cancels it. Returns the exit code.

    Args:
        errand: What is sent.
        say: Told each line.
        namespace: Of the robot.

    Raises:
        NobodyActs: if no memory node takes tasks in time.
    """
    stop = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    rclpy.init(signal_handler_options=SignalHandlerOptions.NO)
    node = Node("errand", namespace=namespace)
    try:
        text, code = told(send(node, errand, say, stop.is_set))
    finally:
        node.destroy_node()
        rclpy.try_shutdown()
        signal.signal(signal.SIGINT, before)
    say(text)
    return code
