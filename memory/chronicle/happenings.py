"""What happened, as questions ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from whereseen.memory.chronicle.deeds import Deed, noticed, sights
from whereseen.memory.chronicle.meaning import Whereabouts, is_meant, is_named
from whereseen.memory.chronicle.recollection import NotAnswered
from whereseen.memory.chronicle.stays import Chronicle, Stay
from whereseen.memory.language import (
    Actor,
    Event,
    Place,
    Relation,
    Role,
    Sort,
    Thing,
    Time,
    TimeRelation,
    Verb,
)

_HANDLED = frozenset({Verb.MOVED, Verb.PUT, Verb.TOOK})
_DONE_WITH = _HANDLED | {
    *(Verb.OPENED, Verb.CLOSED, Verb.TURNED_ON, Verb.TURNED_OFF),
    *(Verb.CLEANED, Verb.SLICED, Verb.HEATED, Verb.USED, Verb.REMOVED, Verb.APPEARED),
}
_SENSES: dict[Verb, frozenset[Verb]] = {
    Verb.MOVED: _HANDLED | {Verb.REMOVED, Verb.APPEARED},
    Verb.PUT: frozenset({Verb.PUT, Verb.MOVED, Verb.APPEARED}),
    Verb.APPEARED: frozenset({Verb.PUT, Verb.MOVED, Verb.APPEARED}),
    Verb.TOOK: frozenset({Verb.TOOK, Verb.MOVED, Verb.REMOVED}),
    Verb.REMOVED: frozenset({Verb.TOOK, Verb.MOVED, Verb.REMOVED}),
    Verb.CHANGED: _DONE_WITH,
    Verb.INTERACTED: _DONE_WITH,
    Verb.DID: _DONE_WITH | {Verb.VISITED},
}
_FROM = (Verb.TOOK, Verb.REMOVED, Verb.LEFT)
_INTO = (Verb.PUT, Verb.APPEARED)


class Happenings:
    """All deeds of a chronicle, and what was noticed to have changed.

    Args:
        chronicle: What is known.
    """

    def __init__(self, chronicle: Chronicle) -> None:
        self._where = Whereabouts(chronicle)
        self._supports = frozenset(chronicle.supports)
        self._stays = chronicle.stays
        found = [*chronicle.deeds, *noticed(chronicle.turns, chronicle.deeds)]
        self._all = sorted(found, key=lambda deed: (deed.end_ns, deed.start_ns, deed.thing_id))

    def matching(
        self, event: Event, thing: Thing | None, time: Time | None, places: Iterable[Place] = ()
    ) -> list[Deed]:
        """What an event may mean, oldest first.

        Args:
            event: What a question says; its own thing counts where it has one.
            thing: With what it was done, as the question says.
            time: When; None for whenever.
            places: Further places where the thing was or came to.

        Raises:
            NotAnswered: if it asks who did it, or what lies so to something is not known.
        """
        said = [*event.places, *places]
        things = [each for each in (thing, event.thing) if each is not None]
        is_any = not said and all(each.is_any for each in things)
        return [
            deed
            for deed in self._of(event)
            if may_be_in(deed, time)
            and not (is_any and _is_elsewhere(event.verb, deed))
            and all(self._is_with(deed, each) for each in things)
            and all(self._was_there(deed, event.verb, place) for place in said)
        ]

    def _of(self, event: Event) -> Iterator[Deed]:
        """All deeds of the verb by who did it."""
        verb, actor = event.verb, event.actor
        if verb is Verb.SAW:
            yield from sights(self._stays)
            return
        visits = (deed for deed in self._all if deed.verb is Verb.VISITED)
        is_going = verb is Verb.LEFT and event.thing is None
        if is_going:
            left = (replace(deed, verb=Verb.LEFT, start_ns=deed.end_ns) for deed in visits)
            yield from (deed for deed in left if _is_by(deed, actor))
            return
        senses = _SENSES.get(verb, frozenset({verb}))
        if actor.role is Role.PERSON and not any(deed.actor == actor for deed in self._all):
            raise NotAnswered(
                "who did what was not seen", got=actor.name, remedy="Ask what was done by anybody"
            )
        for deed in self._all:
            is_first = verb is not Verb.APPEARED and is_first_sight(deed)
            if deed.verb in senses and _is_by(deed, actor) and not is_first:
                yield deed

    def _is_with(self, deed: Deed, thing: Thing) -> bool:
        if thing.sort is Sort.ROOM:
            return any(is_named(thing, room) for room in deed.rooms)
        ends = (stay for stay in (deed.after, deed.before) if stay is not None)
        if thing.is_any:
            has_label = bool(deed.label) or thing.sort is not Sort.THING
            is_receptacle = deed.label in self._supports
            return has_label and not (thing.sort is Sort.THING and is_receptacle)
        if is_meant(thing, deed.label):
            return True
        is_place = thing.sort is Sort.RECEPTACLE or set(thing.known) & self._supports
        return bool(is_place) and any(is_named(thing, stay.support) for stay in ends)

    def _was_there(self, deed: Deed, verb: Verb, place: Place) -> bool:
        if place.is_asked or place.thing is None:
            return True
        stay = _end(deed, verb, place.relation)
        if deed.verb in (Verb.VISITED, Verb.LEFT):
            return is_named(place.thing, deed.room) != place.is_negated
        if stay is not None:
            return self._where.fits(stay, place)
        inside = is_named(place.thing, deed.room) or is_named(place.thing, deed.label)
        return inside != place.is_negated and deed.before is None and deed.after is None


def may_be_in(deed: Deed, time: Time | None) -> bool:
    """Whether something can have happened in a part of the past."""
    if time is None:
        return True
    if time.relation is TimeRelation.SINCE and time.start_ns is not None:
        return deed.end_ns >= time.start_ns
    ends = time.end_ns is None or deed.start_ns < time.end_ns
    return ends and (time.start_ns is None or deed.end_ns >= time.start_ns)


def _is_elsewhere(verb: Verb, deed: Deed) -> bool:
    """Whether it left or came to a place, but was there all the time: of no place, that is none."""
    if verb is Verb.APPEARED:
        return deed.verb is not Verb.APPEARED or is_first_sight(deed)
    return verb is Verb.REMOVED and deed.verb is Verb.MOVED


def is_first_sight(deed: Deed) -> bool:
    """Whether a thing only was seen for the first time: nobody knows whether it had come then."""
    return deed.is_noticed and deed.verb is Verb.APPEARED and not deed.start_ns


def _is_by(deed: Deed, actor: Actor) -> bool:
    if actor.role is Role.ANYBODY or deed.actor == actor:
        return True
    return actor.role is Role.ASKER and deed.actor.role is Role.ANYBODY


def _end(deed: Deed, verb: Verb, relation: Relation) -> Stay | None:
    """The place of a deed that a preposition speaks of."""
    if relation is Relation.FROM or (verb in _FROM and relation is not Relation.TO):
        return deed.before
    if relation is Relation.TO or verb in _INTO:
        return deed.after
    return deed.after or deed.before
