"""Places weighed again by an encoder that can verify them on their images."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whereseen.memory.answer import Place
from whereseen.memory.encoder.protocol import Encoder, Query, Verifier
from whereseen.memory.spatial.evidence import crop_of, images_of
from whereseen.memory.spatial.keyframes import Keyframes

_LOOKS = 3  # images in which a place is looked at again


def look_twice(
    places: Sequence[Place], query: Query, encoder: Encoder, keyframes: Keyframes, *, top: int
) -> list[Place]:
    """Let the encoder, if it can, verify the first `top` places, and rank all anew."""
    if not isinstance(encoder, Verifier):
        return list(places)
    checked = [_verified(place, query, encoder, keyframes) for place in places[:top]]
    return sorted([*checked, *places[top:]], key=lambda place: -place.probability)


def _verified(place: Place, query: Query, verifier: Verifier, keyframes: Keyframes) -> Place:
    """Weigh a place by the best second look at it; looks that cannot tell change nothing."""
    crops = [crop_of(frame, place) for frame in images_of(keyframes, place, most=_LOOKS)]
    looks = [verifier.verify(crop, query) for crop in crops if crop is not None]
    scores = [score for score in looks if score is not None]
    if not scores:
        return place
    second = float(query.calibration.probability(max(scores)))
    return replace(place, probability=(place.probability * second) ** 0.5)
