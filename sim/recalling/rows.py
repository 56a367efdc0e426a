"""What others keep: rows of what was seen and done, each with a text and a vector."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Chronicle, Condition, Deed, Stay
from whereseen.memory.frames import Float32
from whereseen.memory.language import Asked, Time
from whereseen.sim.recalling.conditions import Conditions
from whereseen.sim.recalling.life import Life
from whereseen.sim.recalling.premises import Premises
from whereseen.sim.recalling.seeing import Frame, Glimpse

DIMENSION = 384
_BLUR = 0.15  # captions of the same thing differ
_SAME_M = 0.3
_SLACK_NS = 1_800_000_000_000  # about a moment that is asked about
_DULL = frozenset(
    [
        "the",
        "a",
        "an",
        "is",
        "are",
        "was",
        "were",
        "of",
        "to",
        "in",
        "on",
        "at",
        "did",
        "do",
        "you",
        "i",
    ]
)


@dataclass(frozen=True, slots=True)
class Row:
    """Something that was seen or done.

    Attributes:
        text: In words.
        stamp_ns: When.
        position_m: Where.
        glimpse: What was seen, None of a deed.
        deed: What was done, None of a sighting.
    """

    text: str
    stamp_ns: int
    position_m: Metres3
    glimpse: Glimpse | None = None
    deed: Deed | None = None


def rows_of(life: Life, frames: Iterable[Frame]) -> list[Row]:
    """A row for each thing in each look, and one for each deed, oldest first."""
    premises, rows = life.premises, list[Row]()
    for frame in frames:
        for glimpse in frame.glimpses:
            text = _caption(premises, glimpse)
            rows.append(Row(text, frame.look.stamp_ns, glimpse.position_m, glimpse))
    sites = dict(premises.sites)
    for deed in life.deeds:
        stay = deed.after or deed.before
        at_m = stay.position_m if stay is not None else sites.get(deed.room, (0.0, 0.0, 0.0))
        rows.append(Row(_told(deed), deed.end_ns, at_m, deed=deed))
    return sorted(rows, key=lambda row: row.stamp_ns)


def vectors_of(texts: Sequence[str], seed: int | None = None) -> Float32:
    """Unit vectors (N, 384) of texts: their words, hashed; blurred a little if a seed is given."""
    found = np.zeros((len(texts), DIMENSION), dtype=np.float32)
    for n, text in enumerate(texts):
        for word in _words(text):
            found[n] += _vector_of(word)
    if seed is not None:
        noise = np.random.default_rng(seed).standard_normal(found.shape).astype(np.float32)
        found += _BLUR * np.linalg.norm(found, axis=1, keepdims=True) / DIMENSION**0.5 * noise
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.maximum(lengths, 1e-9), dtype=np.float32)


@lru_cache(maxsize=8192)
def _vector_of(word: str) -> Float32:
    rng = np.random.default_rng(zlib.crc32(word.encode()))
    return rng.standard_normal(DIMENSION).astype(np.float32)


def span_of(asked: Asked) -> tuple[int, int] | None:
    """The part of the past that a question is about, if it names one."""
    event = asked.event
    time: Time | None = asked.time or (event.time if event is not None else None)
    if time is None:
        return None
    if time.at_ns is not None:
        return time.at_ns - _SLACK_NS, time.at_ns + _SLACK_NS
    return time.start_ns or 0, (1 << 62) if time.end_ns is None else time.end_ns


def chronicle_of_rows(life: Life, rows: Iterable[Row]) -> Chronicle:
    """What rows tell: a thing is where it was seen until it is seen elsewhere."""
    found = sorted(rows, key=lambda row: row.stamp_ns)
    conditions = Conditions()
    stays: dict[str, list[Stay]] = {}
    for row in found:
        if row.glimpse is not None:
            _add(stays.setdefault(row.glimpse.label, []), row, life.premises)
            conditions.see(
                _id(row.glimpse.label), row.glimpse.label, row.glimpse.words, row.stamp_ns
            )
    return known_chronicle(
        life,
        [stay for each in stays.values() for stay in each],
        [row.deed for row in found if row.deed is not None],
        conditions.all(),
    )


def known_chronicle(
    life: Life,
    stays: Iterable[Stay],
    deeds: Iterable[Deed] = (),
    conditions: Iterable[Condition] = (),
) -> Chronicle:
    """A chronicle with the rooms and furniture of a home."""
    return Chronicle(
        stays,
        deeds=deeds,
        conditions=conditions,
        rooms=[room.name for room in life.premises.home.scene.rooms],
        sites=life.premises.sites,
        robot_m=life.robot_m,
        now_ns=life.now_ns,
    )


def stay_at(premises: Premises, glimpse: Glimpse, start_ns: int, seen_ns: int) -> Stay:
    """A stay of what was seen, that has not ended."""
    at = premises.spotted(glimpse.position_m, glimpse.size_m)
    return Stay(
        *(_id(glimpse.label), glimpse.label, glimpse.position_m, start_ns, None, seen_ns),
        room=at.room,
        relation=at.relation,
        support=at.support,
    )


def _add(stays: list[Stay], row: Row, premises: Premises) -> None:
    assert row.glimpse is not None
    last = stays[-1] if stays else None
    if last is not None:
        apart_m = np.linalg.norm(np.subtract(last.position_m, row.position_m))
        if apart_m <= _SAME_M:
            stays[-1] = replace(last, last_seen_ns=row.stamp_ns)
            return
        stays[-1] = replace(last, end_ns=row.stamp_ns)
    stays.append(stay_at(premises, row.glimpse, row.stamp_ns, row.stamp_ns))


def _id(label: str) -> int:
    return zlib.crc32(label.encode()) or 1


def _caption(premises: Premises, glimpse: Glimpse) -> str:
    at = premises.spotted(glimpse.position_m, glimpse.size_m)
    where = f"{at.relation} the {at.support} " if at.support else ""
    return " ".join((*glimpse.words, glimpse.label, f"{where}in the {at.room}"))


def _told(deed: Deed) -> str:
    before = f" from the {deed.before.support}" if deed.before is not None else ""
    after = f" to the {deed.after.support}" if deed.after is not None else ""
    return f"I {deed.verb.value} the {deed.label or deed.room}{before}{after}"


def _words(text: str) -> Iterator[str]:
    for word in "".join(c if c.isalnum() else " " for c in text.casefold()).split():
        if word not in _DULL:
            yield word
