"""What the parts of a task mean: the resolver of references, and what was found out before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from whereseen.acting.instructions.task import Mention, Part, Reference
from whereseen.acting.references.resolution import Resolution
from whereseen.memory.answer import Metres3
from whereseen.memory.errors import InvalidNote
from whereseen.memory.tiers.working import WorkingMemory

Bindings = Mapping[Mention, Sequence[int | str]]

AGAIN = "'"  # after the name of a subtask that is tried once more
_DESTINATION = " to"  # after the name of a subtask, for what is not its thing


class Resolver(Protocol):
    """Says what a noun phrase means, from memory alone; see `acting.references`."""

    def resolve(
        self,
        reference: Reference,
        *,
        bindings: Bindings = ...,
        excluded: Collection[int] = ...,
        near_m: Metres3 | None = None,
    ) -> Resolution:
        """What a reference to things means, best first, or why that is not known."""
        ...

    def resolve_place(
        self,
        reference: Reference,
        *,
        thing_id: int | None = None,
        bindings: Bindings = ...,
        excluded: Collection[int] = ...,
        near_m: Metres3 | None = None,
        told_ns: int | None = None,
    ) -> Resolution:
        """Which furniture or room a destination means, best first, or why that is not known."""
        ...


class Bound:
    """What the parts of a task turned out to mean; it is safe in working memory.

    What is more than working memory takes is known here alone, and lost in a crash.

    A subtask that was expanded, or is tried again, means what its parts mean: "1" all of what "1.1"
    and "1.2" do.

    Args:
        working: Where they are kept.
    """

    def __init__(self, working: WorkingMemory) -> None:
        self._working = working
        self._more: dict[str, int | str] = {}

    def bind(self, mention: Mention, place: int | str) -> None:
        """Let a part of a subtask mean a thing, furniture or a room."""
        name = _name(mention)
        self._more.pop(name, None)
        try:
            if isinstance(place, int):
                self._working.bind(name, place)
            else:
                self._working.bind_room(name, place)
        except InvalidNote:  # a task may have more names than are kept safe
            self._more[name] = place

    @property
    def all(self) -> dict[Mention, tuple[int | str, ...]]:
        """All that is known, by whole subtasks."""
        found: dict[Mention, tuple[int | str, ...]] = {}
        state = self._working.state
        known: list[tuple[str, int | str]] = [*state.rooms, *state.bindings, *self._more.items()]
        for name, place in known:
            whole = _whole(_mention(name))
            found[whole] = tuple(dict.fromkeys((*found.get(whole, ()), place)))
        return found


def _whole(mention: Mention) -> Mention:
    """Of an expanded subtask, and of one that is tried again, the one that was said."""
    name = mention.subtask.rstrip(AGAIN).partition(".")[0]
    return Mention(name, mention.part)


def _name(mention: Mention) -> str:
    return mention.subtask + (_DESTINATION if mention.part is Part.DESTINATION else "")


def _mention(name: str) -> Mention:
    if name.endswith(_DESTINATION):
        return Mention(name.removesuffix(_DESTINATION), Part.DESTINATION)
    return Mention(name)
