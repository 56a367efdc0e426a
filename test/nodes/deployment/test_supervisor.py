"""Several programs run as one, with real processes and real signals."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from whereseen.nodes.deployment.errors import NotInstalled
from whereseen.nodes.deployment.supervisor import Program, Supervisor

HEARING = """
import signal, sys, time
heard = []
for name in {names!r}:
    signal.signal(getattr(signal, name), lambda number, _: heard.append(number))
print("ready", flush=True)
while not heard:
    signal.sigtimedwait([], 0.02)
end = time.monotonic() + {longer_s}
while time.monotonic() < end:
    signal.sigtimedwait([], 0.02)
print("heard", *heard, flush=True)
sys.exit({code})
"""
NEVER = "import signal, sys\nprint('ready', flush=True)\nsignal.pause()\n"
DEAF = (
    "import signal, time\n"
    "for number in (signal.SIGINT, signal.SIGTERM): signal.signal(number, signal.SIG_IGN)\n"
    "print('ready', flush=True)\n"
    "while True: time.sleep(1000)\n"
)


def program(name, code, *, required=True, stop_within_s=60.0):
    return Program(
        name=name,
        command=(sys.executable, "-S", "-c", code),
        environment=dict(os.environ),
        required=required,
        stop_within_s=stop_within_s,
    )


def hearing(*names, code=0, longer_s=0.0):
    return HEARING.format(names=names, code=code, longer_s=longer_s)


class Screen:
    """Keeps what is written; sends this process a signal when certain lines have been.

    Args:
        ask_after: Sets of lines; each set that is complete, in this order, sends one signal.
    """

    def __init__(self, *ask_after, number=signal.SIGINT):
        self.lines = []
        self._ask_after = list(ask_after)
        self._number = number
        self._lock = threading.Lock()

    def write(self, name, line):
        with self._lock:
            self.lines.append((name, line))
            if self._ask_after and self._ask_after[0] <= {line for _, line in self.lines}:
                self._ask_after.pop(0)
                os.kill(os.getpid(), self._number)

    def of(self, name):
        return [line for other, line in self.lines if other == name]


def test_it_is_over_when_all_have_ended():
    screen = Screen()
    programs = [program(name, f"print('{name}!')", required=False) for name in ("a", "b")]
    assert Supervisor(programs, screen.write).run() == 0
    assert sorted(screen.lines) == [
        ("", "a ended with exit code 0"),
        ("", "b ended with exit code 0"),
        ("a", "a!"),
        ("b", "b!"),
    ]


def test_when_a_required_program_ends_the_rest_is_asked_to_stop():
    screen = Screen()
    programs = [program("stays", hearing("SIGINT")), program("ends", "raise SystemExit(3)")]
    assert Supervisor(programs, screen.write).run() == 3
    assert "ends ended with exit code 3" in screen.of("")
    assert any(line.startswith("stays ended") for line in screen.of(""))


def test_the_code_of_a_required_program_killed_by_a_signal_is_that_of_shells():
    screen = Screen()
    abort = "import os; os.abort()"
    assert Supervisor([program("dies", abort)], screen.write).run() == 128 + signal.SIGABRT
    assert screen.of("") == ["dies ended by SIGABRT"]


def test_the_end_of_others_changes_nothing():
    screen = Screen({"viewer ended with exit code 0", "ready"})
    programs = [program("node", hearing("SIGINT")), program("viewer", "", required=False)]
    assert Supervisor(programs, screen.write).run() == 0
    assert screen.of("node") == ["ready", "heard 2"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_asks_every_program_hears_sigint_once(number):
    screen = Screen({"ready"}, number=number)
    node = program("node", hearing("SIGINT", "SIGTERM", longer_s=0.1))
    assert Supervisor([node], screen.write).run() == 0
    assert screen.of("node") == ["ready", "heard 2"]
    assert screen.of("") == ["node ended with exit code 0"]


def test_a_program_that_just_dies_of_sigint_has_stopped_as_it_should():
    screen = Screen({"ready"})
    plain = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_DFL)\n" + NEVER
    assert Supervisor([program("node", plain)], screen.write).run() == 0


def test_a_program_that_fails_while_it_stops_is_told_by_the_exit_code():
    screen = Screen({"ready"})
    assert Supervisor([program("node", hearing("SIGINT", code=7))], screen.write).run() == 1


def test_whoever_does_not_stop_in_time_is_told_harder():
    screen = Screen({"ready"})
    only_term = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n" + NEVER
    node = program("node", only_term, stop_within_s=0.2)
    assert Supervisor([node], screen.write).run() == 1
    assert screen.of("") == ["SIGTERM to node, which did not stop", "node ended by SIGTERM"]


def test_in_the_end_programs_are_killed_with_all_that_they_started():
    screen = Screen({"ready"})
    child = "import subprocess, sys\n"
    child += f"p = subprocess.Popen([sys.executable, '-S', '-c', {DEAF!r}])\nprint(p.pid)\n"
    node = program("node", child + DEAF, stop_within_s=0.2)
    assert Supervisor([node], screen.write).run() == 1
    assert "node ended by SIGKILL" in screen.of("")
    grandchild = next(int(line) for line in screen.of("node") if line.isdigit())
    deadline_s = time.monotonic() + 30.0
    while state_of(grandchild) not in ("gone", "Z"):  # a zombie until somebody waits for it
        assert time.monotonic() < deadline_s
        time.sleep(0.01)


def state_of(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "gone"


def test_a_second_ctrl_c_does_not_wait():
    only_term = (
        "import signal\n"
        "signal.signal(signal.SIGINT, lambda *_: print('not yet', flush=True))\n"
        "print('ready', flush=True)\n"
        "while True: signal.pause()\n"
    )
    screen = Screen({"ready"}, {"not yet"})
    assert Supervisor([program("node", only_term, stop_within_s=600.0)], screen.write).run() == 1
    assert screen.of("") == ["SIGTERM to node, which did not stop", "node ended by SIGTERM"]


def test_what_cannot_be_started_stops_what_was():
    screen = Screen()
    missing = Program(name="missing", command=("/not/there",), environment={})
    started = program("started", hearing("SIGINT", "SIGTERM"))
    with pytest.raises(NotInstalled, match=r"missing cannot be started .*/not/there"):
        Supervisor([started, missing], screen.write).run()
    assert any(line.startswith("started ended") for line in screen.of(""))


def test_output_arrives_whole_whatever_it_holds():
    screen = Screen()
    code = (
        "import sys\n"
        "print('out', flush=True); print('err', file=sys.stderr, flush=True)\n"
        "sys.stdout.buffer.write(b'\\xff\\xfe\\n' + b'x' * 100_000 + b'\\nlast')\n"
    )
    Supervisor([program("node", code)], screen.write).run()
    lines = screen.of("node")
    assert lines[:3] == ["out", "err", "\N{REPLACEMENT CHARACTER}" * 2]
    assert "".join(lines[3:-1]) == "x" * 100_000
    assert lines[-1] == "last"


def test_when_nobody_reads_any_more_all_is_stopped():
    def broken_pipe(name, line):
        if name:
            raise BrokenPipeError

    node = program("node", hearing("SIGINT"))
    assert Supervisor([node], broken_pipe).run() == 0


def test_programs_get_no_input_and_exactly_their_environment():
    screen = Screen()
    code = (
        "import os, sys\nprint(repr(sys.stdin.read()), os.environ.get('A'), 'HOME' in os.environ)"
    )
    node = Program(name="node", command=(sys.executable, "-S", "-c", code), environment={"A": "b"})
    Supervisor([node], screen.write).run()
    assert screen.of("node") == ["'' b False"]


def test_signals_are_handled_as_before_when_it_is_over():
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    Supervisor([program("node", "")], Screen().write).run()
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
