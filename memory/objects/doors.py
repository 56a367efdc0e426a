"""Doors and drawers that stand open: parts of furniture, not furniture beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.objects.track import Track

if TYPE_CHECKING:
    from whereseen.memory.attributes.state import StateHistory
    from whereseen.memory.objects.sighting import Sighting
    from whereseen.memory.objects.things import Things

_SMALLER = 0.5  # of the volume of the furniture
_HIGHER_M = 0.1  # than the furniture, or lower
_EARLIER_NS = 2_000_000_000  # than the furniture was seen to be open


class _Placed(Protocol):
    @property
    def position_m(self) -> Metres3: ...
    @property
    def size_m(self) -> Metres3: ...


def without_doors(
    sightings: Sequence[Sighting], tracks: Iterable[Track], open_ids: Collection[int]
) -> list[Sighting]:
    """Sightings but for those that may be doors of what stands open, unless a thing is known there.

    Args:
        sightings: Of a label.
        tracks: Things of this label.
        open_ids: Identities of what stands open.
    """
    here = [track.entity for track in tracks if track.entity.status != Status.GONE]
    opened = [entity for entity in here if entity.id in open_ids]
    if not opened:
        return list(sightings)
    return [
        each
        for each in sightings
        if not any(_may_be_door(each, entity) for entity in opened)
        or any(not any(_gaps_m(each, entity)) for entity in here)
    ]


def fold_doors(label: str, things: Things, states: StateHistory, now_ns: int) -> None:
    """Give up things that came to be beside furniture of their name when that was opened.

    Args:
        label: Whose things have just been brought up to date.
        things: All things.
        states: Since when which of them are open.
        now_ns: Time of the newest frame.
    """
    tracks = list(things.labelled(label))
    for track in tracks:
        opened_ns = _opened_ns(states, track.entity.id)
        if opened_ns is None:
            continue
        for other in tracks:
            is_later = other.entity.first_seen_ns > track.entity.first_seen_ns
            came_ns = other.entity.first_seen_ns + _EARLIER_NS
            is_new = other.is_new and is_later and came_ns >= opened_ns
            if is_new and _may_be_door(other.entity, track.entity):
                things.forget([other.entity.id])
                things.united.append((other.entity.id, track.entity.id, now_ns))


def _opened_ns(states: StateHistory, entity_id: int) -> int | None:
    for state in states.of(entity_id):
        if (state.key, state.value) == ("open", "yes"):
            return state.valid_from_ns
    return None


def _may_be_door(part: _Placed, whole: Entity) -> bool:
    """Whether a box is smaller than furniture, as high as that, and no farther than it is wide."""
    if np.prod(part.size_m) > _SMALLER * np.prod(whole.size_m):
        return False
    top, bottom = (part.position_m[2] + side * part.size_m[2] / 2.0 for side in (1, -1))
    upper, lower = (whole.position_m[2] + side * whole.size_m[2] / 2.0 for side in (1, -1))
    is_level = top <= upper + _HIGHER_M and bottom >= lower - _HIGHER_M
    return is_level and float(np.hypot(*_gaps_m(part, whole)[:2])) <= max(whole.size_m[:2])


def _gaps_m(one: _Placed, other: _Placed) -> Metres3:
    """How far apart two boxes are along each axis, 0 where they overlap."""
    apart = np.abs(np.subtract(one.position_m, other.position_m))
    x, y, z = np.maximum(apart - np.add(one.size_m, other.size_m) / 2.0, 0.0).tolist()
    return x, y, z
