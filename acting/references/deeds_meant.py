"""Things by what was done with them, when and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.references.described import Described
from whereseen.acting.references.past import Meant
from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Deed
from whereseen.memory.chronicle.anchoring import NoSuchEvent
from whereseen.memory.chronicle.ranking import Candidate, chosen
from whereseen.memory.language import Actor, Answer, Asked, Rank, Relation, Role, Sort, Verb

_OTHERS_DID = 0.7  # of a deed of somebody else than who was named
_POINT = re.compile(r" \(-?[\d.]+, -?[\d.]+, -?[\d.]+\)")  # a planner holds no coordinates
_NOWHERE: Metres3 = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Done:
    """A thing with which something was done.

    Attributes:
        thing_id: Its identity.
        match: How well the deed fits.
        note: The deed, in words.
    """

    thing_id: int
    match: float
    note: str


def is_where_done(asked: Asked) -> bool:
    """Whether the place of a deed is meant: "the shelf you put the book on"."""
    event = asked.event
    is_place = asked.answer is Answer.WHERE and asked.of is Sort.RECEPTACLE
    return is_place and event is not None and any(place.is_asked for place in event.places)


class DeedFinder:
    """Finds things by deeds.

    Args:
        known: All that is known.
        meant: Tells which things a phrase means, and how well.
    """

    def __init__(self, known: Described, meant: Meant) -> None:
        self._known, self._deeds_meant = known, known.deeds(meant)
        self._anchoring = known.anchoring(meant)

    def things(self, asked: Asked, candidates: Mapping[int, Thing]) -> list[Done]:
        """Things with which it was done, the last first, or those that a rank chooses.

        Args:
            asked: A phrase with an event.
            candidates: What else fits the phrase, by identity.

        Raises:
            NotAnswered: if it is asked by what cannot be known.
        """
        if is_where_done(asked):
            return self._places(asked, candidates)
        deeds, rank, share = self._deeds(asked)
        found = [
            Candidate(deed.label, thing_id, deed.end_ns, deed.duration_s, None, deed)
            for deed in deeds
            for thing_id in self._ids(deed, asked, candidates)
        ]
        if rank is not None:
            found = chosen(found, replace(asked, order=None, rank=rank), lambda: _NOWHERE)
        last = {each.key: each.what for each in found}
        ordered = sorted(last.items(), key=lambda each: (-each[1].end_ns, each[0]))
        said = self._known.past.wording.deed
        return [Done(key, share, _POINT.sub("", said(deed))) for key, deed in ordered]

    def _places(self, asked: Asked, candidates: Mapping[int, Thing]) -> list[Done]:
        """Furniture where something was put, or from where it was taken; the last first."""
        event = asked.event
        assert event is not None
        asked_for = next(it for it in event.places if it.is_asked)
        rest = tuple(it for it in event.places if not it.is_asked)
        bare = replace(asked, thing=None, event=replace(event, thing=asked.thing, places=rest))
        deeds, _, share = self._deeds(bare)
        is_from = asked_for.relation is Relation.FROM or event.verb in (Verb.TOOK, Verb.REMOVED)
        found: dict[int, Done] = {}
        for deed in reversed(deeds):
            stay = deed.before if is_from else deed.after
            note = _POINT.sub("", self._known.past.wording.deed(deed))
            for each in candidates.values():
                if stay is not None and each.label == stay.support and each.room == stay.room:
                    found.setdefault(each.id, Done(each.id, share, note))
        return list(found.values())

    def _deeds(self, asked: Asked) -> tuple[list[Deed], Rank | None, float]:
        """What was done so, by who was named or else by anybody; and which of these is meant."""
        found, rank = self._matching(asked)
        if not found and asked.event is not None and asked.event.verb is Verb.TOOK:
            moved = replace(asked, event=replace(asked.event, verb=Verb.MOVED))
            return *self._matching(moved), 1.0  # taken and put elsewhere in one
        if not found and asked.event is not None and asked.event.actor != Actor():
            anybody = replace(asked, event=replace(asked.event, actor=Actor()))
            return *self._matching(anybody), _OTHERS_DID
        return found, rank, 1.0

    def _matching(self, asked: Asked) -> tuple[list[Deed], Rank | None]:
        try:
            settled = self._anchoring.settled(asked)
        except NoSuchEvent:
            return [], None
        event = settled.event
        if event is None:
            return [], None
        time = event.time or settled.time
        found = self._deeds_meant.matching(event, None, time, settled.places)
        if not found and event.verb is Verb.USED and time is not None and time.end_ns is not None:
            found = list(self._in_hand(time.end_ns, event.actor))
        return found, settled.rank

    def _in_hand(self, at_ns: int, actor: Actor) -> Iterator[Deed]:
        """What was last taken before something was done, and not put down by then."""
        by = actor if actor.role is not Role.ANYBODY else None
        done = [
            deed
            for deed in self._known.past.source.deeds
            if deed.verb in (Verb.TOOK, Verb.PUT) and deed.end_ns <= at_ns
            if by is None or deed.actor == by
        ]
        if done and done[-1].verb is Verb.TOOK:
            yield replace(done[-1], verb=Verb.USED)

    def _ids(self, deed: Deed, asked: Asked, candidates: Mapping[int, Thing]) -> list[int]:
        if deed.thing_id:
            return [deed.thing_id] if deed.thing_id in candidates else []
        name = self._known.name
        return [it.id for it in candidates.values() if deed.label in (it.label, name(it))]
