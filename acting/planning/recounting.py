"""What was done, as an experience."""

from __future__ import annotations

from collections.abc import Iterable

from whereseen.acting.experience.experience import Experience, Finding, Snag
from whereseen.acting.knowledge.names import name_of
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.planning.report import Report, SubtaskReport
from whereseen.acting.planning.wording import subtask_text, where_text

_MOST_LINES = 40


def state_digest(world: WorldModel) -> tuple[str, ...]:
    """How things stand, in a few lines: what is carried about and where, newest first."""
    things = [each for each in world.things() if not each.is_receptacle and not each.is_gone]
    things.sort(key=lambda each: (-each.last_seen_ns, each.id))
    lines = (f"{name_of(each)} {where_text(each, world)}".strip() for each in things)
    return tuple(dict.fromkeys(lines))[:_MOST_LINES]


def recounted(
    report: Report, state: tuple[str, ...], findings: Iterable[Finding], snags: Iterable[Snag]
) -> Experience:
    """A task that was done, as an experience.

    Args:
        report: What became of it.
        state: How things stood when it began.
        findings: Where things were found.
        snags: What could not be used.
    """
    failure = report.failure_kind
    return Experience(
        task=report.task.instruction,
        state=state,
        plan=tuple(_line(each) for each in report.subtasks),
        is_success=report.is_success,
        failure="" if report.is_success or failure is None else failure.value,
        duration_s=round(report.duration_s, 3),
        distance_m=round(report.distance_m, 3),
        looks=report.looks,
        findings=tuple(findings),
        snags=tuple(snags),
        stamp_ns=report.end_ns,
    )


def _line(each: SubtaskReport) -> str:
    why = f" ({each.failure.kind.value})" if each.failure is not None else ""
    return f"{subtask_text(each.subtask)}: {each.ending.value}{why}"
