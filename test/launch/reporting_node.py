"""Stands in for a node: writes down what it was given, then waits to be interrupted."""

import json
import os
import signal
import sys
from pathlib import Path

import rclpy
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions
from rclpy.utilities import remove_ros_args

TOPICS = ("/memory/voxels", "/rgb/image", "rgb/image", "/elsewhere")


def main() -> None:
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    rclpy.init(signal_handler_options=SignalHandlerOptions.NO)
    node = Node("unnamed", automatically_declare_parameters_from_overrides=True)
    values = {name: p.value for name, p in node.get_parameters_by_prefix("").items()}
    report = {
        "name": node.get_fully_qualified_name(),
        "arguments": remove_ros_args(sys.argv)[1:],
        "parameters": {name: value for name, value in values.items() if "." not in name},
        "resolved": [node.resolve_topic_name(topic) for topic in TOPICS],
        "level": node.get_logger().get_effective_level().name,
        "profile": os.environ.get("FASTRTPS_DEFAULT_PROFILES_FILE"),
    }
    file = Path(os.environ["REPORTS"]) / f"{node.get_name()}.json"
    file.write_text(json.dumps(report))
    if report["parameters"].get("rate") == 99.0:  # the test's way to ask for a failure
        sys.exit(3)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        signal.pause()


main()
