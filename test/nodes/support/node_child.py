"""What a forked process does to become a node."""

import contextlib
import importlib
import os
import runpy
import sys
import traceback
from pathlib import Path


def run_node(module, arguments, environment, folder, output):
    """Run a module as `python -m` would; what it prints goes into a named pipe."""
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    pipe = os.open(output, os.O_WRONLY)
    for standard in (1, 2):
        os.dup2(pipe, standard)
    os.close(pipe)
    sys.argv = [module, *arguments]
    code = _exit_code(module)
    sys.stdout.flush()
    _give_shared_memory_back()
    os._exit(code)  # exit handlers of tracing libraries do not survive a fork


def _exit_code(module):
    try:
        main = getattr(importlib.import_module(module), "main", None)
        if main is None:
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        else:
            main()
    except SystemExit as end:
        return int(end.code or 0)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _give_shared_memory_back():
    """Remove the 128 MiB that Fast DDS removes when it is unloaded; their locks are open files."""
    for entry in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            lock = entry.readlink()
            if lock.match("/dev/shm/fastrtps_*_el") and "_port" not in lock.name:
                lock.with_name(lock.name.removesuffix("_el")).unlink()
                lock.unlink()
