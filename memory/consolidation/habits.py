"""Where things of a kind usually are, learnt from where they stayed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from whereseen.memory.answer import Metres3
from whereseen.memory.attributes.mobility import half_life_s
from whereseen.memory.chronicle.stays import Stay
from whereseen.memory.consolidation.kinds import classes_of
from whereseen.memory.consolidation.round import Round
from whereseen.memory.consolidation.rows import Habit
from whereseen.memory.graph.bodies import role_of
from whereseen.memory.objects.entity import Status
from whereseen.memory.spatial_memory import SpatialMemory

_LEAST = 0.1  # of a stay so short, or only told: somebody chose that place
_PRIOR = 1.0  # so many stays of broader kinds count as much as one of the label itself

Where = tuple[str, str]  # room, support


@dataclass(frozen=True, slots=True)
class LikelyPlace:
    """Where to look.

    Attributes:
        room: Name of the room, empty if none is known.
        support: Label of the furniture that it would be on or in; empty for elsewhere in the room.
        probability: Of all places together, these sum to one.
        position_m: Middle of the furniture in the map frame; None without.
    """

    room: str
    support: str
    probability: float
    position_m: Metres3 | None


def learn(round_: Round, after: int) -> Iterator[int]:
    """Count anew where things of each label stayed."""
    if after:
        return
    stays = (each for each in round_.chronicle().stays if each.start_ns <= round_.until_ns)
    round_.memory.upkeep.habits = habits_of(stays)
    round_.report.habits = len(round_.memory.upkeep.habits)
    yield 1


def habits_of(stays: Iterable[Stay]) -> tuple[Habit, ...]:
    """What speaks for each place, in order of labels, rooms and supports.

    A stay counts by its length as far as it was seen: half for the half-life of such things, and
    one if it was much longer, so that what stands still for a year does not outweigh all else.
    """
    weights: dict[tuple[str, str, str], float] = {}
    for stay in sorted(stays, key=lambda each: (each.start_ns, each.thing_id)):
        seen_s = max(stay.last_seen_ns - stay.start_ns, 0) / 1e9
        weight = max(1.0 - 0.5 ** (seen_s / half_life_s(stay.label)), _LEAST)
        key = (stay.label, stay.room, stay.support)
        weights[key] = weights.get(key, 0.0) + weight
    return tuple(Habit(*key, round(weights[key], 6)) for key in sorted(weights))


def likely_places(memory: SpatialMemory, label: str) -> tuple[LikelyPlace, ...]:
    """Where a thing of a label would be, of which nothing else is known; the likeliest first.

    Learnt from where things of that label stayed until the last round of consolidation; where that
    is little, from things of broader kinds, then from things that are carried about as much, then
    from all. Every place that is known has some probability, and all together have one.

    Args:
        memory: Its habits, its furniture and its rooms.
        label: As "mug"; it need not be known.
    """
    known = memory.graph.rooms.rooms if memory.kept_graph.n_rooms else ()
    rooms = [room.name for room in known]
    return ranked_places(label, memory.upkeep.habits, _furniture(memory), rooms)


def ranked_places(
    label: str,
    habits: Iterable[Habit],
    furniture: Mapping[Where, Metres3],
    rooms: Collection[str],
) -> tuple[LikelyPlace, ...]:
    """As `likely_places`, from what it reads of a memory.

    Args:
        label: As "mug".
        habits: How often things were where.
        furniture: What things can be on or in now, by room and label.
        rooms: Names of all rooms.
    """
    listed = [_as_now(habit, furniture) for habit in habits]
    elsewhere = [(room, "") for room in rooms] or [("", "")]
    places = sorted({*furniture, *elsewhere, *((each.room, each.support) for each in listed)})
    shares = dict.fromkeys(places, 1.0 / len(places))
    for members in classes_of(label, {habit.label for habit in listed}):
        weights = [each for each in listed if each.label in members]
        total = sum(each.weight for each in weights) + _PRIOR
        shares = {place: share * _PRIOR / total for place, share in shares.items()}
        for each in weights:
            shares[each.room, each.support] += each.weight / total
    ranked = sorted(places, key=lambda place: (-shares[place], place))
    return tuple(LikelyPlace(*each, shares[each], furniture.get(each)) for each in ranked)


def likely_rooms(memory: SpatialMemory, label: str) -> dict[str, float]:
    """In which room a thing of a label would be, the likeliest first; see `likely_places`."""
    found: dict[str, float] = {}
    for place in likely_places(memory, label):
        found[place.room] = found.get(place.room, 0.0) + place.probability
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _furniture(memory: SpatialMemory) -> dict[Where, Metres3]:
    """What things can be on or in now, by room and label; of several alike the first."""
    found: dict[Where, Metres3] = {}
    for entity in memory.objects.entities():
        if role_of(entity.label).is_receptacle and entity.status != Status.GONE:
            room = memory.kept_graph.room_name(entity.position_m) or ""
            found.setdefault((room, entity.label), entity.position_m)
    return found


def _as_now(habit: Habit, furniture: Mapping[Where, Metres3]) -> Habit:
    """What was on furniture that is no longer there was in its room."""
    if (habit.room, habit.support) in furniture:
        return habit
    return habit._replace(support="")
