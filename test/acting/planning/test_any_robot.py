"""Whatever a robot makes of its skills: the loop ends, looks are bounded, calls make sense."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whereseen.acting.planning.config import PlanningConfig
from whereseen.acting.planning.report import Ending
from whereseen.acting.skills.outcome import FailureKind

TASKS = (
    "put the red mug in the sink",
    "bring me the milk",
    "put the apple in the fridge and the banana on the desk",
    "slice the bread and put the knife in the sink",
    "wash the plate and put it in the kitchen cabinet",
    "turn on the desk lamp then open the microwave",
    "warm the milk",
)
LIKELY = {
    "mug": [(102, 0.4), (105, 0.3), (106, 0.2), (109, 0.1)],
    "milk": [(104, 0.5), (102, 0.5)],
    "apple": [(104, 0.5), (101, 0.3), (109, 0.2)],
}
KINDS = [kind for kind in FailureKind if kind is not FailureKind.CANCELLED]


@settings(
    deadline=None,
    derandomize=True,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    task=st.sampled_from(TASKS),
    seed=st.integers(0, 2**32 - 1),
    failing=st.sampled_from([0.0, 0.1, 0.3, 0.6, 1.0]),
    gone=st.sets(st.sampled_from([1, 3, 6, 7, 9])),
    locked=st.frozensets(st.sampled_from([102, 108, 109])),
    full=st.frozensets(st.sampled_from([101, 103, 104, 106])),
    full_handed=st.booleans(),
)
def test_any_robot(
    at_home: Any,
    task: str,
    seed: int,
    failing: float,
    gone: set[int],
    locked: frozenset[int],
    full: frozenset[int],
    full_handed: bool,
) -> None:
    """The robot itself raises if a call is one whose preconditions are known to be false."""
    rng = np.random.default_rng(seed)

    def chance(_: object) -> FailureKind | None:
        return KINDS[int(rng.integers(len(KINDS)))] if rng.random() < failing else None

    config = PlanningConfig(opens_with_full_hand=full_handed)
    home = at_home(
        likely=LIKELY,
        places={each: [0, 105, 109][int(rng.integers(3))] for each in gone},
        locked=locked,
        full=full,
        chance=chance,
        options={"config": config},
    )
    report = home.run(task)
    assert report.ending in (Ending.DONE, Ending.FAILED, Ending.REFUSED)
    assert (report.ending is Ending.DONE) == (report.reason == "")
    for each in report.subtasks:
        needed = 2 if "slice" in each.subtask.goal.value else 1
        assert each.looks <= needed * config.looks_per_thing
        assert len(each.outcomes) <= config.calls_per_subtask
    if not failing and not gone and not locked and not full:
        assert report.is_success
