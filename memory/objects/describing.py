"""What is known of things, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable

from whereseen.memory.answer import Metres3
from whereseen.memory.objects.entity import Belief, Cause, Entity, Status

_UNITS = ((86_400, "d"), (3600, "h"), (60, "min"))


def age_text(age_ns: int) -> str:
    """A stretch of time in the largest unit that fits, as "12 s"."""
    seconds = max(age_ns, 0) // 1_000_000_000
    for length, unit in _UNITS:
        if seconds >= 2 * length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"


def position_text(position_m: Metres3) -> str:
    """A point, as "(1.2, 0.4, 0.8) m"."""
    return "({:.1f}, {:.1f}, {:.1f}) m".format(*(round(value, 1) + 0.0 for value in position_m))


def sentence(
    entity: Entity, belief: Belief | None, now_ns: int, *, name: str = "", states: str = ""
) -> str:
    """One line about a thing, as "mug #3: at (1.2, 0.4, 0.8) m, seen 12 s ago, p 0.93".

    Args:
        entity: The thing.
        belief: What is believed of it now.
        now_ns: Time of the newest frame.
        name: What to call it, as "red mug"; its label if empty.
        states: In which it is, as "open".
    """
    where = position_text(entity.position_m)
    name = f"{name or entity.label} #{entity.id}" + (f" ({states})" if states else "")
    if entity.status == Status.GONE:
        since = entity.last_seen_ns if belief is None else belief.valid_from_ns
        return f"{name}: no longer at {where}, gone {age_text(now_ns - since)} ago"
    return f"{name}: at {where}, {_reason(entity, belief, now_ns)}, p {entity.probability:.2f}"


def history_text(
    entity: Entity,
    beliefs: tuple[Belief, ...],
    evidence: int,
    now_ns: int,
    look: Iterable[str] = (),
) -> str:
    """Why a thing is believed in, line by line.

    Args:
        entity: The thing.
        beliefs: What was believed of it, oldest first.
        evidence: How many kept images show it.
        now_ns: Time of the newest frame.
        look: Lines about what it is like.
    """
    current = next((b for b in reversed(beliefs) if b.valid_to_ns is None), None)
    lines = [sentence(entity, current, now_ns), *(_line(each, now_ns) for each in beliefs)]
    lines += look
    lines.append(f"{evidence} kept image{'' if evidence == 1 else 's'} of it")
    return "\n".join(lines)


def _line(belief: Belief, now_ns: int) -> str:
    since = f"since {age_text(now_ns - belief.valid_from_ns)} ago"
    if belief.valid_to_ns is not None:
        since = (
            f"from {age_text(now_ns - belief.valid_from_ns)}"
            f" to {age_text(now_ns - belief.valid_to_ns)} ago"
        )
    where = position_text(belief.position_m)
    by = f" by {belief.source}" if belief.source else ""
    what = {
        Cause.SEEN: f"seen{by} at {where}",
        Cause.TOLD: f"told{by} to be at {where}",
        Cause.ABSENT: f"{where} seen without it",
    }[belief.cause]
    return f"- {what}, {since}, p {belief.probability:.2f}"


def _reason(entity: Entity, belief: Belief | None, now_ns: int) -> str:
    if belief is not None and belief.cause == Cause.TOLD:
        by = f" by {belief.source}" if belief.source else ""
        return f"told{by} {age_text(now_ns - belief.valid_from_ns)} ago, not seen"
    last = "last seen" if entity.status == Status.UNKNOWN else "seen"
    return f"{last} {age_text(now_ns - entity.last_seen_ns)} ago"
