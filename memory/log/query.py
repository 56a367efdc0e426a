"""What can be asked of a log, and what it replies."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from whereseen.memory.answer import Metres3
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import Float32
from whereseen.memory.log.records import LoggedEvent, LoggedObservation

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Near:
    """A ball: at most `radius_m` from `position_m`."""

    position_m: Metres3
    radius_m: float


@dataclass(frozen=True, slots=True)
class Within:
    """An axis-aligned box; its faces belong to it. Infinite bounds are allowed."""

    low_m: Metres3
    high_m: Metres3


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Which observations are meant: all that is given must hold; nothing given means all.

    Attributes:
        kinds, labels, entity_ids: Any of these.
        place: Pattern of the place's name, as `home/*` (SQLite's GLOB).
        attributes: All of these names with these values.
        words: All of these words, in label or text; `mugs` finds `mug`.
        near, within: Where, in `frame_id`; what has no position is left out.
        frame_id: The frame of `near` and `within`; used with these only.
        during_ns: From when to when, both included.
        as_of_ns: Nothing later than this; ages count from here.
    """

    kinds: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    entity_ids: tuple[int, ...] = ()
    place: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    near: Near | None = None
    within: Within | None = None
    frame_id: str = "map"
    during_ns: tuple[int, int] | None = None
    as_of_ns: int | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is given."""
        return self == Where(frame_id=self.frame_id)

    @property
    def has_place(self) -> bool:
        """Whether it asks for positions."""
        return self.near is not None or self.within is not None

    @property
    def first_ns(self) -> int | None:
        """Earliest stamp, None without one."""
        return None if self.during_ns is None else self.during_ns[0]

    @property
    def last_ns(self) -> int | None:
        """Latest stamp, None without one."""
        given = [self.as_of_ns] if self.as_of_ns is not None else []
        given += [self.during_ns[1]] if self.during_ns is not None else []
        return min(given, default=None)

    @property
    def terms(self) -> tuple[str, ...]:
        """The words one by one."""
        return tuple(_WORD.findall(self.words))

    @property
    def bounds_m(self) -> tuple[Metres3, Metres3] | None:
        """A box that holds all that is meant, a little too large; None if anywhere."""
        boxes = [] if self.within is None else [(self.within.low_m, self.within.high_m)]
        if self.near is not None:
            p, r = self.near.position_m, self.near.radius_m
            slack = [r + 1e-9 * (r + abs(v)) for v in p]
            low, high = zip(*((v - s, v + s) for v, s in zip(p, slack, strict=True)), strict=True)
            boxes.append((low, high))
        if not boxes:
            return None
        lows, highs = zip(*boxes, strict=True)
        x, y, z = (max(axis) for axis in zip(*lows, strict=True))
        right, back, top = (min(axis) for axis in zip(*highs, strict=True))
        return (x, y, z), (right, back, top)

    def require(self) -> None:
        """Refuse what can have no answer.

        Raises:
            InvalidQuery: naming what is wrong.
        """
        if self.words and not self.terms:
            raise InvalidQuery("there is no word to look for", got=self.words)
        if self.near is not None:
            numbers = (*self.near.position_m, self.near.radius_m)
            if not all(map(math.isfinite, numbers)) or self.near.radius_m < 0.0:
                raise InvalidQuery("a ball needs a middle and a radius", got=str(self.near))
        corners = () if self.within is None else (*self.within.low_m, *self.within.high_m)
        if any(map(math.isnan, corners)):
            raise InvalidQuery("a box needs two corners", got=str(self.within))
        require_ints(*self.entity_ids, *(self.during_ns or ()), self.as_of_ns or 0)
        require_texts(*self.kinds, *self.labels, self.place, self.words, self.frame_id)
        require_texts(*self.attributes.keys(), *self.attributes.values())


def require_ints(*numbers: int) -> None:
    """Refuse numbers that are no int of 64 bits."""
    for number in numbers:
        if type(number) is not int or not -(2**63) <= number < 2**63:
            raise InvalidQuery("times and things are ints of 64 bits", got=repr(number))


def require_texts(*texts: str) -> None:
    """Refuse what no text in a log can be."""
    for text in texts:
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise InvalidQuery("a text holds NUL or a lone surrogate", got=repr(text)[:80])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Query:
    """A question to a log.

    Attributes:
        where: Which observations come into question.
        vector: What they should be like (D,), of any length; None to rank without.
        space: Model whose vectors are compared; needed with a vector.
        limit: At most so many.
        min_score: Nothing that scores less; see `Hit.score`.
    """

    where: Where = field(default_factory=Where)
    vector: Float32 | None = None
    space: str = ""
    limit: int = 10
    min_score: float | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An observation that was recalled.

    Attributes:
        id: Its number in the log, never used again.
        observation: What was logged.
        score: Cosine with the vector; without a vector how well the words match (BM25, larger is
            better); without either, the score it was logged with, and the newest come first.
        age_s: How long before `as_of_ns` it was, or before the newest observation of the log.
    """

    id: int
    observation: LoggedObservation
    score: float
    age_s: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What a log recalls, best first, the newer of equals first.

    Attributes:
        hits: At most `limit`.
        exact: Whether no better one was missed: every candidate was scored.
        candidates: How many observations the conditions left.
        scored: How many of them could be scored: those with a vector, if one was given.
    """

    hits: tuple[Hit, ...]
    exact: bool
    candidates: int
    scored: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventQuery:
    """Which events are meant: all that is given must hold.

    Attributes:
        types, actors: Any of these.
        during_ns: Those that share a moment with this, both ends included.
        after_id: Only those that were written after the one of this number.
        limit: At most so many, the newest.
    """

    types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    during_ns: tuple[int, int] | None = None
    after_id: int = 0
    limit: int = 100

    def require(self) -> None:
        """Refuse what can have no answer.

        Raises:
            InvalidQuery: naming what is wrong.
        """
        require_ints(*(self.during_ns or ()), self.limit)
        require_texts(*self.types, *self.actors)


@dataclass(frozen=True, slots=True)
class EventHit:
    """An event with its number in the log."""

    id: int
    event: LoggedEvent


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased.

    Attributes:
        rows: Observations or events.
        is_scrubbed: Whether no trace is left in the file and its write-ahead log; False while
            another process reads the file. `scrub` tries again.
    """

    rows: int
    is_scrubbed: bool


@dataclass(frozen=True, slots=True)
class LogStats:
    """How much there is.

    Attributes:
        observations, events: Rows.
        vectors: Space to number of vectors.
        first_ns, last_ns: Stamps of the earliest and the latest observation, None without any.
        file_bytes: Bytes of the database, free pages included.
    """

    observations: int
    events: int
    vectors: dict[str, int]
    first_ns: int | None
    last_ns: int | None
    file_bytes: int
