"""Where something is, with how sure that is, to a message."""

from __future__ import annotations

from math import pi

import numpy as np
from geometry_msgs.msg import Pose, PoseWithCovariance, PoseWithCovarianceStamped
from whereseen_msgs.msg import Whereabouts

from whereseen.memory.operations import localizing
from whereseen.nodes.convert.pose import point_of, vector_of
from whereseen.nodes.convert.stamp import duration_of, header_of

_LEVEL_RAD2 = 1e-4  # things are taken to stand upright
_ANY_YAW_RAD2 = pi**2 / 3.0  # of an angle of which nothing is known


def whereabouts_message(
    found: localizing.Whereabouts, *, frame_id: str, stamp_ns: int
) -> Whereabouts:
    """Where something is; the header is of the newest frame in the memory.

    Raises:
        UnusableMessage: if a stamp does not fit.
    """
    place, entity = found.place, found.entity
    message = Whereabouts(
        size=vector_of(place.size_m),
        entity_id=0 if entity is None else entity.id,
        label="" if entity is None else entity.label,
        room=found.room,
        relation=found.relation,
        support=found.support,
        age=duration_of(found.age_ns),
        probability=float(place.probability),
        image_id=place.image_id or 0,
        text=found.text,
    )
    pose = Pose(position=point_of(place.position_m))
    covariance = np.diag([0.0, 0.0, 0.0, _LEVEL_RAD2, _LEVEL_RAD2, _ANY_YAW_RAD2])
    covariance[:3, :3] = found.covariance_m2
    message.pose = PoseWithCovarianceStamped(
        header=header_of(frame_id, stamp_ns),
        pose=PoseWithCovariance(pose=pose, covariance=covariance.ravel()),
    )
    return message
