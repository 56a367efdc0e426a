"""Where something is now, in words and with its uncertainty, or why that is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whereseen.memory.answer import Answer, Metres3, Place
from whereseen.memory.chronicle import Chronicle, Stay, chronicle_of
from whereseen.memory.frames import Float64
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.io.picture.words import age, percent
from whereseen.memory.objects.boxes import Boxes, covered_shares
from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.operations.missing import missing_of
from whereseen.memory.spatial.evidence import images_of
from whereseen.memory.spatial.keyframes import Keyframe
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial_memory import SpatialMemory

_SAME_SHARE = 0.3  # of two boxes together, which both cover
_ERROR_SHARE = 0.1  # of its extent, by which the middle of a thing is off: its back is not seen
_MOST_EVIDENCE = 5


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where something is.

    Attributes:
        place: Position, box, probability and times.
        covariance_m2: (3, 3) of the position, along the axes of the map.
        entity: The thing that is there, None where none is known.
        room: Its name, empty where none is known.
        relation: `on`, `in` or `under` its support, empty without one.
        support: What it is on or in, empty where that is not known.
        age_ns: Since it was last seen or told, at the newest frame, or at the time that was asked
            for; negative where it was first seen there later than that.
    """

    place: Place
    covariance_m2: Float64
    entity: Entity | None = None
    room: str = ""
    relation: str = ""
    support: str = ""
    age_ns: int = 0

    @property
    def text(self) -> str:
        """In words, as `red mug: on the desk in the office (1.00, 2.00, 0.80), 99 %, ...`."""
        x, y, z = self.place.position_m
        support = f"{self.relation} the {self.support}" if self.support else ""
        the = "" if self.room.rpartition(" ")[2].isdigit() else "the "  # in room 2
        room = f"in {the}{self.room}" if self.room else ""
        where = " ".join(filter(None, (support, room, f"({x:.2f}, {y:.2f}, {z:.2f})")))
        name = f"{self.entity.label}: " if self.entity is not None else ""
        told = self.entity is not None and not self.entity.last_seen_ns
        known = age(abs(self.age_ns))
        if self.age_ns < 0:
            known = known.replace("seen", "first seen").replace("ago", "later")
        known = known.replace("seen", "told") if told else known
        return f"{name}{where}, {percent(self.place.probability)}, {known}"


@dataclass(frozen=True, slots=True)
class Localization:
    """The reply to where something is.

    Attributes:
        found: Whether the best place is good enough.
        reason: Why it is or is not, in a sentence.
        best: The best place, None where nothing is known.
        alternatives: The next best.
        evidence: Kept images that show the best place, best first; of a thing that is gone,
            those that show its place without it.
        before: Where the thing there, or the one that is gone, was before, oldest first.
        answer: What this was made of.
    """

    found: bool
    reason: str
    best: Whereabouts | None
    alternatives: tuple[Whereabouts, ...]
    evidence: tuple[Keyframe, ...]
    before: tuple[Stay, ...]
    answer: Answer


def localize(
    memory: SpatialMemory,
    text: str,
    graph: SceneGraph,
    *,
    chronicle: Chronicle | None = None,
    top: int = 5,
    within: Selection | None = None,
) -> Localization:
    """Where something is now.

    Args:
        memory: Is asked.
        text: The question, as "a red mug".
        graph: Of this memory, brought up to date; tells rooms.
        chronicle: Of this memory now; None makes one.
        top: At most so many places.
        within: The part of the map that is searched; everything if None.

    Raises:
        InvalidQuery: if the text is empty or too long, or `top` is not positive.
    """
    answer = memory.ask(text, top=top, within=within)
    known = chronicle_of(memory, graph) if chronicle is None else chronicle
    found = _whereabouts_of(memory, graph, known, answer.places)
    best = found[0] if found else None
    images = images_of(memory.keyframes, best.place, most=_MOST_EVIDENCE) if best else ()
    missing = None if answer.found else missing_of(memory, text, known, within)
    return Localization(
        found=answer.found,
        reason=answer.reason if missing is None else missing.reason,
        best=best,
        alternatives=found[1:],
        evidence=tuple(images) if missing is None else missing.evidence,
        before=_before(known, best) if missing is None else missing.before,
        answer=answer,
    )


def _whereabouts_of(
    memory: SpatialMemory, graph: SceneGraph, chronicle: Chronicle, places: Sequence[Place]
) -> tuple[Whereabouts, ...]:
    """Places with the things, rooms and furniture that they are at, in the same order."""
    entities = [each for each in memory.objects.entities() if each.status != Status.GONE]
    now_ns, voxel_m = memory.objects.now_ns, memory.config.voxels.voxel_size_m
    stays = {stay.thing_id: stay for stay in chronicle.stays if stay.end_ns is None}
    found = []
    for place in places:
        entity, room = _thing_at(place, entities), graph.room_of(place.position_m)
        stay = None if entity is None else stays.get(entity.id)
        found.append(
            Whereabouts(
                place=place,
                covariance_m2=covariance_of(place.size_m, voxel_m),
                entity=entity,
                room="" if room is None else room.name,
                relation="" if stay is None else stay.relation,
                support="" if stay is None else stay.support,
                age_ns=max(now_ns - place.last_seen_ns, 0),
            )
        )
    return tuple(found)


def covariance_of(size_m: Metres3, voxel_m: float) -> Float64:
    """Of the middle (3, 3) in m^2 of a box that voxels were seen to fill.

    A voxel's width blurs each side of the box, and of most things only what faces the camera was
    seen, which shifts the middle by a share of the extent.
    """
    spread = np.square(np.multiply(size_m, _ERROR_SHARE)) + voxel_m**2 / 12.0
    return np.asarray(np.diag(spread), dtype=np.float64)


def _thing_at(place: Place, entities: Sequence[Entity]) -> Entity | None:
    """The thing whose box is most like that of a place, if any is like it."""
    if not entities:
        return None
    here, there = Boxes.of([_Middle.of(place)]), Boxes.of(entities)
    common = covered_shares(here, there)[0] * here.sizes_m.prod()
    union = here.sizes_m.prod() + there.sizes_m.prod(axis=1) - common
    shares = np.where(union > 0.0, common / np.maximum(union, 1e-12), 0.0)
    best = int(np.argmax(shares))
    if shares[best] >= _SAME_SHARE:
        return entities[best]
    return next((e for e in entities if e.position_m == place.position_m), None)  # told: no extent


@dataclass(frozen=True, slots=True)
class _Middle:
    """The box of a place; its position lies on a surface."""

    position_m: Metres3
    size_m: Metres3

    @classmethod
    def of(cls, place: Place) -> _Middle:
        low, high = place.box_m
        x, y, z = (np.add(low, high) / 2.0).tolist()
        return cls((x, y, z), place.size_m)


def _before(chronicle: Chronicle, best: Whereabouts | None) -> tuple[Stay, ...]:
    if best is None or best.entity is None:
        return ()
    return tuple(
        stay
        for stay in chronicle.stays
        if stay.thing_id == best.entity.id and stay.end_ns is not None
    )
