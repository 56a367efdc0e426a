"""Chains of tasks in one home with one memory; its process may be killed between tasks.

Where it is, each task is done in a process of its own, which takes the memory up from its file and
is killed (SIGKILL) as soon as the task is over; nothing of the memory is handed on but the file.
The world goes on: what is so in it is told to the next process.
"""

from __future__ import annotations

import json
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from whereseen.acting.experience.recall import Recall
from whereseen.sim.symbolic.keeping import Keeping
from whereseen.sim.symbolic.world import SymbolicWorld
from whereseen.sim.tasks.case import Case, Family, Step
from whereseen.sim.tasks.mark import Mark
from whereseen.sim.tasks.methods import Method
from whereseen.sim.tasks.setting import Circumstances, Household
from whereseen.sim.tasks.trial import Trial, new_model

Experiences = Callable[[], Recall | None]


def _next_case(
    household: Household, world: SymbolicWorld, position: int, before: list[Step]
) -> Case | None:
    """The next task of a chain: families take turns; None if the home has not what it takes."""
    families = list(Family)
    for shift in range(len(families)):
        family = families[(position + shift) % len(families)]
        case = household.next_case(world, family, position, before)
        if case is not None:
            before += case.steps
            return case
    return None


def run_chain(
    household: Household,
    length: int,
    around: Circumstances,
    method: Method,
    experiences: Experiences,
    *,
    is_killed: bool,
) -> Iterator[Mark]:
    """Do tasks one after the other; the world and the memory are those that the last one left."""
    world, positions, before = household.world([]), range(1, length + 1), list[Step]()
    if not is_killed:
        model, experience = new_model(household, method, world), experiences()
        for position in positions:
            case = _next_case(household, world, position, before)
            if case is not None:
                household.make_ready(world, case)
                trial = Trial(household, case, around, method, world, model, experience)
                trial.position = position
                yield trial.run()
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memory.db"
        for position in positions:
            case = _next_case(household, world, position, before)
            if case is not None:
                household.make_ready(world, case)
                mark, left = _in_process(household, case, around, method, world, path, position)
                world.restore(left)
                yield mark


def _in_process(
    household: Household,
    case: Case,
    around: Circumstances,
    method: Method,
    world: SymbolicWorld,
    path: Path,
    position: int,
) -> tuple[Mark, dict[str, Any]]:
    """A task in a process that is killed when it is over; its mark, and the world it left."""
    ours, theirs = get_context("fork").Pipe(duplex=False)
    pid = os.fork()
    if pid == 0:
        _be_killed(household, case, around, method, world, path, position, theirs)
    theirs.close()
    try:
        told = json.loads(ours.recv_bytes().decode())
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        ours.close()
    return Mark.of(told["mark"]), told["world"]


def _be_killed(
    household: Household,
    case: Case,
    around: Circumstances,
    method: Method,
    world: SymbolicWorld,
    path: Path,
    position: int,
    pipe: Connection,
) -> None:
    """Do a task, tell of it, and wait for the end; never returns."""
    try:
        keeping = Keeping(path)
        is_first = keeping.is_new
        model = new_model(household, method, world) if is_first else keeping.load(household.grounds)
        trial = Trial(household, case, around, method, world, model)
        trial.position, trial.was_killed = position, not is_first
        trial.checkpoint = lambda: keeping.save(model)
        mark = trial.run()
        keeping.save(model)
        told = {"mark": asdict(mark), "world": world.to_json()}
        pipe.send_bytes(json.dumps(told).encode())
        signal.pause()
    finally:
        os._exit(1)  # whatever went wrong: this process has nothing else to do
