"""Edges of the tree of frames as messages, and back."""

from __future__ import annotations

from geometry_msgs.msg import Quaternion, Transform, TransformStamped, Vector3

from whereseen.nodes.convert.stamp import header_of, ns_of
from whereseen.nodes.transforms.edge import Edge


def edge_of(message: TransformStamped) -> Edge:
    """The edge that a message says, unchecked: a buffer refuses what is wrong."""
    at, turn = message.transform.translation, message.transform.rotation
    return Edge(
        parent=message.header.frame_id,
        child=message.child_frame_id,
        stamp_ns=ns_of(message.header.stamp),
        translation_m=(at.x, at.y, at.z),
        quaternion_xyzw=(turn.x, turn.y, turn.z, turn.w),
    )


def message_of(edge: Edge) -> TransformStamped:
    """The message that says an edge; raises UnusableMessage if the stamp does not fit."""
    (x, y, z), (qx, qy, qz, qw) = edge.translation_m, edge.quaternion_xyzw
    return TransformStamped(
        header=header_of(edge.parent, edge.stamp_ns),
        child_frame_id=edge.child,
        transform=Transform(
            translation=Vector3(x=x, y=y, z=z), rotation=Quaternion(x=qx, y=qy, z=qz, w=qw)
        ),
    )
