"""Which of the things that fit is meant."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.references.finding import Found
from whereseen.acting.references.fitting import SIZES
from whereseen.acting.references.phrase import Phrase
from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle.ranking import nth_of
from whereseen.memory.language import RankBy, Verb

_SALIENT = 3.0  # times as likely is what the task already is about
_HANDLED = 1.5
_EXCLUDED = 0.02
_LESS_SO = 0.4  # by which the second smallest fits "the small one" less, and so on
_AS_GOOD = 0.6
_GONE = 0.1


@dataclass(frozen=True, slots=True)
class Weighed:
    """A thing that fits, with how likely it is that it is meant.

    Attributes:
        found: It, and how well it fits.
        weight: By how well it fits, whether it is there and what the task is about.
        notes: What else speaks for it or against it.
    """

    found: Found
    weight: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else tells which thing is meant.

    Attributes:
        salient: Things that the task is about.
        handled: Things with which something was done lately.
        excluded: Things that were looked for and not found.
        near_m: From where distances count.
    """

    salient: frozenset[int] = frozenset()
    handled: frozenset[int] = frozenset()
    excluded: frozenset[int] = frozenset()
    near_m: Metres3 | None = None


def weighed(found: Sequence[Found], phrase: Phrase, around: Circumstances) -> list[Weighed]:
    """Things by how likely they are meant, the likeliest first."""
    each = [_weighed(it, phrase, around) for it in found]
    nearness = _nearness(around.near_m)
    return sorted(
        each,
        key=lambda it: (
            -it.weight,
            nearness(it.found.thing),
            -it.found.thing.last_seen_ns,
            it.found.thing.id,
        ),
    )


def _weighed(found: Found, phrase: Phrase, around: Circumstances) -> Weighed:
    thing, notes = found.thing, []
    weight = found.fit.match * max(thing.probability, 0.05)
    if thing.is_held:
        weight = found.fit.match
    elif thing.is_gone:
        weight, notes = min(weight, _GONE * found.fit.match), ["its place was seen without it"]
    if thing.id in around.excluded:
        weight, notes = weight * _EXCLUDED, [*notes, "it was looked for and was not there"]
    if thing.id in around.salient and not phrase.is_indefinite:
        weight, notes = weight * _SALIENT, [*notes, "it was spoken of"]
    elif thing.id in around.handled and not phrase.is_indefinite:
        weight, notes = weight * _HANDLED, [*notes, "I did something with it lately"]
    return Weighed(found, weight, tuple(notes))


def ranked(
    found: list[Found], phrase: Phrase, origins_m: Callable[[], list[Metres3]]
) -> list[Found]:
    """Those that are meant by "the nearest", "the second biggest", "the last seen".

    Args:
        found: All that fit.
        phrase: Says which.
        origins_m: From where distances count; may raise NotAnswered.
    """
    asked = phrase.asked
    rank = asked.rank
    size = next((word for word in _words(phrase) if word in SIZES), "")
    if rank is None and size:
        is_small = size in ("small", "little", "short", "tiny")
        return _most(found, lambda it: _volume(it.thing), 1 if is_small else -1)
    if rank is None or (asked.event is not None and asked.event.verb is not Verb.SAW):
        return found
    if rank.by is RankBy.SIZE:
        ordered = sorted(_of_words(found), key=lambda it: (_volume(it.thing), it.thing.id))
    elif rank.by is RankBy.DISTANCE:
        points = origins_m()
        near = sorted(_of_words(found), key=lambda it: (_apart_m(it.thing, points), it.thing.id))
        ordered = near
    else:
        ordered = sorted(_of_words(found), key=lambda it: (it.thing.last_seen_ns, it.thing.id))
    return nth_of(ordered, rank)


def _of_words(found: list[Found]) -> list[Found]:
    """Those that fit the words about as well as the best: an order is among these."""
    least = _AS_GOOD * max((each.fit.match for each in found), default=0.0)
    return [each for each in found if each.fit.match >= least and each.fit.match > 0.0]


def _words(phrase: Phrase) -> tuple[str, ...]:
    return phrase.asked.thing.attributes if phrase.asked.thing is not None else ()


def _most(found: list[Found], key: Callable[[Found], float], sign: int) -> list[Found]:
    """All, those that are more so fitting better."""
    ordered = sorted(found, key=lambda it: (sign * key(it), it.thing.id))
    return [replace(it, fit=it.fit.times(_LESS_SO**n)) for n, it in enumerate(ordered)]


def _volume(thing: Thing) -> float:
    return math.prod(thing.size_m)


def _apart_m(thing: Thing, points: Sequence[Metres3]) -> float:
    return min((math.dist(thing.position_m, each) for each in points), default=math.inf)


def _nearness(near_m: Metres3 | None) -> Callable[[Thing], float]:
    return lambda thing: 0.0 if near_m is None else math.dist(thing.position_m, near_m)
