"""What is known of a home, as it is needed to tell what people mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import cached_property
from itertools import takewhile

from whereseen.acting.knowledge.names import known_names_of, name_of
from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.memory.chronicle import Chronicle, Deed
from whereseen.memory.chronicle.anchoring import Anchoring
from whereseen.memory.chronicle.happenings import Happenings
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.language import Event, Known, Place, QuestionReader, Role, Sort, Time
from whereseen.memory.language.thing import Thing as Said

Meant = Callable[[Said], Iterable[tuple[Thing, float]]]


_LATELY_NS = 900_000_000_000


class Past:
    """What a chronicle tells, once for all questions.

    Args:
        source: The chronicle.
        zone: Of the clocks of who speaks.
    """

    def __init__(self, source: Chronicle, zone: tzinfo) -> None:
        self.source = source
        self.wording = Wording(zone, source.now_ns)

    @cached_property
    def happenings(self) -> Happenings:
        """What happened."""
        return Happenings(self.source)

    @cached_property
    def labels(self) -> frozenset[str]:
        """Of all things that something was done with."""
        return frozenset(deed.label for deed in self.source.deeds if deed.thing_id)

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

    @cached_property
    def people(self) -> frozenset[str]:
        """Who did something."""
        actors = (deed.actor for deed in self.source.deeds)
        return frozenset(each.name for each in actors if each.role is Role.PERSON)


@dataclass(frozen=True, slots=True)
class DeedsMeant:
    """What happened, with things as they are known now: what is called a "mug" may be red.

    Attributes:
        happenings: What happened.
        meant: Tells which things a phrase means, and how well.
    """

    happenings: Happenings
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
        found = self.happenings.matching(bare, rest, time, places)
        for each in wanted:
            things = [it for it, match in self.meant(each) if match >= _LEAST]
            ids, labels = {it.id for it in things}, {it.label for it in things} | set(each.known)
            found = [it for it in found if (it.thing_id in ids if it.thing_id else
                                            it.label in labels)]  # fmt: skip
        return found


_LEAST = 0.3


def _is_named_thing(said: Said) -> bool:
    return said.sort is Sort.THING and not said.is_any


@dataclass(frozen=True, slots=True)
class Described:
    """All that is known, for one reference.

    Attributes:
        things: By identity.
        past: What was so and what was done.
        reader: Reads phrases with the names of this home.
        known: Those names.
        now_ns: Time of the newest that is known.
    """

    things: Mapping[int, Thing]
    past: Past
    reader: QuestionReader
    known: Known
    now_ns: int

    def deeds(self, meant: Meant) -> DeedsMeant:
        """What happened.

        Args:
            meant: Tells which things a phrase means.
        """
        return DeedsMeant(self.past.happenings, meant)

    def anchoring(self, meant: Meant) -> Anchoring:
        """Puts times in the place of events."""
        return Anchoring(self.past.source, self.deeds(meant))

    def name(self, thing: Thing) -> str:
        """What to call a thing: its label with its colour, if that does not say one."""
        return name_of(thing)

    def where(self, thing: Thing) -> str:
        """Where a thing is thought to be, in words; empty if nobody knows."""
        if thing.is_held:
            return "in my hand"
        support = self.things.get(thing.support_id)
        on = f"{thing.relation or 'on'} the {support.label}" if support is not None else ""
        room = f"in the {thing.room}" if thing.room else ""
        return " ".join(filter(None, (on, room)))


class Describer:
    """Describes a world model as it is now; what did not change is kept.

    Args:
        world: What is known.
        zone: Of the clocks of who speaks.
    """

    def __init__(self, world: WorldModel, zone: tzinfo) -> None:
        self._world, self._zone = world, zone
        self._past: Past | None = None
        self._reader: tuple[Known, QuestionReader] | None = None

    def now(self) -> Described:
        """All that is known now."""
        things, source = self._world.things(), self._world.chronicle()
        past = self._past
        if past is None or past.source is not source:
            self._past = past = Past(source, self._zone)
        known = known_names_of(things, self._world.rooms(), past.people)
        named = {*known.rooms, *known.receptacles, *known.things}
        others = past.labels - named
        known = replace(
            known,
            things=(*known.things, *sorted(others)),
            receptacles=(*known.receptacles, *sorted(past.supports - named - others)),
        )
        if self._reader is None or self._reader[0] != known:
            self._reader = known, QuestionReader(known, zone=self._zone)
        by_id = {each.id: each for each in things}
        return Described(by_id, past, self._reader[1], known, self._world.now_ns)
