"""What the memory replies to messages: places, kept images, and how a request went."""

from __future__ import annotations

import math

import numpy as np
from sensor_msgs.msg import CompressedImage
from whereseen_msgs.msg import Observation, Place, Status

from whereseen.memory import answer
from whereseen.memory.errors import InvalidConfig, InvalidObservation, InvalidQuery
from whereseen.memory.spatial.keyframes import Keyframe
from whereseen.nodes.convert.compressed import jpeg_message
from whereseen.nodes.convert.pose import point_of, pose_of
from whereseen.nodes.convert.stamp import header_of, time_of

_INVALID = (InvalidQuery, InvalidConfig, InvalidObservation)


def place_message(place: answer.Place, *, frame_id: str, stamp_ns: int) -> Place:
    """A place; the header is of the newest frame in the memory.

    Raises:
        UnusableMessage: if a stamp does not fit.
    """
    low, high = place.box_m
    return Place(
        header=header_of(frame_id, stamp_ns),
        position=point_of(place.position_m),
        box_min=point_of(low),
        box_max=point_of(high),
        score=float(place.score),
        probability=float(place.probability),
        first_seen=time_of(place.first_seen_ns),
        last_seen=time_of(place.last_seen_ns),
        image_id=place.image_id or 0,
    )


def answer_messages(
    reply: answer.Answer, *, frame_id: str, stamp_ns: int
) -> tuple[Status, list[Place]]:
    """How a question went, and its places, best first; raises like `place_message`."""
    status = done(reply.reason) if reply.found else not_found(reply.reason)
    places = [place_message(p, frame_id=frame_id, stamp_ns=stamp_ns) for p in reply.places]
    return status, places


def image_message(
    kept: Keyframe,
    *,
    frame_id: str,
    score: float = math.nan,
    probability: float = math.nan,
    image: CompressedImage | None = None,
) -> Observation:
    """A kept image: where from and when.

    Args:
        kept: The image.
        frame_id: The map frame.
        score: Similarity to the question, NaN where none was asked.
        probability: NaN where none was asked.
        image: The picture itself, by `picture_of`; left out if None.

    Raises:
        UnusableMessage: if the stamp does not fit.
    """
    width, height = kept.size_px
    return Observation(
        header=header_of(frame_id, kept.stamp_ns),
        image_id=kept.image_id,
        camera_id=kept.camera_id,
        pose=pose_of(kept.T_map_camera),
        k=kept.intrinsics.astype(np.float64).ravel(),
        width=width,
        height=height,
        score=float(score),
        probability=float(probability),
        image=image or CompressedImage(),
    )


def picture_of(kept: Keyframe) -> CompressedImage:
    """The picture of a kept image as its camera would have sent it."""
    return jpeg_message(kept.jpeg, frame_id=kept.camera_id, stamp_ns=kept.stamp_ns)


def done(reason: str) -> Status:
    """It was done, or found."""
    return Status(code=Status.OK, reason=reason)


def not_found(reason: str) -> Status:
    """The question was understood, and nothing good enough is known."""
    return Status(code=Status.NOT_FOUND, reason=reason)


def unavailable(reason: str) -> Status:
    """Not now."""
    return Status(code=Status.UNAVAILABLE, reason=reason)


def status_of(error: Exception) -> Status:
    """Why a request cannot be used, or what failed; the reason is never empty."""
    code = Status.INVALID if isinstance(error, _INVALID) else Status.FAILED
    return Status(code=code, reason=str(error) or type(error).__name__)
