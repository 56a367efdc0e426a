"""What a body knows of a home that it has no memory of: the things that goals spoke of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from whereseen.acting.knowledge.world_model import Likely, Thing
from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Chronicle, Deed

_FIRST_OWN_ID = 1 << 40  # identities of a memory are far below


class ToldWorld:
    """A world model of what goals told, newest last; it remembers no past.

    Args:
        now_ns: The body's clock.
        most: Things that are kept; the oldest gives way.

    Attributes:
        deeds: What the body noted that it did, until they are taken.
    """

    def __init__(self, now_ns: Callable[[], int], *, most: int = 1000) -> None:
        self.deeds: list[Deed] = []
        self._now_ns = now_ns
        self._most = most
        self._things: dict[int, Thing] = {}
        self._rooms: dict[str, None] = {}
        self._next_own_id = _FIRST_OWN_ID

    @property
    def now_ns(self) -> int:
        """The time."""
        return self._now_ns()

    def learn(self, thing: Thing) -> int:
        """Know a thing; returns its identity, one of our own if it has none."""
        if not thing.id:
            thing = replace(thing, id=self._next_own_id)
            self._next_own_id += 1
        self._things.pop(thing.id, None)
        self._things[thing.id] = thing
        if len(self._things) > self._most:
            del self._things[next(iter(self._things))]
        return thing.id

    def learn_room(self, name: str) -> str:
        """Know that there is a room; returns its name."""
        self._rooms[name] = None
        return name

    def things(self) -> tuple[Thing, ...]:
        """All that were told, in order of identity."""
        return tuple(self._things[each] for each in sorted(self._things))

    def thing(self, thing_id: int) -> Thing | None:
        """One by its identity."""
        return self._things.get(thing_id)

    def alike(self, text: str) -> Mapping[int, float]:
        """Things of that label."""
        return {each.id: 1.0 for each in self.things() if each.label == text}

    def chronicle(self) -> Chronicle:
        """Nothing is remembered."""
        return Chronicle((), now_ns=self.now_ns)

    def rooms(self) -> tuple[str, ...]:
        """Rooms that were named."""
        return tuple(self._rooms)

    def likely_places(self, label: str) -> tuple[Likely, ...]:
        """Nothing is known of that."""
        return ()

    def note_deed(self, deed: Deed) -> None:
        """What the body did; whoever asked for it is told."""
        self.deeds.append(deed)
        thing = self._things.get(deed.thing_id)
        if thing is not None and deed.after is not None:
            self._things[thing.id] = replace(thing, position_m=deed.after.position_m)

    def note_absence(self, thing_id: int, position_m: Metres3) -> None:
        """The outcome tells."""

    def take_deeds(self) -> tuple[Deed, ...]:
        """What was noted since the last time."""
        taken, self.deeds = tuple(self.deeds), []
        return taken
