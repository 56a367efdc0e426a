"""A task as a graph: what has to be done before what, what is done, how the plan was changed.

Nodes keep their place when they are replaced: what came after a subtask comes after all that took
its place. Every change is a revision that stays (after Task Memory Engine, Ye 2025).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from whereseen.acting.instructions.task import Subtask
from whereseen.memory.errors import WhereseenError


class InvalidTask(WhereseenError):
    """Subtasks of which no order is possible."""


class Status(Enum):
    """Where a subtask stands."""

    WAITING = "waiting"
    ACTIVE = "active"
    DONE = "done"
    FAILED = "failed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of the plan.

    Attributes:
        number: From 1.
        reason: Why, in words.
        removed: Names of the subtasks that were taken out.
        added: Subtasks that took their place.
        stamp_ns: When, by the robot's clock.
    """

    number: int
    reason: str
    removed: tuple[str, ...]
    added: tuple[Subtask, ...]
    stamp_ns: int = 0


class TaskGraph:
    """Subtasks in an order that leaves freedom.

    Args:
        subtasks: In the order in which they are done where that is free.
        goes_on: Whether what failed is over, too.

    Attributes:
        revisions: All changes since the beginning, oldest first.

    Raises:
        InvalidTask: if names are double or missing, or what comes after what goes in a circle.
    """

    def __init__(self, subtasks: Iterable[Subtask], *, goes_on: bool = False) -> None:
        self._over = (Status.DONE, Status.FAILED) if goes_on else (Status.DONE,)
        self.revisions: list[Revision] = []
        self._subtasks: dict[str, Subtask] = {}
        self._status: dict[str, Status] = {}
        self._in_place_of: dict[str, tuple[str, ...]] = {}
        self._add(tuple(subtasks))
        self._require_order()

    @property
    def subtasks(self) -> tuple[Subtask, ...]:
        """Those of the plan as it is now, in order."""
        alive = (n for n in self._subtasks if self._status[n] is not Status.REPLACED)
        return tuple(self._subtasks[name] for name in alive)

    def status(self, name: str) -> Status:
        """Where a subtask stands."""
        return self._status[name]

    def __contains__(self, name: str) -> bool:
        return name in self._subtasks

    @property
    def is_done(self) -> bool:
        """Whether all are done."""
        return all(self._status[each.name] is Status.DONE for each in self.subtasks)

    def next(self) -> Subtask | None:
        """The first that is waiting and comes after none that is not done; None without one."""
        waiting = (each for each in self.subtasks if self._status[each.name] is Status.WAITING)
        return next((each for each in waiting if all(map(self._is_over, each.after))), None)

    def mark(self, name: str, status: Status) -> None:
        """Say where a subtask stands."""
        self._status[name] = status

    def replace(
        self, names: Iterable[str], added: Iterable[Subtask], reason: str, stamp_ns: int = 0
    ) -> Revision:
        """Put subtasks in the place of others; what came after those comes after all of these.

        Raises:
            InvalidTask: if the new ones cannot be ordered with the others; nothing has changed.
        """
        removed, new = tuple(names), tuple(added)
        kept = dict(self._subtasks), dict(self._status), dict(self._in_place_of)
        try:
            self._substitute(removed, new)
            self._require_order()
        except InvalidTask:
            self._subtasks, self._status, self._in_place_of = kept
            raise
        revision = Revision(len(self.revisions) + 1, reason, removed, new, stamp_ns)
        self.revisions.append(revision)
        return revision

    def arrange(self, names: Iterable[str]) -> None:
        """Let subtasks come in this order, after all that are not named."""
        last = {name: self._subtasks[name] for name in names if name in self._subtasks}
        first = {name: each for name, each in self._subtasks.items() if name not in last}
        self._subtasks = first | last

    def _substitute(self, removed: tuple[str, ...], new: tuple[Subtask, ...]) -> None:
        for name in removed:
            if name not in self._subtasks:
                raise InvalidTask("there is no such subtask", got=repr(name))
            self._status[name] = Status.REPLACED
            self._in_place_of[name] = tuple(each.name for each in new)
        before, after = self._parted(removed)
        self._subtasks = dict(before)
        self._add(new)
        self._subtasks |= after

    def _parted(self, removed: tuple[str, ...]) -> tuple[dict[str, Subtask], dict[str, Subtask]]:
        """All subtasks up to those that are removed, and all after them."""
        names = list(self._subtasks)
        last = max((names.index(name) for name in removed), default=len(names) - 1)
        early = {name: self._subtasks[name] for name in names[: last + 1]}
        return early, {name: self._subtasks[name] for name in names[last + 1 :]}

    def _add(self, subtasks: tuple[Subtask, ...]) -> None:
        for each in subtasks:
            if each.name in self._status:
                raise InvalidTask("two subtasks have the same name", got=repr(each.name))
            self._subtasks[each.name] = each
            self._status[each.name] = Status.WAITING

    def _is_over(self, name: str) -> bool:
        if self._status.get(name) is Status.REPLACED:
            return all(map(self._is_over, self._in_place_of.get(name, ())))
        return self._status.get(name) in self._over

    def _require_order(self) -> None:
        seen: dict[str, bool] = {}  # whether all before it were looked at

        def visit(name: str) -> None:
            if name not in self._subtasks:
                raise InvalidTask("a subtask comes after one that there is not", got=repr(name))
            if seen.get(name) is False:
                raise InvalidTask("subtasks come after each other in a circle", got=repr(name))
            if name in seen:
                return
            seen[name] = False
            for other in (*self._subtasks[name].after, *self._in_place_of.get(name, ())):
                visit(other)
            seen[name] = True

        for name in self._subtasks:
            visit(name)
