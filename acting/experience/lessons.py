"""What experiences teach: where to look first, which furniture to leave for last, what to open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from whereseen.acting.experience.experience import Experience
from whereseen.acting.knowledge.world_model import Thing, WorldModel

_MOST_PLACES = 3  # of each label
_UNUSABLE = ("closed", "no room")
HAND_FULL = "hand full"  # of a snag: the robot could not open it with something in its hand


@dataclass(frozen=True, slots=True)
class Hints:
    """Where to look first and last for things, as was learnt from experience.

    Attributes:
        first: By label of what is looked for, furniture by identity and rooms by name.
        last: Furniture that could not be opened or had no room lately; where things are to go it
            comes last, too.
        opens_with_full_hand: Whether nothing says that the robot has to open things first.
    """

    first: dict[str, tuple[int | str, ...]] = field(default_factory=dict)
    last: frozenset[int] = frozenset()
    opens_with_full_hand: bool = True


def hints_from(experiences: Sequence[Experience], world: WorldModel) -> Hints:
    """Where to look first and last, after what happened before.

    Where things of a label were found in the end goes first, the newest before older ones.
    Furniture that could not be opened or was full goes last. Who could not open something with a
    full hand opens before taking.

    Args:
        experiences: In any order.
        world: Knows furniture by room and label.
    """
    newest = sorted(experiences, key=lambda each: -each.stamp_ns)
    first: dict[str, list[int | str]] = {}
    snags: dict[int, int] = {}
    for experience in newest:
        for snag in experience.snags:
            if snag.kind in _UNUSABLE:
                for thing in _pieces(snag.label, snag.room, world):
                    snags.setdefault(thing.id, experience.stamp_ns)
        for finding in experience.findings:
            places = first.setdefault(finding.label.casefold(), [])
            for place in _places(finding.support, finding.room, world):
                if place not in places and len(places) < _MOST_PLACES:
                    places.append(place)
    is_handy = not any(snag.kind == HAND_FULL for each in newest for snag in each.snags)
    return Hints({label: tuple(each) for label, each in first.items()}, frozenset(snags), is_handy)


def _places(support: str, room: str, world: WorldModel) -> list[int | str]:
    pieces: list[int | str] = [each.id for each in _pieces(support, room, world)]
    return pieces or ([room] if room in world.rooms() else [])


def _pieces(label: str, room: str, world: WorldModel) -> list[Thing]:
    alike = [each for each in world.things() if each.is_receptacle and each.label == label]
    there = [each for each in alike if not room or each.room == room]
    return [each for each in there if not each.is_gone]
