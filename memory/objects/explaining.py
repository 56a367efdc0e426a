"""Why the memory believes in a thing."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.memory.answer import Place
from whereseen.memory.attributes.thing_attributes import Attributes, ThingAttributes
from whereseen.memory.objects.appearance import look_lines
from whereseen.memory.objects.describing import history_text
from whereseen.memory.objects.entity import Belief, Cause, Entity
from whereseen.memory.objects.track import Track
from whereseen.memory.spatial.evidence import images_of
from whereseen.memory.spatial.keyframes import Keyframe, Keyframes

_MOST_EVIDENCE = 5


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the memory believes in a thing.

    Attributes:
        entity: The thing.
        beliefs: What was believed of it, oldest first.
        evidence: Kept images that show it where it is believed to be, best first.
        text: The same for people.
        attributes: What it is like.
    """

    entity: Entity
    beliefs: tuple[Belief, ...]
    evidence: tuple[Keyframe, ...]
    text: str
    attributes: Attributes


def explained(
    track: Track,
    beliefs: tuple[Belief, ...],
    keyframes: Keyframes,
    now_ns: int,
    attributes: ThingAttributes,
) -> Explanation:
    """The history of a thing with the kept images that show it.

    Args:
        track: The thing.
        beliefs: What was believed of it, oldest first.
        keyframes: All kept images.
        now_ns: Time of the newest frame.
        attributes: Of all things.
    """
    evidence, entity = _evidence(track, beliefs, keyframes), track.entity
    known = attributes.of(entity)
    look = look_lines(known, attributes.states.history_of(entity.id), now_ns)
    text = history_text(entity, beliefs, len(evidence), now_ns, look)
    return Explanation(entity, beliefs, evidence, text, known)


def _evidence(
    track: Track, beliefs: tuple[Belief, ...], keyframes: Keyframes
) -> tuple[Keyframe, ...]:
    """Kept images that show a thing where it was last seen."""
    entity = track.entity
    seen = [belief for belief in beliefs if belief.cause == Cause.SEEN]
    if not seen or track.is_only_told:
        return ()
    place = Place(
        position_m=entity.position_m,
        size_m=entity.size_m,
        score=0.0,
        probability=entity.probability,
        first_seen_ns=seen[-1].valid_from_ns,
        last_seen_ns=entity.last_seen_ns,
        image_id=entity.image_id,
        points_map=track.points_map,
    )
    return tuple(images_of(keyframes, place, most=_MOST_EVIDENCE))
