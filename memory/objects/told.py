"""Places that were only told, as answers to questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from whereseen.memory.answer import Answer, Metres3, Place
from whereseen.memory.encoder.protocol import Query, checked_text
from whereseen.memory.encoder.question import subject_of
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.objects.boxes import LEAST_SIZE_M
from whereseen.memory.objects.describing import age_text
from whereseen.memory.objects.entity import Belief, Cause
from whereseen.memory.objects.sighting import metres3
from whereseen.memory.objects.track import Track

_FARTHEST_M = 1e6
_WORTH = 0.5  # of what it takes to be found: less is no candidate


@dataclass(frozen=True, slots=True)
class ToldPlace:
    """A place that answers a question by hearsay.

    Attributes:
        place: The place; its times are when it was told.
        label: What is there.
        belief: Who told it, and when.
    """

    place: Place
    label: str
    belief: Belief


def told_fact(
    position_m: Metres3, size_m: Metres3, probability: float, source: str, now_ns: int
) -> Belief:
    """What someone tells, of no thing yet.

    Raises:
        InvalidQuery: if position or size are beyond any map, or the probability is none.
    """
    require_near(position_m, "the position")
    require_near(size_m, "the size")
    if np.less(size_m, 0.0).any():
        raise InvalidQuery("the size is negative", got=repr(size_m), remedy="Use metres")
    if not 0.0 < probability <= 1.0:
        raise InvalidQuery("the probability is none", got=repr(probability), remedy="Use 0 to 1")
    return Belief(
        entity_id=0,
        position_m=metres3(position_m),
        size_m=metres3(size_m),
        valid_from_ns=now_ns,
        valid_to_ns=None,
        probability=float(probability),
        cause=Cause.TOLD,
        source=" ".join(source.split()),
    )


def require_near(vector_m: Metres3, name: str) -> None:
    """Raise InvalidQuery unless it is finite and of a size that a map can have."""
    if not (np.abs(vector_m) <= _FARTHEST_M).all():
        raise InvalidQuery(
            f"{name} is not finite, or not of this world", got=repr(vector_m), remedy="Use metres"
        )


def told_label(label: str, known: Sequence[str]) -> str:
    """A label without superfluous blanks, in the case in which it is known.

    Raises:
        InvalidQuery: if it is empty or too long.
    """
    plain = " ".join(checked_text(label).split())
    return next((each for each in known if each.casefold() == plain.casefold()), plain)


def told_place(query: Query, label: str, belief: Belief, example: Query | None) -> ToldPlace | None:
    """The place that was told, if its label answers the question.

    Args:
        query: The question.
        label: What was told to be there.
        belief: Where, by whom and when.
        example: The question for things of that label, of an encoder that knows labels; otherwise
            the words of question and label must be the same.
    """
    if example is None:
        score = float(_words(query.text) == _words(label))
        likely = score
    else:
        score = float(query.vector @ example.vector)
        likely = float(query.calibration.probability(score))
    if likely <= 0.0:
        return None
    size = np.where(np.greater(belief.size_m, 0.0), belief.size_m, LEAST_SIZE_M)
    place = Place(
        position_m=belief.position_m,
        size_m=metres3(size),
        score=score,
        probability=likely * belief.probability,
        first_seen_ns=belief.valid_from_ns,
        last_seen_ns=belief.valid_from_ns,
        image_id=None,
        points_map=np.array([belief.position_m], dtype=np.float32),
    )
    return ToldPlace(place, label, belief)


def told_places(
    query: Query,
    tracks: Iterable[Track],
    belief_of: Callable[[int], Belief | None],
    example_of: Callable[[str], Query | None],
) -> Iterator[ToldPlace]:
    """Places that answer a question by hearsay, of things that nobody saw there.

    Args:
        query: The question.
        tracks: All things.
        belief_of: What is believed of a thing now.
        example_of: The question for things of a label, if the encoder knows labels.
    """
    for track in tracks:
        belief = belief_of(track.entity.id) if track.is_only_told else None
        if belief is None or belief.cause != Cause.TOLD:
            continue
        told = told_place(query, track.entity.label, belief, example_of(track.entity.label))
        if told is not None:
            yield told


def merged(
    answer: Answer, told: Sequence[ToldPlace], *, found_at: float, top: int, now_ns: int
) -> Answer:
    """An answer with what was told ranked among what was seen.

    Args:
        answer: From what was seen.
        told: From what was told.
        found_at: Probability from which a question is answered.
        top: At most so many places.
        now_ns: Time of the newest frame.
    """
    likely = [each for each in told if each.place.probability >= _WORTH * found_at]
    if not likely:
        return answer
    places = sorted([*answer.places, *(t.place for t in likely)], key=lambda p: -p.probability)
    best = max(likely, key=lambda each: each.place.probability)
    if best.place is not places[0]:
        return Answer(answer.query, answer.found, answer.reason, tuple(places[:top]))
    found = best.place.probability >= found_at
    reason = answer.reason if not found else _hearsay(best, now_ns)
    return Answer(answer.query, found, reason, tuple(places[:top]))


def _hearsay(told: ToldPlace, now_ns: int) -> str:
    who = told.belief.source or "someone"
    age = age_text(now_ns - told.belief.valid_from_ns)
    return (
        f"{who} told {age} ago that {told.label} is there, with probability "
        f"{told.place.probability:.2f}; it was not seen there"
    )


def _words(text: str) -> list[str]:
    return subject_of(text).casefold().split()
