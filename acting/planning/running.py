"""One task while it is done: its graph, what came of each subtask, how the plan is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whereseen.acting.experience.experience import Experience, Finding, Snag
from whereseen.acting.experience.lessons import HAND_FULL
from whereseen.acting.instructions.task import Goal, Subtask, Task
from whereseen.acting.knowledge.names import name_of
from whereseen.acting.planning.aiming import Aim, failure_of, mention_of
from whereseen.acting.planning.covering import Coverage
from whereseen.acting.planning.deliberating import Deliberation
from whereseen.acting.planning.deterministic import DETERMINISTIC
from whereseen.acting.planning.furniture import Learnt, opened_since
from whereseen.acting.planning.graph import InvalidTask, Status, TaskGraph
from whereseen.acting.planning.needs import Needs
from whereseen.acting.planning.performing import Performer, Stopped
from whereseen.acting.planning.plan import Plan, Trouble
from whereseen.acting.planning.pursuing import Knowledge, Pursuit
from whereseen.acting.planning.recounting import recounted, state_digest
from whereseen.acting.planning.refusing import Chances, refusal_of
from whereseen.acting.planning.report import Ending, Report, SubtaskReport
from whereseen.acting.planning.resolving import Bound
from whereseen.acting.planning.setting import Setting
from whereseen.acting.planning.stages import SEEING
from whereseen.acting.planning.thoughts import ThoughtKind
from whereseen.acting.planning.wording import subtask_text
from whereseen.acting.references.expanding import is_of_several
from whereseen.acting.skills.call import Explore, GoTo, LookAt
from whereseen.acting.skills.outcome import Failure, FailureKind
from whereseen.memory.errors import WhereseenError

ALL_DONE = "all of it"  # is finished in working memory when a task has ended, however it did


class TaskRun:
    """A task that is being done.

    Args:
        setting: By whom and with what.
        task: What.
        done: Names of subtasks that an earlier run finished.
        is_resumed: Whether an earlier run began it; what that opened is closed.

    Raises:
        InvalidTask: if no order of its subtasks is possible.
    """

    def __init__(
        self,
        setting: Setting,
        task: Task,
        done: frozenset[str] = frozenset(),
        *,
        is_resumed: bool = False,
    ) -> None:
        self._it = setting
        self._task = task
        self._start_ns = setting.embodiment.now_ns
        self._home = setting.embodiment.pose
        self._state = state_digest(setting.world)
        self._bound = Bound(setting.working)
        self._learnt = Learnt()
        told_ns = setting.working.state.begun_ns or self._start_ns
        way_m = setting.around.way_m
        self._aim = Aim(setting.world, setting.resolver, self._bound, told_ns, way_m)
        self._performer = Performer(
            setting.world, setting.embodiment, setting.config, setting.around, self._deadline_ns()
        )
        self._reports: list[SubtaskReport] = []
        self._findings: list[Finding] = []
        self._snags: list[Snag] = []
        self._revised = 0
        self._like = self._experiences()
        coverage = Coverage(
            task, setting.world, self._aim, lambda: setting.embodiment.pose, setting.expander
        )
        self._deliberation = Deliberation(
            setting.planner, task, setting.world, self._like, coverage, self._revises
        )
        self._earlier = done
        self._is_resumed = is_resumed
        self._plan = self._deliberation.first()
        self._graph = self._graph_of(self._plan)
        if is_resumed:
            opened, kept = opened_since(setting.world, told_ns), self._left_open()
            self._performer.opened = [each for each in opened if each not in kept]

    def run(self) -> Report:
        """Do it to its end, whatever that is."""
        self._performer.think(ThoughtKind.PLANS, self._plan_text())
        try:
            self._it.around.checkpoint()
            ending, reason = self._go()
        except WhereseenError as error:  # what it relies on does not work
            ending, reason = Ending.FAILED, str(error)
        self._performer.end()
        kind = ThoughtKind.DONE if ending is Ending.DONE else ThoughtKind.GIVES_UP
        self._performer.think(kind, reason or "all of it is done")
        report = self._report(ending, reason)
        try:
            self._keep(report)
        except WhereseenError as error:
            self._performer.think(ThoughtKind.FAILED, f"what became of it is not kept: {error}")
        return report

    def _keep(self, report: Report) -> None:
        """Make safe that the task is over, and what it taught."""
        it = self._it
        if report.ending is not Ending.CANCELLED:
            it.working.finish(ALL_DONE)
            it.around.checkpoint()
        if it.experience is not None and report.ending in (Ending.DONE, Ending.FAILED):
            snags = [*self._snags, *self._unhandy()]
            it.experience.add(recounted(report, self._state, self._findings, snags))

    def _unhandy(self) -> list[Snag]:
        """Furniture that takes a free hand."""
        found = map(self._it.world.thing, sorted(self._learnt.needs_free_hand))
        return [Snag(each.label, each.room, HAND_FULL) for each in found if each is not None]

    def _experiences(self) -> Sequence[Experience]:
        """Those of tasks like this one; none if they cannot be had, which is no reason to stop."""
        recall = self._it.experience
        try:
            return () if recall is None else recall.like(self._task.instruction, self._state)
        except WhereseenError as error:
            self._performer.think(ThoughtKind.FAILED, f"I remember no task like this: {error}")
            return ()

    def _left_open(self) -> set[int | str]:
        """What an earlier run opened since that was what was asked for."""
        done = (it for it in self._graph.subtasks if it.name in self._earlier)
        mentions = (mention_of(each) for each in done if each.goal is Goal.OPEN)
        return {place for it in mentions for place in self._bound.all.get(it, ())}

    def _go(self) -> tuple[Ending, str]:
        refusal = self._refusal()
        if refusal is not None and self._plan.planner != DETERMINISTIC:
            self._plan = self._deliberation.instead(refusal.reason)
            self._graph = self._graph_of(self._plan)
            self._reports.clear()
            refusal = self._refusal()
        if refusal is not None:
            return Ending.REFUSED, refusal.reason
        try:
            while (subtask := self._graph.next()) is not None:
                several = is_of_several(subtask)
                failure = self._expand(subtask) if several else self._pursue(subtask)
                if failure is not None:
                    self._revise(subtask, failure)
        except Stopped as stopped:
            is_cancelled = stopped.failure.kind is FailureKind.CANCELLED
            return (Ending.CANCELLED if is_cancelled else Ending.FAILED), stopped.failure.reason
        if self._graph.is_done:
            return Ending.DONE, ""
        failed = [each.failure for each in self._reports if each.failure is not None]
        return Ending.FAILED, failed[-1].reason if failed else "a subtask was not done"

    def _refusal(self) -> Failure | None:
        """Why none of it is begun; the subtask that is the reason is reported as refused.

        What was begun in an earlier run is gone on with, and fails where it is not possible.
        """
        it = self._it
        if not self._graph.subtasks:
            return Failure(FailureKind.NOT_UNDERSTOOD, "it is not said what is to be done")
        if self._is_resumed:
            return None
        skills, seeks = it.embodiment.skills, it.config.seeks_furniture
        for number, subtask in enumerate(self._graph.subtasks):
            chances = Chances(skills, seeks, number > 0, it.config.least_match)
            failure = refusal_of(subtask, it.world, self._aim, chances, it.embodiment.pose)
            if failure is not None:
                now_ns = it.embodiment.now_ns
                refused = SubtaskReport(subtask, Ending.REFUSED, failure, (), (), now_ns, now_ns)
                self._reports.append(refused)
                return failure
        return None

    def _expand(self, subtask: Subtask) -> Failure | None:
        """Put one subtask for each thing in the place of one about several."""
        it, (x, y, _) = self._it, self._it.embodiment.pose
        if it.expander is None:
            unsaid = Failure(FailureKind.NOT_UNDERSTOOD, "it is not said for which things")
            self._note_expanded(subtask, unsaid)
            return unsaid
        found = it.expander.expanded(subtask, bindings=self._bound.all, near_m=(x, y, 0.0))
        failure = None if found.refusal is None else failure_of(found.refusal)
        if failure is not None or not found.subtasks:
            self._note_expanded(subtask, failure)
            return failure
        parts = tuple(self._part(each, subtask.after) for each in found.subtasks)
        text = f"{subtask_text(subtask)}: {len(parts)} in all"
        if found.missing:
            text += f", {found.missing} of which I do not know yet"
        self._graph.replace((subtask.name,), parts, text, it.embodiment.now_ns)
        self._performer.think(ThoughtKind.PLANS, text)
        return None

    def _part(self, part: Subtask, after: tuple[str, ...]) -> Subtask:
        """One of several, by the name of its thing."""
        known = None if part.thing is None else self._it.world.thing(part.thing.thing_id or 0)
        if part.thing is None or known is None:
            return replace(part, after=after)
        return replace(part, after=after, thing=replace(part.thing, text=f"the {name_of(known)}"))

    def _note_expanded(self, subtask: Subtask, failure: Failure | None) -> None:
        """Nothing is left of a subtask about several things, or it is not known which."""
        ending, now_ns = Ending.FAILED if failure else Ending.DONE, self._it.embodiment.now_ns
        self._reports.append(SubtaskReport(subtask, ending, failure, (), (), now_ns, now_ns))
        self._graph.mark(subtask.name, Status.FAILED if failure else Status.DONE)

    def _pursue(self, subtask: Subtask) -> Failure | None:
        """Do one subtask; returns why it is not done, or None."""
        performer, it = self._performer, self._it
        performer.begin(subtask)
        self._graph.mark(subtask.name, Status.ACTIVE)
        if len(self._graph.subtasks) > 1:
            performer.think(ThoughtKind.PLANS, subtask_text(subtask))
        start_ns = it.embodiment.now_ns
        needs = Needs(subtask, performer)
        hints, learnt = self._plan.hints, self._learnt
        performer.opens_with_full_hand &= hints.opens_with_full_hand
        knowledge = Knowledge(self._aim, self._bound, learnt, hints, self._home)
        stopped: Stopped | None = None
        try:
            failure = Pursuit(needs, performer, knowledge).run()
        except Stopped as stop:
            failure, stopped = stop.failure, stop if stop.whole else None
        except WhereseenError as error:
            failure = Failure(FailureKind.NOT_POSSIBLE, str(error))
            stopped = Stopped(failure)
        self._note(needs, failure, start_ns)
        if stopped is not None:
            raise stopped
        return failure

    def _note(self, needs: Needs, failure: Failure | None, start_ns: int) -> None:
        subtask = needs.subtask
        ending = Ending.DONE if failure is None else Ending.FAILED
        if failure is not None and failure.kind is FailureKind.CANCELLED:
            ending = Ending.CANCELLED
        outcomes, end_ns = tuple(self._performer.outcomes), self._it.embodiment.now_ns
        self._reports.append(
            SubtaskReport(subtask, ending, failure, outcomes, needs.resolved, start_ns, end_ns)
        )
        self._findings += needs.findings
        self._snags += needs.snags
        self._graph.mark(subtask.name, Status.DONE if failure is None else Status.FAILED)
        if failure is None:
            self._it.working.finish(subtask.name)
            is_work = any(not isinstance(it.call, GoTo | LookAt | Explore) for it in outcomes)
            was_so = subtask.goal not in SEEING and not is_work
            text = subtask_text(subtask) + ("; it was so already" if was_so else "")
            self._performer.think(ThoughtKind.DONE, f"done: {text}")

    def _revise(self, subtask: Subtask, failure: Failure) -> None:
        """Ask for another plan in place of a subtask that failed and all that waits."""
        graph, it = self._graph, self._it
        text = f"{subtask_text(subtask)}: {failure.reason}"
        self._performer.think(ThoughtKind.GIVES_UP, text)
        if self._revised >= it.config.most_revisions:
            return
        waiting = tuple(e for e in graph.subtasks if graph.status(e.name) is Status.WAITING)
        trouble = Trouble(subtask, failure, self._done(), waiting)
        plan = self._deliberation.other(trouble)
        if plan is None:
            return
        try:
            self._take_up(plan, trouble)
        except InvalidTask as error:
            self._performer.think(ThoughtKind.REVISES, f"the new plan has no order: {error}")

    def _take_up(self, plan: Plan, trouble: Trouble) -> None:
        kept = {each.name: each for each in trouble.waiting}
        new = tuple(each for each in plan.subtasks if kept.get(each.name) != each)
        same = {each.name for each in plan.subtasks} - {each.name for each in new}
        removed = (trouble.subtask.name, *(name for name in kept if name not in same))
        self._graph.replace(removed, new, plan.reason, self._it.embodiment.now_ns)
        self._graph.arrange(each.name for each in plan.subtasks)
        self._plan = plan
        self._revised += 1
        self._learnt.forget()
        self._performer.think(ThoughtKind.REVISES, plan.reason or "another plan")

    def _graph_of(self, plan: Plan) -> TaskGraph:
        graph = TaskGraph(plan.subtasks, goes_on=self._it.config.goes_on)
        for name in self._earlier:
            if name in graph:
                graph.mark(name, Status.DONE)
        return graph

    def _revises(self, text: str) -> None:
        self._performer.think(ThoughtKind.REVISES, text)

    def _done(self) -> tuple[str, ...]:
        graph = self._graph
        return tuple(e.name for e in graph.subtasks if graph.status(e.name) is Status.DONE)

    def _report(self, ending: Ending, reason: str) -> Report:
        told = {each.subtask.name for each in self._reports}
        graph = self._graph
        rest = (each for each in graph.subtasks if each.name not in told)
        untold = (SubtaskReport(each, self._ending_of(each)) for each in rest)
        return Report(
            self._task,
            ending,
            (*self._reports, *untold),
            tuple(graph.revisions),
            self._plan.planner,
            reason,
            self._start_ns,
            self._it.embodiment.now_ns,
        )

    def _ending_of(self, subtask: Subtask) -> Ending:
        is_done = self._graph.status(subtask.name) is Status.DONE
        return Ending.DONE if is_done else Ending.NOT_BEGUN

    def _plan_text(self) -> str:
        done = [e for e in self._graph.subtasks if self._graph.status(e.name) is Status.DONE]
        left = [each for each in self._graph.subtasks if each not in done]
        steps = "; ".join(map(subtask_text, left))
        reasons = [self._plan.reason, "I go on" if self._is_resumed else ""]
        if done:
            reasons.append(f"done already: {'; '.join(map(subtask_text, done))}")
        why = ", ".join(filter(None, reasons))
        return f"{why}: {steps}" if why else steps

    def _deadline_ns(self) -> int | None:
        seconds = self._it.config.task_timeout_s
        return None if seconds is None else self._start_ns + int(seconds * 1e9)
