"""Chronicles of those who know: all that was so, and all that was in view."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from whereseen.memory.chronicle import Chronicle, Condition, Deed, Stay, Turn
from whereseen.memory.chronicle.settling import settled_by
from whereseen.memory.language import Verb
from whereseen.memory.objects.entity import Kind
from whereseen.sim.recalling.conditions import Conditions
from whereseen.sim.recalling.life import Life, Look, Seen
from whereseen.sim.recalling.premises import Premises

_MOVED_M = 0.2
_BODY_M = 0.15
_KINDS = {Verb.MOVED: Kind.MOVED, Verb.REMOVED: Kind.VANISHED, Verb.APPEARED: Kind.APPEARED}


def true_chronicle(life: Life) -> Chronicle:
    """All that was so, whether the robot could know it or not."""
    turns = []
    for event in life.events:
        if event.actor.role.value == "anybody" and event.verb in _KINDS:
            turns.append(_turn(event, life))
    seen = _sights(life)
    stays = [replace(stay, last_seen_ns=_last_seen(stay, seen)) for stay in life.stays]
    return chronicle(life, stays, turns, life.conditions)


def _sights(life: Life) -> dict[int, list[int]]:
    """When each thing was in view, by its instance."""
    found: dict[int, list[int]] = {}
    for look in life.looks:
        for seen in look.seen:
            found.setdefault(seen.thing_id, []).append(look.stamp_ns)
    return found


def _last_seen(stay: Stay, seen: Mapping[int, Sequence[int]]) -> int:
    """The last time during a stay that the thing was in view, 0 if it never was."""
    stamps = seen.get(stay.thing_id, ())
    at = len(stamps) if stay.end_ns is None else bisect_left(stamps, stay.end_ns)
    return stamps[at - 1] if at and stamps[at - 1] >= stay.start_ns else 0


def chronicle(
    life: Life, stays: Iterable[Stay], turns: Iterable[Turn], conditions: Iterable[Condition]
) -> Chronicle:
    """A chronicle with the robot's own deeds, which it knows, and furniture where it is."""
    return Chronicle(
        settled_by(stays, life.deeds),
        turns,
        deeds=life.deeds,
        conditions=conditions,
        rooms=[room.name for room in life.premises.home.scene.rooms],
        sites=life.premises.sites,
        robot_m=life.robot_m,
        now_ns=life.now_ns,
    )


def _turn(event: Deed, life: Life) -> Turn:
    """What people did, at the moment they did it."""
    later = [
        stay
        for stay in life.stays
        if stay.label == event.label
        and stay.start_ns >= event.end_ns
        and event.thing_id in (0, stay.thing_id)
    ]
    after = min(later, key=lambda stay: stay.start_ns, default=None)
    gone = event.verb is Verb.REMOVED
    thing_id = event.thing_id or (after.thing_id if after is not None else 0)
    return Turn(
        _KINDS[event.verb],
        thing_id,
        event.label,
        event.start_ns,
        event.end_ns,
        event.before,
        None if gone else after,
    )


@dataclass(slots=True)
class _Known:
    """A thing as far as it was seen."""

    stay: Stay
    seen: Seen


class Eyewitness:
    """Knows which thing is which, and remembers all that was in view, without any error.

    Args:
        life: What happened.
    """

    def __init__(self, life: Life) -> None:
        self._life = life
        self._ids: dict[str, int] = {}
        self._known: dict[str, _Known] = {}
        self._stays: list[Stay] = []
        self._turns: list[Turn] = []
        self._missing: dict[str, Stay] = {}
        self._conditions = Conditions()

    def chronicle(self) -> Chronicle:
        """All that could be known."""
        for look in self._life.looks:
            self._look(look)
        stays = [*self._stays, *(known.stay for known in self._known.values())]
        for stay in self._missing.values():
            end_ns = stay.end_ns or stay.last_seen_ns
            self._turns.append(
                Turn(Kind.VANISHED, stay.thing_id, stay.label, stay.last_seen_ns, end_ns, stay)
            )
        return chronicle(self._life, stays, self._turns, list(self._conditions.all()))

    def _look(self, look: Look) -> None:
        in_view = {seen.name: seen for seen in look.seen}
        premises = self._life.premises
        for name, known in list(self._known.items()):
            if name not in in_view and is_seen_empty(premises, look, known.seen):
                ended = replace(known.stay, end_ns=look.stamp_ns)
                self._stays.append(ended)
                self._missing[name] = ended
                del self._known[name]
        for name, seen in in_view.items():
            self._see(name, seen, look.stamp_ns)
            self._conditions.see(self._ids[name], seen.label, seen.words, look.stamp_ns)

    def _see(self, name: str, seen: Seen, stamp_ns: int) -> None:
        thing_id = self._ids.setdefault(name, len(self._ids) + 1)
        known = self._known.get(name)
        if known is not None:
            if math.dist(known.stay.position_m, seen.position_m) <= _MOVED_M:
                known.stay = replace(known.stay, last_seen_ns=stamp_ns)
                return
            before = replace(known.stay, end_ns=stamp_ns)
            self._stays.append(before)
            self._missing[name] = before
        at = self._life.premises.spotted(seen.position_m, seen.size_m)
        stay = Stay(
            *(thing_id, seen.label, seen.position_m, stamp_ns, None, stamp_ns),
            room=at.room,
            relation=at.relation,
            support=at.support,
        )
        self._known[name] = _Known(stay, seen)
        before_it = self._missing.pop(name, None)
        kind = Kind.APPEARED if before_it is None else Kind.MOVED
        earliest_ns = 0 if before_it is None else before_it.last_seen_ns
        self._turns.append(Turn(kind, thing_id, seen.label, earliest_ns, stamp_ns, before_it, stay))


def is_seen_empty(premises: Premises, look: Look, seen: Seen) -> bool:
    """Whether the place where a thing was is in view, not closed, and nothing is there."""
    at = premises.spotted(seen.position_m, seen.size_m)
    if (at.support, at.surface) in look.closed:
        return False
    if not premises.sees(look.viewpoint, seen.position_m, at.support):
        return False
    return all(math.dist(each.position_m, seen.position_m) > _BODY_M for each in look.seen)
