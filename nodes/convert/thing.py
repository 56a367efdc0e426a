"""Things as planners know them, to messages and back."""

from __future__ import annotations

import numpy as np
from whereseen_msgs.msg import Thing as ThingMessage

from whereseen.acting.knowledge.world_model import Thing
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import Float64
from whereseen.memory.graph.bodies import role_of
from whereseen.nodes.convert.pose import matrix_of_pose, point_of, vector_of, xyz_of
from whereseen.nodes.convert.stamp import header_of, ns_of

_UNTURNED = 1.0


def thing_message(thing: Thing, *, frame_id: str) -> ThingMessage:
    """A thing with its box, without points; raises UnusableMessage if its stamp does not fit.

    Args:
        thing: As it is known, in the map frame.
        frame_id: The map frame.
    """
    message = ThingMessage(
        header=header_of(frame_id, max(thing.last_seen_ns, 0)),
        id=thing.id,
        label=thing.label,
        size=vector_of(thing.size_m),
        probability=float(thing.probability),
        relation=thing.relation,
        support_id=thing.support_id,
        states=list(thing.states),
    )
    message.pose.position = point_of(thing.position_m)
    message.pose.orientation.w = _UNTURNED
    return message


def thing_of(message: ThingMessage, T_map_frame: Float64) -> Thing:
    """The thing that a message is of, its box along the axes of the map.

    Args:
        message: Of a label that is not empty.
        T_map_frame: (4, 4) from the frame of its header into the map frame.

    Raises:
        InvalidQuery: if it has no label, or its size is negative or not finite.
        UnusableMessage: "zero quaternion" or "pose not finite".
    """
    size = xyz_of(message.size)
    if not message.label or not np.isfinite(size).all() or (size < 0.0).any():
        raise InvalidQuery(
            "a thing needs a label and a size",
            got=f"label {message.label!r}, size {size.tolist()} m",
            remedy="Fill in both, and its pose",
        )
    T_map_box = T_map_frame @ matrix_of_pose(message.pose)
    x, y, z = (float(value) for value in T_map_box[:3, 3])
    width, depth, height = (float(value) for value in np.abs(T_map_box[:3, :3]) @ size)
    return Thing(
        id=int(message.id),
        label=message.label,
        position_m=(x, y, z),
        size_m=(width, depth, height),
        probability=float(message.probability),
        last_seen_ns=ns_of(message.header.stamp),
        states=tuple(message.states),
        relation=message.relation,
        support_id=int(message.support_id),
        is_receptacle=role_of(message.label).is_receptacle,
    )
