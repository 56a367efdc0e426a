"""What a chronicle tells, prepared for many questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import cached_property
from itertools import takewhile

from whereseen.acting.knowledge.states import holds
from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.references.changes import STATES_DONE, changed_so
from whereseen.memory.chronicle import Chronicle, Deed
from whereseen.memory.chronicle.happenings import Happenings
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.language import Event, Place, Role, Sort, Time
from whereseen.memory.language.thing import Thing as Said

Meant = Callable[[Said], Iterable[tuple[Thing, float]]]

_LATELY_NS = 900_000_000_000
_LEAST = 0.3  # as well must a thing fit a phrase to be meant by it


@dataclass(frozen=True)
class _Done:
    """What deeds tell, whenever that is asked."""

    deeds: tuple[Deed, ...]

    @cached_property
    def labels(self) -> frozenset[str]:
        return frozenset(deed.label for deed in self.deeds if deed.thing_id)

    @cached_property
    def to(self) -> dict[int, tuple[str, ...]]:
        found: dict[int, tuple[str, ...]] = {}
        for deed in self.deeds:
            word = STATES_DONE.get(deed.verb)
            if word is not None and deed.thing_id:
                kept = (it for it in found.get(deed.thing_id, ()) if holds(it, (word,)) is None)
                found[deed.thing_id] = (*kept, word)
        return found

    @cached_property
    def people(self) -> frozenset[str]:
        actors = (deed.actor for deed in self.deeds)
        return frozenset(each.name for each in actors if each.role is Role.PERSON)


class Past:
    """What a chronicle tells, once for all questions.

    Args:
        source: The chronicle.
        zone: Of the clocks of who speaks.
        before: The past as it was known before; what the same deeds tell is kept.
    """

    def __init__(self, source: Chronicle, zone: tzinfo, before: Past | None = None) -> None:
        self.source = source
        self.wording = Wording(zone, source.now_ns)
        is_same = before is not None and before.source.deeds == source.deeds
        self._done: _Done = before._done if before is not None and is_same else _Done(source.deeds)

    @cached_property
    def happenings(self) -> Happenings:
        """What happened."""
        return Happenings(self.source)

    @property
    def labels(self) -> frozenset[str]:
        """Of all things that something was done with."""
        return self._done.labels

    @cached_property
    def supports(self) -> frozenset[str]:
        """Of all that things were on or in."""
        return frozenset(self.source.supports)

    @cached_property
    def handled(self) -> frozenset[int]:
        """With what the robot did something lately."""
        since_ns = self.source.now_ns - _LATELY_NS
        deeds = reversed(self.source.deeds)
        late = takewhile(lambda deed: deed.start_ns >= since_ns, deeds)
        return frozenset(it.thing_id for it in late if it.actor.role is Role.ROBOT)

    @property
    def done_to(self) -> dict[int, tuple[str, ...]]:
        """States that deeds brought things into, the last ones, by identity."""
        return self._done.to

    @property
    def people(self) -> frozenset[str]:
        """Who did something."""
        return self._done.people


@dataclass(frozen=True, slots=True)
class DeedsMeant:
    """What happened, with things as they are known now: what is called a "mug" may be red.

    Attributes:
        past: What happened.
        meant: Tells which things a phrase means, and how well.
    """

    past: Past
    meant: Meant

    def matching(
        self, event: Event, thing: Said | None, time: Time | None, places: Iterable[Place] = ()
    ) -> list[Deed]:
        """As `Happenings.matching`, by identities where a phrase names a thing.

        Raises:
            NotAnswered: if it asks who did it, or what lies so to something is not known.
        """
        wanted = [it for it in (thing, event.thing) if it is not None and _is_named_thing(it)]
        bare = replace(event, thing=None) if event.thing in wanted else event
        rest = None if thing in wanted else thing
        found = self.past.happenings.matching(bare, rest, time, places)
        found = found or changed_so(self.past.source, event, time)
        for each in wanted:
            things = [it for it, match in self.meant(each) if match >= _LEAST]
            ids, labels = {it.id for it in things}, {it.label for it in things} | set(each.known)
            found = [it for it in found if (it.thing_id in ids if it.thing_id else
                                            it.label in labels)]  # fmt: skip
        return found


def _is_named_thing(said: Said) -> bool:
    return said.sort is Sort.THING and not said.is_any
