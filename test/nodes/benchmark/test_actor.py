import subprocess
import sys

import pytest

from whereseen.nodes.benchmark.actor import Actor, Watched
from whereseen.nodes.benchmark.errors import BenchmarkFailed

ECHO = """
import json, sys
for line in sys.stdin:
    order = json.loads(line)
    if order["do"] == "fail":
        raise RuntimeError("no such luck")
    if order["do"] == "think":
        continue
    sys.stdout.write(json.dumps({"did": order}) + chr(10))
    sys.stdout.flush()
"""


@pytest.fixture
def actor(tmp_path):
    actor = Actor("echo", (sys.executable, "-c", ECHO), {}, tmp_path / "echo.log")
    yield actor
    actor.close()


def test_orders_are_answered_in_turn(actor):
    orders = [actor.order("add", number=number) for number in range(5)]
    replies = [actor.reply(order) for order in orders]
    assert replies == [{"did": {"do": "add", "number": number}} for number in range(5)]


def test_what_an_actor_says_before_it_fails_is_shown(actor):
    with pytest.raises(BenchmarkFailed, match=r"(?s)echo has ended.*no such luck"):
        actor.ask("fail")
    with pytest.raises(BenchmarkFailed, match="echo has ended"):
        for _ in range(3):  # the pipe may take a line after its reader is gone
            actor.ask("add", within_s=0.2)


def test_who_does_not_reply_in_time_is_named(actor):
    with pytest.raises(BenchmarkFailed, match=r"(?s)echo did not reply in 0\.05 s.*running"):
        actor.ask("think", within_s=0.05)


def test_an_actor_ends_when_there_are_no_more_orders(actor):
    actor.ask("add")
    actor.close()
    assert actor._watched.process.returncode == 0


def test_a_process_without_pipes_is_interrupted_at_the_end(tmp_path):
    log = tmp_path / "wait.log"
    code = "import sys, threading; sys.stderr.write('here'); threading.Event().wait()"
    watched = Watched((sys.executable, "-c", code), {}, log)
    watched.close()
    assert watched.process.returncode not in (None, 0)
    assert watched.pid == watched.process.pid


def test_a_fault_shows_the_last_lines(tmp_path):
    code = "[print(number) for number in range(100)]"
    watched = Watched((sys.executable, "-c", code), {}, tmp_path / "log")
    watched.process.wait(60.0)
    fault = watched.fault("it broke")
    assert fault.what == "it broke"
    assert fault.got.splitlines() == ["exit code 0", *(str(n) for n in range(88, 100))]


def test_output_may_be_piped(tmp_path):
    watched = Watched(
        (sys.executable, "-c", "print('out')"), {}, tmp_path / "log", stdout=subprocess.PIPE
    )
    assert watched.process.communicate(timeout=60.0)[0] == b"out\n"
