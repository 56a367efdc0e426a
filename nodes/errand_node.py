"""`errand_node`: sends one task to a memory node, says how it goes, and ends with it."""

from __future__ import annotations

import signal
import sys
import threading
from dataclasses import dataclass

import rclpy
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions

from whereseen.memory.errors import WhereseenError
from whereseen.memory.knobs import knob, require_choices, require_in_range, text
from whereseen.nodes.parameters import Parameters
from whereseen.nodes.tasks.config import AMBIGUITIES
from whereseen.nodes.tasks.errand import Errand, send, told

_PAUSE_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandNodeConfig:
    """What is asked for, of whom, and when.

    Attributes:
        instruction, memory, ambiguity, planner: Of the task.
        begin_after_s: So long the robot may look round before.
        wait_s, timeout_s: Bounds.
    """

    instruction: str = text("", "What to do, as `put the red mug in the sink`.")
    memory: str = text("memory", "Name of the memory node.")
    ambiguity: str = text("pick", "Where several things may be meant.", choices=AMBIGUITIES)
    planner: str = text("", "deterministic or llm; empty: as the memory node has it.")
    begin_after_s: float = knob(
        0.0, "Seconds of the clock before it is sent.", low=0.0, high=1e6, live=False
    )
    wait_s: float = knob(300.0, "How long a memory node is waited for.", low=0.0, high=1e5)
    timeout_s: float = knob(0.0, "Bound of the whole task; 0: none.", low=0.0, high=1e6)

    def __post_init__(self) -> None:
        require_in_range(self)
        require_choices(self)


def main() -> None:
    """Entry point of the executable."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    rclpy.init(signal_handler_options=SignalHandlerOptions.NO)
    node = Node("errand")
    try:
        code = _run(node, stop)
    except WhereseenError as error:
        node.get_logger().fatal(str(error))
        code = 1
    finally:
        node.destroy_node()
        rclpy.try_shutdown()
    sys.exit(code)


def _run(node: Node, stop: threading.Event) -> int:
    config = Parameters(node, ErrandNodeConfig()).read()
    errand = Errand(
        config.instruction,
        config.memory,
        config.ambiguity,
        config.planner,
        config.timeout_s,
        config.wait_s,
    )
    _wait(node, config.begin_after_s, stop)
    say = node.get_logger().info
    say(f"asking: {config.instruction or 'go on with the last task'}")
    text, code = told(send(node, errand, say, stop.is_set))
    for line in text.splitlines():
        say(line)
    return 0 if code == 130 and stop.is_set() else code


def _wait(node: Node, seconds: float, stop: threading.Event) -> None:
    """Wait by the clock of ROS, which begins with its first message."""
    clock = node.get_clock()
    start_ns = 0
    while seconds and not stop.is_set():
        rclpy.spin_once(node, timeout_sec=_PAUSE_S)
        now_ns = clock.now().nanoseconds
        start_ns = start_ns or now_ns
        if start_ns and now_ns > start_ns + seconds * 1e9:
            return


if __name__ == "__main__":
    main()
