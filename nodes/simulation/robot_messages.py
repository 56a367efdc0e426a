"""Where a simulated robot is, as the messages of its driver, and what is really so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from geometry_msgs.msg import PoseWithCovariance, TransformStamped, Twist, TwistWithCovariance
from nav_msgs.msg import Odometry
from sensor_msgs.msg import JointState
from whereseen_msgs.msg import Entity, EntityArray

from whereseen.memory.frames import Float64
from whereseen.nodes.convert.pose import pose_of, transform_stamped, vector_of
from whereseen.nodes.convert.stamp import header_of, time_of
from whereseen.nodes.recording.frame_names import FrameNames
from whereseen.sim.modelling.model import BASE, Link
from whereseen.sim.world.robot import CAMERA, R_LINK_OPTICAL, Robot
from whereseen.sim.world.truth import GroundTruth, ObjectTruth

CAMERA_LINK = "camera_link"  # x forward, as REP 103 wants it; the optical frame hangs on it


@dataclass(frozen=True, slots=True)
class RobotMessages:
    """Turns states of a robot into messages; stamps beyond 2038 raise UnusableMessage.

    Attributes:
        names: Of the tf frames.
        robot: Whose links they are.
    """

    names: FrameNames
    robot: Robot

    def fixed(self, *, stamp_ns: int) -> list[TransformStamped]:
        """The edges for `/tf_static`."""
        optical = np.eye(4)
        optical[:3, :3] = R_LINK_OPTICAL
        edges = [
            self._edge(link, {}, stamp_ns) for link in self.robot.model.links if link.joint is None
        ]
        camera = transform_stamped(
            optical, parent=CAMERA_LINK, child=self.names.camera, stamp_ns=stamp_ns
        )
        return [*edges, camera]

    def moving(
        self,
        T_map_odom: Float64,
        T_odom_base: Float64,
        joints: Mapping[str, float],
        *,
        stamp_ns: int,
    ) -> list[TransformStamped]:
        """The edges for `/tf`: localisation, odometry, joints."""
        names = self.names
        return [
            transform_stamped(T_map_odom, parent=names.map, child=names.odom, stamp_ns=stamp_ns),
            transform_stamped(T_odom_base, parent=names.odom, child=names.base, stamp_ns=stamp_ns),
            *(
                self._edge(link, joints, stamp_ns)
                for link in self.robot.model.links
                if link.joint is not None
            ),
        ]

    def odometry(
        self, T_odom_base: Float64, velocity: tuple[float, float], *, stamp_ns: int
    ) -> Odometry:
        """What wheels tell: a pose that drifts, a velocity in the frame of the base."""
        forward, left = velocity
        twist = Twist()
        twist.linear.x, twist.angular.z = forward, left
        return Odometry(
            header=header_of(self.names.odom, stamp_ns),
            child_frame_id=self.names.base,
            pose=PoseWithCovariance(pose=pose_of(T_odom_base)),
            twist=TwistWithCovariance(twist=twist),
        )

    def joint_states(self, joints: Mapping[str, float], *, stamp_ns: int) -> JointState:
        """Positions of joints in metres or radians."""
        return JointState(
            header=header_of("", stamp_ns),
            name=list(joints),
            position=[float(position) for position in joints.values()],
        )

    def _edge(self, link: Link, joints: Mapping[str, float], stamp_ns: int) -> TransformStamped:
        placed = np.eye(4)
        placed[:3, 3] = link.origin_m
        if link.joint is not None:
            placed = placed @ link.joint.transform(joints.get(link.name, 0.0))
        parent = self.names.base if link.parent == BASE else _frame(link.parent)
        return transform_stamped(placed, parent=parent, child=_frame(link.name), stamp_ns=stamp_ns)


def truth_message(truth: GroundTruth, *, frame_id: str) -> EntityArray:
    """All things where they really are; ids are those of instances."""
    ordered = sorted(truth.objects.values(), key=lambda each: each.instance)
    return EntityArray(
        header=header_of(frame_id, truth.stamp_ns),
        entities=list(_entities(ordered, frame_id, truth.stamp_ns)),
    )


def _entities(things: list[ObjectTruth], frame_id: str, stamp_ns: int) -> Iterator[Entity]:
    for thing in things:
        low, high = thing.box_m
        placed = np.eye(4)
        placed[:3, 3] = thing.position_m
        yield Entity(
            header=header_of(frame_id, stamp_ns),
            id=thing.instance,
            label=thing.label,
            status=Entity.PRESENT,
            probability=1.0,
            pose=pose_of(placed),
            size=vector_of(high - low),
            first_seen=time_of(stamp_ns),
            last_seen=time_of(stamp_ns),
        )


def _frame(link: str) -> str:
    return CAMERA_LINK if link == CAMERA else link
