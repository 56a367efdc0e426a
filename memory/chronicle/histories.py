"""The history of a thing, from a chronicle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timezone, tzinfo

from whereseen.memory.chronicle.answerer import ChronicleAnswerer
from whereseen.memory.chronicle.stays import Chronicle, Stay, Turn
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.errors import InvalidQuery


@dataclass(frozen=True, slots=True)
class ThingHistory:
    """Where things were, while, and what happened to them.

    Attributes:
        stays: Oldest first.
        turns: Oldest first.
        text: The same for people, a line each; places first.
    """

    stays: tuple[Stay, ...]
    turns: tuple[Turn, ...]
    text: str


def history_of(
    chronicle: Chronicle,
    *,
    thing_id: int = 0,
    label: str = "",
    start_ns: int | None = None,
    end_ns: int | None = None,
    limit: int = 100,
    zone: tzinfo = timezone.utc,
) -> ThingHistory:
    """What is known of a thing, or of all that a name means.

    Args:
        chronicle: Where things were and what happened.
        thing_id: Identity of the thing; 0 for all of the label.
        label: As "red mug" or "a mug".
        start_ns: Only what still held then; None for all.
        end_ns: Only what had begun by then; None for all.
        limit: The newest so many of each.
        zone: Of the clocks of who asks.

    Raises:
        InvalidQuery: if neither a thing nor a name is given, or the name is none that can be read.
    """
    chosen = {thing_id} if thing_id else _named(chronicle, label, zone)
    stays = tuple(
        stay
        for stay in chronicle.stays
        if stay.thing_id in chosen and stay.holds_within(start_ns, end_ns)
    )[-limit:]
    turns = tuple(
        turn
        for turn in chronicle.turns
        if turn.thing_id in chosen and _happens_within(turn, start_ns, end_ns)
    )[-limit:]
    wording = Wording(zone, chronicle.now_ns)
    lines = [*(wording.was(stay) for stay in stays), *(wording.turn(turn) for turn in turns)]
    return ThingHistory(stays, turns, "\n".join(lines))


def _named(chronicle: Chronicle, label: str, zone: tzinfo) -> set[int]:
    """Identities of things of a label, or else of what it means as words of a question."""
    wanted = " ".join(label.split()).casefold()
    if not wanted:
        raise InvalidQuery("there is no thing", remedy="Give an identity or a name, as red mug")
    same = _things(chronicle, (each for each in chronicle.labels if each.casefold() == wanted))
    if same:
        return same
    asked = ChronicleAnswerer(chronicle, zone).read(f"history of {wanted}")
    known = () if asked.thing is None else asked.thing.known
    return _things(chronicle, known)


def _things(chronicle: Chronicle, labels: Iterable[str]) -> set[int]:
    listed = frozenset(labels)
    return {stay.thing_id for stay in chronicle.stays if stay.label in listed}


def _happens_within(turn: Turn, start_ns: int | None, end_ns: int | None) -> bool:
    begins = end_ns is None or turn.earliest_ns < end_ns
    return begins and (start_ns is None or turn.latest_ns >= start_ns)
