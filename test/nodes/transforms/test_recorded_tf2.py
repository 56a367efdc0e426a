"""Our buffer gives the answers that the real tf2 gave; scripts/record_tf2_pairs.py asked it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from whereseen.memory.frames import from_quaternion
from whereseen.nodes.transforms.buffer import Buffer
from whereseen.nodes.transforms.edge import Edge
from whereseen.nodes.transforms.errors import (
    ConnectivityFailed,
    FutureExtrapolationFailed,
    LookupFailed,
    PastExtrapolationFailed,
    TransformError,
)
from whereseen.nodes.transforms.time_cache import CacheLimits

RECORDED = Path(__file__).with_name("recorded_tf2.npz")
KINDS = {
    "found": (type(None),),
    "lookup": (LookupFailed,),
    "connectivity": (ConnectivityFailed,),
    "past": (PastExtrapolationFailed,),
    "future": (FutureExtrapolationFailed,),
    "extrapolation": (PastExtrapolationFailed, FutureExtrapolationFailed),
}


def recorded_steps() -> Iterator[dict]:
    """The steps as dictionaries, codes as words."""
    with np.load(RECORDED, allow_pickle=False) as file:
        columns = {name: file[name] for name in file.files}
    names, steps, outcomes = (columns.pop(key) for key in ("names", "steps", "outcomes"))
    assert columns.pop("cache_s") == 10
    for row in zip(*columns.values(), strict=True):
        step = dict(zip(columns, row, strict=True))
        words = {"target": str(names[step["target"]]), "source": str(names[step["source"]])}
        words |= {"step": str(steps[step["step"]]), "outcome": str(outcomes[step["outcome"]])}
        yield step | words


def ask(buffer: Buffer, step: dict) -> TransformError | None:
    """Ask as was asked; an answer must be the recorded one, which is in float32."""
    try:
        found = buffer.lookup(step["target"], step["source"], int(step["stamp_ns"]))
    except TransformError as error:
        return error
    if step["outcome"] == "found":
        expected = from_quaternion(step["xyz_m"], step["xyzw"])
        assert found.stamp_ns == step["found_ns"], step
        assert np.abs(found.T_target_source - expected).max() < 5e-6, step
    return None


def test_the_answers_are_those_of_tf2(make_buffer: Callable[[CacheLimits], Buffer]) -> None:
    limits = CacheLimits(duration_ns=10_000_000_000)
    asked: Counter[str] = Counter()
    for number, step in enumerate(recorded_steps()):
        if step["step"] == "new":
            buffer = make_buffer(limits)
        elif step["step"] == "clear":
            buffer.clear()
        elif step["step"] == "ask":
            outcome = ask(buffer, step)
            assert isinstance(outcome, KINDS[step["outcome"]]), (number, step, outcome)
            asked[step["outcome"]] += 1
        else:
            insert = buffer.insert_static if step["step"] == "put_static" else buffer.insert
            xyz, q = tuple(step["xyz_m"].tolist()), tuple(step["xyzw"].tolist())
            insert(Edge(step["target"], step["source"], int(step["stamp_ns"]), xyz, q))
    assert sum(asked.values()) >= 3_000
    assert min(asked[outcome] for outcome in KINDS) >= 50
