"""Where things of a label would be, as furniture with identities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from whereseen.acting.knowledge.world_model import Likely, Thing
from whereseen.memory.answer import Metres3
from whereseen.memory.consolidation.habits import Where, ranked_places
from whereseen.memory.consolidation.rows import Habit


def likely_among(
    label: str, habits: Iterable[Habit], things: Iterable[Thing], rooms: Iterable[str]
) -> tuple[Likely, ...]:
    """Where a thing of a label would be, the likeliest first; see `habits.likely_places`.

    What is said of furniture of one label in one room is shared evenly by all that are there.

    Args:
        label: As "mug".
        habits: How often things were where.
        things: All that is known; receptacles among them that are not gone are places.
        rooms: Names of all rooms.
    """
    pieces: dict[Where, list[Thing]] = {}
    for thing in things:
        if thing.is_receptacle and not thing.is_gone:
            pieces.setdefault((thing.room, thing.label), []).append(thing)
    shares = _shares(label, habits, {at: each[0].position_m for at, each in pieces.items()}, rooms)
    found: dict[int | str, float] = {}
    for at, share in shares.items():
        ids = [piece.id for piece in pieces.get(at, ())]
        places: list[int | str] = [*ids] if ids else [at[0]]
        for place in places:
            found[place] = found.get(place, 0.0) + share / len(places)
    found.pop("", None)
    whole = sum(found.values()) or 1.0
    ranked = sorted(found.items(), key=lambda item: (-item[1], str(item[0])))
    return tuple(Likely(place, share / whole) for place, share in ranked)


def _shares(
    label: str, habits: Iterable[Habit], furniture: Mapping[Where, Metres3], rooms: Iterable[str]
) -> dict[Where, float]:
    found: dict[Where, float] = {}
    for each in ranked_places(label, habits, furniture, tuple(rooms)):
        at = (each.room, each.support)
        found[at] = found.get(at, 0.0) + each.probability
    return found
