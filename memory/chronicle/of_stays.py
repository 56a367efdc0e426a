"""Answers from where things were, and what they were like."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle.bounds import likely_span, shortest_and_longest
from whereseen.memory.chronicle.choosing import Choice
from whereseen.memory.chronicle.meaning import Whereabouts, is_named
from whereseen.memory.chronicle.ranking import Candidate, chosen, nth_of
from whereseen.memory.chronicle.recollection import NotAnswered, Recollection
from whereseen.memory.chronicle.stays import Chronicle, Stay
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.language import Asked, Persistence, RankBy, Sort, Time
from whereseen.memory.objects.entity import Kind

_PAIRS = (
    *(("clean", "dirty"), ("open", "closed"), ("full", "empty"), ("on", "off")),
    *(("wet", "dry"), ("locked", "unlocked"), ("lit", "unlit")),
)
OPPOSITE = {word: other for a, b in _PAIRS for word, other in ((a, b), (b, a))}
OPPOSITE |= {"opened": "closed", "shut": "open"}
_SAME = {"shut": ("closed",), "closed": ("shut",), "opened": ("open",), "running": ("on",)}


@dataclass(frozen=True, slots=True)
class StayAnswers:
    """Answers to questions about what was so.

    Args:
        chronicle: All that is known.
        wording: Says it.
    """

    chronicle: Chronicle
    wording: Wording

    def where(self, asked: Asked, choice: Choice) -> Recollection:
        """Where things are or were."""
        stays = choice.stays()
        if asked.rank is not None and asked.time is None and asked.rank.by is RankBy.TIME:
            stays = choice.all_stays()
        stays = nth_of(stays, asked.rank if _is_by_time(asked) else None)
        is_moment = asked.time is None or asked.time.at_ns is not None
        if is_moment:
            at_ns = self.chronicle.now_ns if asked.time is None else asked.time.at_ns or 0
            stays.sort(key=lambda stay: _doubt(stay, at_ns))
        if stays:
            is_one = is_moment and not asked.is_plural
            names = _names_of_places(stays[:1] if is_one else stays, asked)
            return Recollection(self._each(stays), True, tuple(stays), names=names)
        before = choice.latest_before()
        if not before:
            return Recollection(f"I have not seen {choice.name} then.", False)
        text = "\n".join(self.wording.was(stay) for stay in before)
        return Recollection(text, False, tuple(before), names=_names_of_places(before, asked))

    def when(self, asked: Asked, choice: Choice) -> Recollection:
        """When things were seen there last, or first."""
        stays = choice.there()
        if not stays:
            return Recollection(f"I have never seen {choice.name} there.", False)
        is_first = asked.rank is not None and asked.rank.nth > 0
        seen = stays[0] if is_first else max(stays, key=lambda stay: stay.last_seen_ns)
        at_ns = self._seen_ns(seen, asked.time, is_first=is_first)
        ago_s = (self.chronicle.now_ns - at_ns) / 1e9
        text = self.wording.stay(seen) if is_first else self.wording.seen(seen, at_ns)
        return Recollection(text, True, (seen,), at_ns=at_ns, duration_s=ago_s)

    def _seen_ns(self, stay: Stay, time: Time | None, *, is_first: bool) -> int:
        """When a thing was first or last seen there, within the time that is asked about."""
        start_ns, end_ns = stay.start_ns, max(stay.last_seen_ns, stay.start_ns)
        low, high = (None, None) if time is None else (time.start_ns, time.end_ns)
        inside = (low is None or low <= start_ns) if is_first else (high is None or end_ns < high)
        if inside:
            return start_ns if is_first else end_ns
        looks = [
            stamp_ns
            for stamp_ns in self.chronicle.looks(stay.thing_id)
            if start_ns <= stamp_ns <= end_ns
            and (low is None or low <= stamp_ns)
            and (high is None or stamp_ns < high)
        ]
        if is_first:
            return min(looks, default=max(start_ns, low or start_ns))
        return max(looks, default=min(end_ns, end_ns if high is None else high - 1))

    def whether(self, asked: Asked, choice: Choice) -> Recollection:
        """Whether something is there, or is so."""
        words = _words(asked)
        if words:
            return self._is_so(words, choice)
        stays = choice.stays()
        if stays:
            return Recollection(f"Yes.\n{self._each(stays)}", True, tuple(stays), is_so=True)
        elsewhere = choice.elsewhere() or choice.latest_before()
        lines = [self.wording.stay(stay) for stay in elsewhere]
        return Recollection("\n".join(["No.", *lines]), True, tuple(elsewhere), is_so=False)

    def how_many(self, asked: Asked, choice: Choice) -> Recollection:
        """How many things are there, or how often they were."""
        if asked.of is Sort.TIMES:
            stays = choice.there()
            number = len(stays)
        else:
            stays = choice.stays()
            number = len({stay.thing_id for stay in stays})
        lines = [str(number), *(self.wording.stay(stay) for stay in stays)]
        return Recollection("\n".join(lines), True, tuple(stays), number=number)

    def which(self, asked: Asked, choice: Choice) -> Recollection:
        """Which things are there; which place is nearest."""
        if asked.of in (Sort.ROOM, Sort.RECEPTACLE):
            return self._which_place(asked)
        stays = choice.stays()
        found = [
            Candidate(
                stay.label,
                stay.thing_id,
                stay.start_ns,
                self._lasted_s(stay),
                stay.position_m,
                stay,
            )
            for stay in stays
        ]
        named = chosen(found, asked, self._origin(asked))
        if not named and asked.rank is None:
            return Recollection(f"I know of {choice.name.replace('any', 'no', 1)} there.", False)
        if not named:
            return Recollection(f"I have not seen {choice.name} then.", False)
        names = tuple(each.name for each in named)
        shown = tuple(each.what for each in named)
        return Recollection(self._each(shown), True, shown, names=names)

    def how_long(self, asked: Asked, choice: Choice) -> Recollection:
        """How long something was there, or so."""
        words = _words(asked)
        if words:
            return self._lasted(words, choice)
        stays = choice.there()
        is_now = asked.time is None and any(stay.end_ns is None for stay in stays)
        if is_now:
            stays = [stay for stay in stays if stay.end_ns is None]
        if not stays:
            return Recollection(f"I have not seen {choice.name} there.", False)
        duration_s = self._sum_s(map(likely_span, stays), asked)
        both = zip(*map(shortest_and_longest, stays), strict=True)
        said = self.wording.roughly(duration_s, *(self._sum_s(each, asked) for each in both))
        text = f"{said}\n{self._each(stays)}"
        return Recollection(text, True, tuple(stays), duration_s=duration_s)

    def how_far(self, asked: Asked, choice: Choice) -> Recollection:
        """How far a thing is from another, or from the robot."""
        stays = choice.all_stays()[-1:] if not choice.stays() else choice.stays()
        now = [stay for stay in stays if stay.end_ns is None]
        place = asked.places[0] if asked.places else None
        if not now:
            return Recollection(f"I do not know where {choice.name} is.", False)
        origin = Whereabouts(self.chronicle).position_m(place)
        apart_m = min(math.dist(stay.position_m, origin) for stay in now)
        return Recollection(f"{apart_m:.2f} m", True, tuple(now), number=apart_m)

    def state(self, asked: Asked, choice: Choice) -> Recollection:
        """What a thing is like."""
        found = choice.conditions_then()
        if asked.state:
            found = [each for each in found if each.about in ("", asked.state)]
        if not found:
            raise NotAnswered(
                f"nothing is known of what {choice.name} is like",
                got=asked.text,
                remedy="Ask where, when or whether",
            )
        text = "\n".join(self.wording.condition(each) for each in found)
        names = tuple(dict.fromkeys(each.word for each in found))
        return Recollection(text, True, conditions=tuple(found), names=names)

    def history(self, asked: Asked, choice: Choice) -> Recollection:
        """All stays of a thing, within the time that is asked about."""
        stays = choice.all_stays() if asked.time is None else choice.stays()
        if not stays:
            return Recollection(f"I have never seen {choice.name}.", False)
        known = {stay.thing_id for stay in stays} - {0}
        turns = tuple(
            turn
            for turn in self.chronicle.turns
            if turn.thing_id in known and turn.kind not in (Kind.APPEARED, Kind.MOVED)
        )
        like = [each for each in choice.conditions() if each.thing_id in known]
        told = [(stay.start_ns, self.wording.was(stay)) for stay in stays]
        told += [(turn.latest_ns, self.wording.turn(turn)) for turn in turns]
        lines = [line for _, line in sorted(told)]
        lines += [self.wording.condition(each) for each in like if each.about == "colour"]
        return Recollection(
            "\n".join(lines),
            True,
            tuple(stays),
            turns,
            conditions=tuple(like),
            names=_names_of_places(stays, asked),
        )

    def _is_so(self, words: tuple[str, ...], choice: Choice) -> Recollection:
        known = choice.conditions_then(_family(words))
        if not known:
            raise NotAnswered(
                f"nothing is known of whether {choice.name} is so",
                got=" or ".join(words),
                remedy="Ask where, when or whether it is there",
            )
        so = [each for each in known if each.word in words]
        lines = ["Yes." if so else "No.", *map(self.wording.condition, so or known)]
        return Recollection("\n".join(lines), True, conditions=tuple(so or known), is_so=bool(so))

    def _lasted(self, words: tuple[str, ...], choice: Choice) -> Recollection:
        asked = choice.asked
        found = choice.conditions(words) if asked.time is None else choice.conditions_then(words)
        if asked.time is None:
            found = [each for each in found if each.end_ns is None] or found[-1:]
        if not found:
            return Recollection(f"I have not seen {choice.name} so.", False)
        duration_s = self._sum_s([(each.start_ns, each.end_ns) for each in found], asked)
        lines = [self.wording.duration(duration_s), *map(self.wording.condition, found)]
        return Recollection("\n".join(lines), True, conditions=tuple(found), duration_s=duration_s)

    def _which_place(self, asked: Asked) -> Recollection:
        """The nearest or the farthest room or receptacle, or all."""
        rooms = set(self.chronicle.rooms)
        is_room, thing = asked.of is Sort.ROOM, asked.thing
        origin = asked.rank.place if asked.rank is not None else None
        itself = origin.thing if origin is not None else None
        found = [
            Candidate(name, 0, 0, 0.0, at_m, at_m)
            for name, at_m in self.chronicle.sites
            if (name in rooms) == is_room
            and (thing is None or is_named(thing, name))
            and (itself is None or name not in itself.known)
        ]
        if not found or (asked.rank is not None and asked.rank.by is not RankBy.DISTANCE):
            raise NotAnswered(
                "where those places are is not known", got=asked.text, remedy="Ask for things"
            )
        names = tuple(each.name for each in chosen(found, asked, self._origin(asked)))
        return Recollection(", ".join(names), bool(names), names=names)

    def _origin(self, asked: Asked) -> Callable[[], Metres3]:
        place = asked.rank.place if asked.rank is not None else None
        return lambda: Whereabouts(self.chronicle).position_m(place)

    def _sum_s(self, spans: Iterable[tuple[int, int | None]], asked: Asked) -> float:
        """Seconds of spans within the time that is asked about."""
        time, total_ns = asked.time, 0
        for start_ns, end in spans:
            end_ns = self.chronicle.now_ns if end is None else end
            if time is not None and time.at_ns is None:
                start_ns = start_ns if time.start_ns is None else max(start_ns, time.start_ns)
                end_ns = end_ns if time.end_ns is None else min(end_ns, time.end_ns)
            total_ns += max(end_ns - start_ns, 0)
        return total_ns / 1e9

    def _lasted_s(self, stay: Stay) -> float:
        start_ns, end = likely_span(stay)
        return ((self.chronicle.now_ns if end is None else end) - start_ns) / 1e9

    def _each(self, stays: Sequence[Stay]) -> str:
        return "\n".join(self.wording.stay(stay) for stay in stays)


def _doubt(stay: Stay, at_ns: int) -> tuple[bool, int]:
    """Sorts what was seen then and later before what was only not seen to be gone."""
    return stay.last_seen_ns < at_ns, -stay.start_ns


def _words(asked: Asked) -> tuple[str, ...]:
    """The state that is asked about, in all its words."""
    word = asked.state
    if word is None:
        return ()
    words = (word, *_SAME.get(word, ()))
    if asked.persistence is Persistence.NO_LONGER:
        return tuple(OPPOSITE[each] for each in words if each in OPPOSITE)
    return words


def _family(words: Iterable[str]) -> tuple[str, ...]:
    """States with their opposites: of a thing that is known to be one, no other is so."""
    found = [(word, OPPOSITE.get(word, f"not {word}"), *_SAME.get(word, ())) for word in words]
    return tuple(dict.fromkeys(each for group in found for each in group))


def _is_by_time(asked: Asked) -> bool:
    return asked.rank is not None and asked.rank.by is RankBy.TIME


def _names_of_places(stays: Sequence[Stay], asked: Asked) -> tuple[str, ...]:
    if asked.of is Sort.ROOM:
        names = [stay.room for stay in stays]
    elif asked.of is Sort.RECEPTACLE:
        names = [stay.support for stay in stays]
    else:
        names = []
    return tuple(dict.fromkeys(name for name in names if name))
