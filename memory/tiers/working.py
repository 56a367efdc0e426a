"""Working memory: what the names in a task mean, what is in hand, and what is done."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from whereseen.memory.errors import InvalidNote
from whereseen.memory.tiers.config import TierConfig
from whereseen.memory.tiers.journal import Journal, Ledger, VolatileJournal, damaged
from whereseen.memory.tiers.unit import checked_name


@dataclass(frozen=True, slots=True)
class TaskState:
    """Where a task stands.

    Attributes:
        task: What is to be done, in words; empty if there is no task.
        begun_ns: Since when.
        bindings: Names in the task with the identities of the things that they mean.
        held: The thing in hand, None if there is none.
        done: Finished subtasks, the oldest first.
        rooms: Names in the task with the names of the rooms that they mean.
    """

    task: str = ""
    begun_ns: int = 0
    bindings: tuple[tuple[str, int], ...] = ()
    held: int | None = None
    done: tuple[str, ...] = ()
    rooms: tuple[tuple[str, str], ...] = ()


class WorkingMemory:
    """The state of one task at a time, all of which is in the journal when a method returns.

    Args:
        config: Its bounds.
        journal: What an earlier one wrote is taken up again; None: nothing outlives the process.

    Attributes:
        state: Where the task stands.

    Raises:
        MapFileError: if the journal cannot be read, or later not be written.
    """

    def __init__(self, config: TierConfig | None = None, journal: Journal | None = None) -> None:
        self.config = config or TierConfig()
        self.state = TaskState()
        self._ledger = Ledger(VolatileJournal() if journal is None else journal)
        for entry in self._ledger.read():
            self.state = _state(entry)

    def begin(self, task: str, stamp_ns: int) -> None:
        """Begin another task; what is in hand stays there."""
        self._keep(TaskState(task=checked_name(task), begun_ns=stamp_ns, held=self.state.held))

    def bind(self, name: str, entity_id: int) -> None:
        """Let a name mean a thing, instead of what it meant.

        Raises:
            InvalidNote: if the name or the identity is none, or there are too many names.
        """
        state = self._without(checked_name(name))
        bindings = (*state.bindings, (name, _checked_id(entity_id)))
        self._keep(replace(state, bindings=bindings))

    def bind_room(self, name: str, room: str) -> None:
        """Let a name mean a room, by the name of that; raises as `bind`."""
        state = self._without(checked_name(name))
        self._keep(replace(state, rooms=(*state.rooms, (name, checked_name(room)))))

    def meant_by(self, name: str) -> int | None:
        """Identity of the thing that a name means, None if it means none."""
        return dict(self.state.bindings).get(name)

    def hold(self, entity_id: int | None) -> None:
        """Take a thing in hand, or put down what is there (None)."""
        held = None if entity_id is None else _checked_id(entity_id)
        self._keep(replace(self.state, held=held))

    def finish(self, subtask: str) -> None:
        """A subtask is done; beyond `config.most_subtasks` the oldest are dropped."""
        done = (*self.state.done, checked_name(subtask))[-self.config.most_subtasks :]
        self._keep(replace(self.state, done=done))

    def forget(self, entity_ids: set[int]) -> None:
        """Let names mean these things no longer, nor have them in hand."""
        bindings = tuple(pair for pair in self.state.bindings if pair[1] not in entity_ids)
        held = None if self.state.held in entity_ids else self.state.held
        self._keep(replace(self.state, bindings=bindings, held=held))

    def _without(self, name: str) -> TaskState:
        """The task before a name means something, with room for one more."""
        state = self.state
        bindings = tuple(pair for pair in state.bindings if pair[0] != name)
        rooms = tuple(pair for pair in state.rooms if pair[0] != name)
        if len(bindings) + len(rooms) >= self.config.most_bindings:
            raise InvalidNote(
                "the task has too many names",
                got=str(len(bindings) + len(rooms)),
                remedy="Begin a task, or allow more by most_bindings",
            )
        return replace(state, bindings=bindings, rooms=rooms)

    def _keep(self, state: TaskState) -> None:
        self._ledger.rewrite(asdict(state))
        self.state = state


def _checked_id(entity_id: int) -> int:
    if entity_id < 1:
        raise InvalidNote("the identity is none", got=repr(entity_id), remedy="Use 1 or more")
    return entity_id


def _state(entry: Any) -> TaskState:
    try:
        return TaskState(
            task=str(entry["task"]),
            begun_ns=int(entry["begun_ns"]),
            bindings=tuple((str(name), int(each)) for name, each in entry["bindings"]),
            held=None if entry["held"] is None else int(entry["held"]),
            done=tuple(str(each) for each in entry["done"]),
            rooms=tuple((str(name), str(room)) for name, room in entry.get("rooms", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise damaged(f"{str(entry)[:80]}: {error!r}") from error
