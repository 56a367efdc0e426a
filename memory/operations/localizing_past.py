"""Where something was at a time, how sure and why; or why that is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timezone, tzinfo

from whereseen.memory.answer import Answer, Place
from whereseen.memory.attributes.mobility import persistence
from whereseen.memory.chronicle import Chronicle, Stay, chronicle_of
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.encoder.question import subject_of
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.log.query import Where
from whereseen.memory.log.records import DETECTION, TOLD
from whereseen.memory.objects.boxes import LEAST_SIZE_M, grid_points
from whereseen.memory.objects.entity import Belief, Cause, Entity
from whereseen.memory.operations.likeness import likeness_of
from whereseen.memory.operations.localizing import Localization, Whereabouts, covariance_of
from whereseen.memory.operations.near_names import known_names
from whereseen.memory.spatial.keyframes import Keyframe
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial.sightlines import images_in_sight
from whereseen.memory.spatial_memory import SpatialMemory

_UTC = timezone.utc
_LEAST = 0.05  # probability of a place that is told
_MOST_EVIDENCE = 5
_MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A stay of a thing that may be meant.

    Attributes:
        entity: The thing as it is now known.
        stay: Where it may have been.
        likeness: That it is what was asked for.
        presence: That it was there then.
        seen_ns: When it was last seen, or told to be, there by then.
    """

    entity: Entity
    stay: Stay
    likeness: float
    presence: float
    seen_ns: int

    @property
    def probability(self) -> float:
        """That what was asked for was there then."""
        return self.likeness * self.presence


def localize_as_of(
    memory: SpatialMemory,
    text: str,
    graph: SceneGraph,
    as_of_ns: int,
    *,
    chronicle: Chronicle | None = None,
    top: int = 5,
    within: Selection | None = None,
    zone: tzinfo = _UTC,
) -> Localization:
    """Where something was at a time, by what was seen and told until now.

    Between the last look that saw a thing somewhere and the first that saw it elsewhere, it is the
    less likely to have been there the later it was, and the more likely to have been elsewhere.

    Args:
        memory: Its things and what was believed of them.
        text: As "a red mug".
        graph: Of this memory; tells rooms.
        as_of_ns: The time.
        chronicle: Of this memory now; None makes one.
        top: At most so many places.
        within: Only places in this box; everything if None.
        zone: Of the clocks of who asks, for the reason in words.

    Raises:
        InvalidQuery: if the text is empty or too long, or `top` is not positive.
    """
    if top < 1:
        raise InvalidQuery("top must be at least 1", got=str(top), remedy="Ask for a place")
    known = chronicle_of(memory, graph) if chronicle is None else chronicle
    query = memory.encoder.query_text(text)
    wording = Wording(zone, known.now_ns)
    alike = {each.id: likeness_of(memory, query, each) for each in memory.objects.entities()}
    there = [each for each in _candidates(memory, known, alike, as_of_ns) if _is_in(each, within)]
    there.sort(key=lambda each: (-each.probability, each.entity.id))
    found = tuple(_whereabouts(memory, each, as_of_ns) for each in there[:top])
    is_found = bool(found) and found[0].place.probability >= memory.config.places.found_at
    reason = _why(memory, known, there, alike, (text, as_of_ns), wording)
    best = found[0] if found else None
    evidence: tuple[Keyframe, ...] = ()
    if best is not None:
        voxels, images = memory.voxel_map, memory.keyframes
        evidence = images_in_sight(voxels, images, best.place, most=_MOST_EVIDENCE)
    return Localization(
        found=is_found,
        reason=reason,
        best=best,
        alternatives=found[1:],
        evidence=evidence,
        before=_before(known, best, as_of_ns),
        answer=Answer(text, is_found, reason, tuple(each.place for each in found)),
    )


def _candidates(
    memory: SpatialMemory, chronicle: Chronicle, alike: dict[int, float], as_of_ns: int
) -> list[_Candidate]:
    """Where things that are alike may have been."""
    entities = {each.id: each for each in memory.objects.entities()}
    found = []
    for stay in chronicle.stays:
        likeness = alike.get(stay.thing_id, 0.0)
        if likeness < _LEAST or stay.thing_id not in entities:
            continue
        presence, seen_ns = presence_at(chronicle, stay, as_of_ns)
        if presence > 0.0:
            presence *= _sureness(memory, stay)
        if presence * likeness >= _LEAST:
            entity = entities[stay.thing_id]
            found.append(_Candidate(entity, stay, likeness, presence, seen_ns))
    return found


def presence_at(chronicle: Chronicle, stay: Stay, as_of_ns: int) -> tuple[float, int]:
    """Share of belief in a thing's place that is left at a time, and when it was seen there.

    That is the last time by then, or the first later one where it may have come unseen.
    """
    came, left = _turns_around(chronicle, stay)
    if as_of_ns < stay.start_ns:  # it may have come before it was seen
        return (0.0 if came is None else _share(*came, as_of_ns)), stay.start_ns
    if stay.end_ns is None:
        seen_ns = min(stay.last_seen_ns or stay.start_ns, as_of_ns)
        return persistence(stay.label, as_of_ns - seen_ns), seen_ns
    if as_of_ns >= stay.end_ns:
        return 0.0, stay.end_ns
    last_ns = stay.end_ns if left is None else max(left[0], stay.start_ns)
    gone = 0.0 if left is None else _share(last_ns, left[1], as_of_ns)
    return 1.0 - gone, min(last_ns, as_of_ns)


def _sureness(memory: SpatialMemory, stay: Stay) -> float:
    """That a thing was there while it was: of what has ended, as sure as its surest row is.

    The belief itself was doubted before it ended, which says nothing of the time before.
    """
    if stay.end_ns is None:
        return stay.probability
    where = Where(
        kinds=(DETECTION, TOLD),
        entity_ids=(stay.thing_id,),
        during_ns=(stay.start_ns, stay.end_ns),
    )
    rows = memory.log.recall(where=where, limit=_MOST_ROWS).hits
    return max([stay.probability, *(hit.observation.score for hit in rows)])


def _turns_around(
    chronicle: Chronicle, stay: Stay
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Between which times a thing came to a place, and left it; None where that is not known."""
    came = left = None
    for turn in chronicle.turns:
        if turn.thing_id != stay.thing_id:
            continue
        if turn.after is not None and turn.after.start_ns == stay.start_ns and turn.earliest_ns:
            came = (turn.earliest_ns, max(turn.latest_ns, stay.start_ns))
        if turn.before is not None and turn.before.start_ns == stay.start_ns:
            left = (turn.earliest_ns, turn.latest_ns)
    return came, left


def _share(start_ns: int, end_ns: int, at_ns: int) -> float:
    """Share of a stretch of time that is over."""
    if at_ns <= start_ns:
        return 0.0
    return 1.0 if at_ns >= end_ns else (at_ns - start_ns) / (end_ns - start_ns)


def _is_in(candidate: _Candidate, within: Selection | None) -> bool:
    stay = candidate.stay
    return within is None or within.contains(stay.position_m, candidate.seen_ns)


def _whereabouts(memory: SpatialMemory, candidate: _Candidate, as_of_ns: int) -> Whereabouts:
    entity, stay = candidate.entity, candidate.stay
    belief = _belief(memory.objects.beliefs(entity.id), stay)
    size = entity.size_m if belief is None else belief.size_m
    x, y, z = (edge if edge > 0.0 else LEAST_SIZE_M for edge in size)
    first_ns = min(stay.start_ns, candidate.seen_ns)
    place = Place(
        position_m=stay.position_m,
        size_m=(x, y, z),
        score=candidate.likeness,
        probability=candidate.probability,
        first_seen_ns=first_ns,
        last_seen_ns=max(first_ns, candidate.seen_ns),
        image_id=entity.image_id if stay.end_ns is None else None,
        points_map=grid_points(stay.position_m, size),
    )
    return Whereabouts(
        place=place,
        covariance_m2=covariance_of(place.size_m, memory.config.voxels.voxel_size_m),
        entity=entity,
        room=stay.room,
        relation=stay.relation,
        support=stay.support,
        age_ns=as_of_ns - candidate.seen_ns,
    )


def _belief(beliefs: Sequence[Belief], stay: Stay) -> Belief | None:
    same = (b for b in beliefs if b.cause != Cause.ABSENT and b.position_m == stay.position_m)
    return next(same, None)


def _before(chronicle: Chronicle, best: Whereabouts | None, as_of_ns: int) -> tuple[Stay, ...]:
    """Where the best thing was before, as far as that had ended then."""
    if best is None or best.entity is None:
        return ()
    own = (stay for stay in chronicle.stays if stay.thing_id == best.entity.id)
    return tuple(stay for stay in own if stay.end_ns is not None and stay.end_ns <= as_of_ns)


def _why(
    memory: SpatialMemory,
    chronicle: Chronicle,
    there: Sequence[_Candidate],
    alike: dict[int, float],
    asked: tuple[str, int],
    wording: Wording,
) -> str:
    """Why it is known or not, in a sentence."""
    text, as_of_ns = asked
    threshold = memory.config.places.found_at
    meant = {thing_id for thing_id, likely in alike.items() if likely >= threshold}
    if there and meant:
        best, seen = there[0], wording.time(there[0].seen_ns)
        known = "last known" if there[0].seen_ns <= as_of_ns else "first known later,"
        verdict = "reaches" if best.probability >= threshold else "is below"
        likely = f"probability {best.probability:.2f}, which {verdict} {threshold:.2f}"
        return f"the best place, where it was {known} at {seen}, has {likely}"
    stays = [stay for stay in chronicle.stays if stay.thing_id in meant]
    if not stays:
        labels = (each.label for each in memory.objects.entities())
        return f"nothing like that was ever known. {known_names(subject_of(text), labels)}"
    first_ns = min(stay.start_ns for stay in stays)
    if as_of_ns < first_ns:
        return f"it was first known at {wording.time(first_ns)}, later than that"
    ended = [each.end_ns for each in stays if each.end_ns is not None and each.end_ns <= as_of_ns]
    if ended:
        return f"its place was seen without it by {wording.time(max(ended))}"
    return "nobody knew where it was then"
