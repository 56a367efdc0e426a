import os
import resource
import subprocess
import sys

import pytest

from whereseen.nodes.benchmark.errors import BenchmarkFailed
from whereseen.nodes.benchmark.probe import cpu_s, private_mb


def test_processor_time_is_what_the_process_itself_measures():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    assert cpu_s(os.getpid()) == pytest.approx(usage.ru_utime + usage.ru_stime, abs=0.1)


def test_memory_in_use_grows_with_what_is_written():
    code = "import sys; sys.stdin.readline(); b = b'x' * 50_000_000; print(len(b)); input()"
    with subprocess.Popen(
        (sys.executable, "-uc", f"print(0); {code}"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        process.stdout.readline()
        before = private_mb(process.pid)
        process.stdin.write("go\n")
        process.stdin.flush()
        process.stdout.readline()
        assert private_mb(process.pid) - before == pytest.approx(50.0, abs=5.0)
        process.communicate("end\n", timeout=60.0)


@pytest.mark.parametrize("probe", [cpu_s, private_mb])
def test_a_process_that_is_not_there_is_told(probe):
    with pytest.raises(BenchmarkFailed, match="watched"):
        probe(2**30)
