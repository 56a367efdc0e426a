"""A task as text: what was asked, what the robot believed, where it looked, what was so."""

from __future__ import annotations

from collections.abc import Iterator

from whereseen.acting.planning.thoughts import Thought, ThoughtKind
from whereseen.sim.tasks.case import Case
from whereseen.sim.tasks.methods import Method
from whereseen.sim.tasks.setting import Circumstances, Household
from whereseen.sim.tasks.trial import Trial

_MARKS = {
    ThoughtKind.PLANS: "",
    ThoughtKind.BELIEVES: "believes ",
    ThoughtKind.LOOKS: "looks: ",
    ThoughtKind.MISSED: "missed: ",
    ThoughtKind.FAILED: "failed: ",
    ThoughtKind.DONE: "",
}


def traced(household: Household, case: Case, around: Circumstances, method: Method) -> str:
    """Do a task and tell how it went, line by line."""
    trial = Trial.of(household, case, around, method)
    begun_ns, lines = trial.world.now_ns, [f"asked: {case.text}"]

    def tell(thought: Thought) -> None:
        if thought.kind is not ThoughtKind.MOVES:
            passed_s = (thought.stamp_ns - begun_ns) / 1e9
            mark = _MARKS.get(thought.kind, f"{thought.kind.value}: ")
            lines.append(f"{passed_s:6.0f} s  {mark}{thought.text}")

    trial.tell = tell
    mark = trial.run()
    lines += [f"meant: {each}" for each in _meant(household, case)]
    lines += [
        f"said {each.said!r}: "
        + ("right" if each.is_right else "no answer" if each.is_refused else f"rank {each.rank}")
        for each in mark.retrievals
    ]
    end = "success" if mark.is_success else f"failed at {mark.cause}"
    lines.append(f"{end}; {mark.areas} areas explored, {mark.seconds:.0f} s")
    return "\n".join(lines)


def _meant(household: Household, case: Case) -> Iterator[str]:
    """What references that are vague mean."""
    for step in case.steps:
        if step.vague is not None:
            yield f"{step.said!r} is the {household.means.label(step.thing)} ({step.vague.value})"
