"""Real ROS 2 for tests: every test in a domain of its own, traffic on this machine only."""

import contextlib
import fcntl
import importlib.util
import math
import multiprocessing
import os
import queue
import signal
import sys
import tempfile
import threading
import time
import warnings
from multiprocessing import forkserver
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
PROFILE = HERE.parents[1] / "config" / "fastdds.xml"
SUPPORT = HERE / "support"
ASK_AGAIN_S = 10.0
PATIENCE_S = 30.0
HIGHEST_DOMAIN = 101  # above it, ports collide with those that the kernel hands out

if importlib.util.find_spec("rclpy") is None:
    # All but nodes/deployment, which knows no ROS.
    collect_ignore_glob = ["test_*", "convert/*", "intake/*", "outputs/*", "recording/*"]
    collect_ignore_glob += ["services/*", "skills/*", "tasks/*", "transforms/*", "benchmark/*"]
with warnings.catch_warnings(), contextlib.suppress(ModuleNotFoundError):
    # Type support imports a parser that imports a deprecated module.
    warnings.simplefilter("ignore", DeprecationWarning)
    import rosidl_generator_py  # noqa: F401
# Fast DDS reads its profile once a process, so before the first node of any test.
os.environ.setdefault("FASTRTPS_DEFAULT_PROFILES_FILE", str(PROFILE))
os.environ["ROS_AUTOMATIC_DISCOVERY_RANGE"] = "LOCALHOST"
sys.path.append(str(SUPPORT))
from node_child import run_node  # noqa: E402


@contextlib.contextmanager
def _locked_domain():
    """A domain id that no other test on this machine holds."""
    folder = Path(tempfile.gettempdir()) / "whereseen-ros-domains"
    folder.mkdir(exist_ok=True)
    start = os.getpid() % HIGHEST_DOMAIN
    for step in range(HIGHEST_DOMAIN):
        domain = (start + step) % HIGHEST_DOMAIN + 1
        with open(folder / f"{domain}.lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            yield domain
            return
    raise RuntimeError("all ROS domains are taken")


@pytest.fixture
def ros_domain(monkeypatch, tmp_path):
    """The id of a domain of this test's own; it is in the environment, also of processes."""
    with _locked_domain() as domain:
        monkeypatch.setenv("ROS_DOMAIN_ID", str(domain))
        monkeypatch.setenv("ROS_LOG_DIR", str(tmp_path / "ros_log"))
        yield domain


@pytest.fixture
def ros_context(ros_domain):
    """An initialised rclpy context in that domain."""
    import rclpy
    from rclpy.context import Context

    context = Context()
    rclpy.init(context=context, domain_id=ros_domain)
    yield context
    context.try_shutdown()


class Peer:
    """A node of the test's own, spun on demand: `peer.until(condition)`."""

    def __init__(self, context):
        from rclpy.executors import SingleThreadedExecutor
        from rclpy.node import Node

        self.node = Node("test_peer", context=context)
        self._executor = SingleThreadedExecutor(context=context)
        self._executor.add_node(self.node)
        self._clients = {}

    def until(self, condition, explain=lambda: "", timeout_s=60.0):
        """Spin until a condition holds; fails the test, with an explanation, if it never does."""
        deadline = time.monotonic() + timeout_s
        while not condition():
            assert time.monotonic() < deadline, f"timed out {explain()}"
            self._executor.spin_once(timeout_sec=0.02)

    def collect(self, kind, topic, qos=10):
        """Subscribe; returns the list into which messages go."""
        received = []
        self.node.create_subscription(kind, topic, received.append, qos)
        return received

    def call(self, kind, name, request, timeout_s=60.0):
        """Call a service and return its reply.

        A killed server seems to be there for some seconds, and what it is asked is lost: ask again.
        """
        if name not in self._clients:
            self._clients[name] = self.node.create_client(kind, name)
        client = self._clients[name]
        self.until(client.service_is_ready, timeout_s=timeout_s)
        futures = []
        asked_s = -math.inf

        def answered():
            nonlocal asked_s
            if time.monotonic() > asked_s + ASK_AGAIN_S:
                asked_s = time.monotonic()
                futures.append(client.call_async(request))
            return any(future.done() for future in futures)

        self.until(answered, timeout_s=timeout_s)
        return next(future.result() for future in futures if future.done())

    def close(self):
        self._executor.shutdown()
        self.node.destroy_node()


@pytest.fixture
def peer(ros_context):
    """A node in the test's process."""
    peer = Peer(ros_context)
    yield peer
    peer.close()


class NodeProcess:
    """A node in a process of its own; its output is kept line by line."""

    def __init__(self, module, *arguments, log, nursery):
        self.lines = []
        self._new = queue.Queue()
        pipe = Path(tempfile.mkdtemp(dir=log)) / "output"
        os.mkfifo(pipe)
        order = (module, arguments, dict(os.environ), str(log), str(pipe))
        self._process = nursery.Process(target=run_node, args=order)
        self._process.start()
        self._reader = threading.Thread(target=self._read, args=(pipe,), daemon=True)
        self._reader.start()

    @property
    def output(self):
        return "\n".join(self.lines)

    @property
    def pid(self):
        return self._process.pid

    def until_printed(self, text, timeout_s=60.0):
        """Wait until a line of the output contains a text."""
        deadline = time.monotonic() + timeout_s
        while not any(text in line for line in self.lines):
            assert self._process.is_alive() or not self._new.empty(), self.output
            left = deadline - time.monotonic()
            assert left > 0.0, f"never printed {text!r}:\n{self.output}"
            with contextlib.suppress(queue.Empty):
                self._new.get(timeout=min(left, 0.2))

    def send(self, number):
        if self._process.is_alive():
            os.kill(self.pid, number)

    def wait(self, timeout_s=60.0):
        """Wait for its end; returns the exit code."""
        self._process.join(timeout_s)
        assert not self._process.is_alive(), f"goes on and on:\n{self.output}"
        self._reader.join(timeout_s)
        return self._process.exitcode

    def interrupt(self, timeout_s=60.0):
        """Send what Ctrl-C sends; returns the exit code."""
        self.send(signal.SIGINT)
        return self.wait(timeout_s)

    def close(self):
        """End it; a killed one would leave its 128 MiB of shared memory behind."""
        if self._process.is_alive():
            self.send(signal.SIGINT)
            self._process.join(PATIENCE_S)
            self._process.kill()
        self.wait()
        sys.stdout.write(self.output)  # pytest shows it where a test fails

    def _read(self, pipe):
        with open(pipe, errors="replace") as output:
            for line in output:
                self.lines.append(line.rstrip("\n"))
                self._new.put(None)


@pytest.fixture(scope="session")
def nursery():
    """A process that has imported the nodes, from which they are forked."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["warm_nodes"])
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONPATH", str(SUPPORT), prepend=os.pathsep)
        forkserver.ensure_running()
    return context


@pytest.fixture
def spawn(ros_domain, nursery, tmp_path):
    """Starts modules as processes in this test's domain: `spawn("whereseen.nodes.x", ...)`."""
    with contextlib.ExitStack() as stack:

        def start(module, *arguments):
            process = NodeProcess(module, *arguments, log=tmp_path, nursery=nursery)
            stack.callback(process.close)
            return process

        yield start
