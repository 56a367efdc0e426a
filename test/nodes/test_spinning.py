import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.ros

NODE = """
import sys
from pathlib import Path
from rclpy.node import Node
from whereseen.memory.errors import InvalidConfig
from whereseen.nodes.spinning import run

class Probe(Node):
    def __init__(self):
        if {unmade}:
            raise InvalidConfig("no such camera", remedy="Plug it in")
        super().__init__("probe")
        self.create_timer(0.01, self.tick)
        sys.stdout.write("up\\n")
        sys.stdout.flush()

    def tick(self):
        if {faulty}:
            raise ZeroDivisionError("a fault")

    def close(self):
        sys.stdout.write("closed\\n")

sys.exit(run(Probe))
"""

ACTIONS = """
import sys
import threading
import time
from nav2_msgs.action import NavigateToPose
from rclpy.action import ActionServer
from rclpy.node import Node
from whereseen.nodes.spinning import run

class Probe(Node):
    def __init__(self):
        super().__init__("probe")
        self.ticks = 0
        self.create_timer(0.0005, self.tick)
        threading.Thread(target=self.open_and_close, daemon=True).start()

    def tick(self):
        self.ticks += 1

    def go_round(self):
        before = self.ticks
        while self.ticks == before:
            time.sleep(0.001)

    def open_and_close(self):
        for _ in range(100):
            ActionServer(self, NavigateToPose, "go", execute_callback=lambda goal: None).destroy()
            self.go_round()
        self.go_round()
        sys.stdout.write("spins\\n")
        sys.stdout.flush()

sys.exit(run(Probe))
"""


@pytest.fixture
def probe(ros_domain, tmp_path):
    """Starts a small node of its own; returns its process once it is up."""
    started = []

    def start(*, faulty=False, unmade=False, text=None):
        script = tmp_path / "probe.py"
        script.write_text(text or NODE.format(faulty=faulty, unmade=unmade))
        process = subprocess.Popen(
            [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, start_new_session=True,
        )  # fmt: skip
        started.append(process)
        if not (unmade or text):
            assert process.stdout.readline() == "up\n"
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.parametrize(
    "signals",
    [
        (signal.SIGINT,),
        (signal.SIGTERM,),
        (signal.SIGINT, signal.SIGINT),
        (signal.SIGINT, signal.SIGTERM),
    ],
    ids=lambda signals: "+".join(each.name for each in signals),
)
def test_every_way_to_stop_closes_the_node_once(probe, signals):
    process = probe()
    for number in signals:
        process.send_signal(number)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (0, "closed\n"), errors
    assert "Traceback" not in errors


def test_a_fault_in_a_callback_ends_the_node_and_shows_its_trace(probe):
    process = probe(faulty=True)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (1, "closed\n")
    assert "ZeroDivisionError: a fault" in errors


def test_a_node_that_cannot_be_made_says_why(probe):
    process = probe(unmade=True)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (1, "")
    assert "no such camera. Plug it in" in errors
    assert "Traceback" not in errors


def test_action_servers_that_end_while_it_spins_do_not_end_it(probe):
    process = probe(text=ACTIONS)
    assert process.stdout.readline() == "spins\n", process.communicate()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
