"""What was done and what was so: deeds and conditions, plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from whereseen.memory.chronicle.stays import Stay, Turn
from whereseen.memory.language import Actor, Role, Verb
from whereseen.memory.objects.entity import Kind

ROBOT, ANYBODY = Actor(Role.ROBOT), Actor()
_NOTICED = {Kind.APPEARED: Verb.APPEARED, Kind.MOVED: Verb.MOVED, Kind.VANISHED: Verb.REMOVED}


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done, or noticed to have happened.

    Attributes:
        verb: What.
        start_ns: When it began; of what was only noticed, the earliest that it can have been.
        end_ns: When it was over; of what was only noticed, the latest that it can have been.
        actor: By whom; anybody where nobody saw it.
        thing_id: With which thing, 0 where with none or its identity is not known.
        label: What that is called: a thing, or furniture that was opened.
        before: Where the thing was.
        after: Where the thing was then.
        room: Where it was done, empty if that is not known.
        is_noticed: Whether it is known only from what was different afterwards.
        state: In which state the thing is since, as "sliced"; empty where the verb tells all.
    """

    verb: Verb
    start_ns: int
    end_ns: int
    actor: Actor = ANYBODY
    thing_id: int = 0
    label: str = ""
    before: Stay | None = None
    after: Stay | None = None
    room: str = ""
    is_noticed: bool = False
    state: str = ""

    @property
    def duration_s(self) -> float:
        """How long it took."""
        return (self.end_ns - self.start_ns) / 1e9

    @property
    def rooms(self) -> tuple[str, ...]:
        """Rooms that it had to do with, the one that it ended in first."""
        ends = (self.after, self.before)
        named = (self.room, *(stay.room for stay in ends if stay is not None))
        return tuple(dict.fromkeys(name for name in named if name))


@dataclass(frozen=True, slots=True)
class Condition:
    """A thing was in some state, while.

    Attributes:
        thing_id: Identity of the thing, 0 if it is furniture.
        label: What it is called.
        word: The state in a word: "dirty", "open", "on".
        start_ns: Since when, at the latest.
        end_ns: Until when; None while it is so.
        about: What that is a value of, as "colour" or "open"; empty where it was not said.
    """

    thing_id: int
    label: str
    word: str
    start_ns: int
    end_ns: int | None = None
    about: str = ""


def noticed(turns: Iterable[Turn], deeds: Iterable[Deed]) -> Iterator[Deed]:
    """Turns as deeds of nobody knows whom, but for those that a deed explains."""
    done: dict[int | str, list[Deed]] = {}
    for deed in deeds:
        if deed.before is not None or deed.after is not None:
            done.setdefault(deed.thing_id or deed.label, []).append(deed)
    for turn in turns:
        if turn.kind not in _NOTICED:
            continue
        same = (*done.get(turn.thing_id, ()), *done.get(turn.label, ()))
        if not any(_explains(deed, turn) for deed in same):
            yield Deed(
                _NOTICED[turn.kind],
                turn.earliest_ns,
                turn.latest_ns,
                thing_id=turn.thing_id,
                label=turn.label,
                before=turn.before,
                after=turn.after,
                is_noticed=True,
            )


def sights(stays: Iterable[Stay]) -> Iterator[Deed]:
    """That the robot saw each thing where it was: from the first time on to the last."""
    for stay in stays:
        yield Deed(
            Verb.SAW,
            stay.start_ns,
            max(stay.last_seen_ns, stay.start_ns),
            ROBOT,
            stay.thing_id,
            stay.label,
            after=stay,
        )


def _explains(deed: Deed, turn: Turn) -> bool:
    """Whether a deed with the same thing falls into the time in which it changed."""
    return deed.start_ns <= turn.latest_ns and turn.earliest_ns <= deed.end_ns
