"""Answers to questions about who."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle.deeds import Deed
from whereseen.memory.chronicle.happenings import Happenings
from whereseen.memory.chronicle.meaning import Whereabouts
from whereseen.memory.chronicle.ranking import nth_of
from whereseen.memory.chronicle.recollection import NotAnswered, Recollection
from whereseen.memory.chronicle.stays import Chronicle, Stay
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.memory.language import Asked, Event, Role, Time

_NEAR_M = 2.0
ROBOT_NAME = "robot"


@dataclass(frozen=True, slots=True)
class PeopleAnswers:
    """Who did something, as far as anybody was seen to; else who was seen near it.

    Args:
        chronicle: All that is known.
        happenings: What happened in it.
        wording: Says it.
    """

    chronicle: Chronicle
    happenings: Happenings
    wording: Wording

    def who(self, asked: Asked) -> Recollection:
        """Who it was.

        Raises:
            NotAnswered: if it is not asked of something that happened, or of a place.
        """
        if asked.event is not None:
            return self._did(asked, asked.event)
        if asked.places:
            return self._was_there(asked)
        raise NotAnswered(
            "nothing is known of people but what they were seen to do",
            got=asked.text,
            remedy="Ask who did something, or who was where",
        )

    def _did(self, asked: Asked, event: Event) -> Recollection:
        time = event.time or asked.time
        found = self.happenings.matching(event, asked.thing, time, asked.places)
        found = nth_of(found, asked.rank)
        if not found:
            name = asked.thing.phrase if asked.thing is not None else "anything"
            return Recollection(f"I noticed nothing of the kind about any {name}.", False)
        names = tuple(dict.fromkeys(name for deed in found if (name := _doer(deed))))
        lines = [line for deed in found for line in self._lines(deed)]
        return Recollection("\n".join(lines), bool(names), deeds=tuple(found), names=names)

    def _lines(self, deed: Deed) -> list[str]:
        """What was done, and who was about if nobody was seen to do it."""
        if _doer(deed):
            return [self.wording.deed(deed)]
        ends = [stay.position_m for stay in (deed.before, deed.after) if stay is not None]
        about = self._people_near(ends, deed.start_ns, deed.end_ns)
        if not about:
            return [f"{self.wording.deed(deed)}. I did not see who did it."]
        seen = ", ".join(self.wording.seen(stay) for stay in about)
        said = f"{self.wording.deed(deed)}. I did not see who did it; near there I saw {seen}"
        return [said]

    def _people_near(self, points: Iterable[Metres3], start_ns: int, end_ns: int) -> list[Stay]:
        at = list(points)
        return [
            stay
            for stay in self.chronicle.stays
            if is_person(stay.label)
            and stay.holds_within(start_ns, end_ns + 1)
            and any(math.dist(stay.position_m, point) <= _NEAR_M for point in at)
        ]

    def _was_there(self, asked: Asked) -> Recollection:
        time, now_ns = asked.time, self.chronicle.now_ns
        time = time or Time.whole_past(now_ns)
        where = Whereabouts(self.chronicle)
        stays = [
            stay
            for stay in self.chronicle.stays
            if is_person(stay.label)
            and where.fit_all(stay, asked.places)
            and stay.holds_within(time.start_ns, time.end_ns)
        ]
        if not stays:
            return Recollection("I saw nobody there.", False)
        names = tuple(dict.fromkeys(stay.label for stay in stays))
        text = "\n".join(map(self.wording.was, stays))
        return Recollection(text, True, tuple(stays), names=names)


def is_person(label: str) -> bool:
    """Whether a label is that of people."""
    lexicon = household_lexicon()
    return any(lexicon.is_a(kind, "person") for kind in lexicon.read(label).kinds)


def _doer(deed: Deed) -> str:
    return {Role.ROBOT: ROBOT_NAME, Role.PERSON: deed.actor.name}.get(deed.actor.role, "")
