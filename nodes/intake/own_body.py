"""Leaves the robot itself out of frames, by its description and tf."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.lifecycle import LifecycleNode
from std_msgs.msg import String

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64
from whereseen.memory.observation import Observation
from whereseen.memory.own_body import OwnBox, own_pixels
from whereseen.memory.robot.description import RobotDescription
from whereseen.memory.without_own import without_pixels
from whereseen.nodes import qos
from whereseen.nodes.transforms.errors import FutureExtrapolationFailed, TransformError
from whereseen.nodes.transforms.source import TransformSource

Say = Callable[[str], object]


class OwnBody:
    """The robot, once its description has come; until then nothing is left out.

    Args:
        transforms: Tell where its links are.
        margin_m: So much larger its parts are taken to be.
        without: Links that are mapped all the same.
        say, warn: Take a line for people.
    """

    def __init__(
        self,
        transforms: TransformSource,
        margin_m: float,
        without: tuple[str, ...],
        say: Say,
        warn: Say,
    ) -> None:
        self._transforms = transforms
        self._margin_m = margin_m
        self._without = without
        self._say, self._warn = say, warn
        self._robot: RobotDescription | None = None
        self._lacking: frozenset[str] = frozenset()

    def describe(self, urdf: str) -> None:
        """Take over a description; one that cannot be read changes nothing."""
        try:
            robot = RobotDescription.of_urdf(
                urdf, find_package=package_folder, without=self._without
            )
        except InvalidConfig as error:
            self._warn(f"the robot is not left out of the map: {error}")
            return
        self._say(f"{robot.name or 'the robot'} is left out of the map: {len(robot.shapes)} links")
        for link, why in robot.unread.items():
            self._warn(f"{link} of the robot is not left out of the map: {why}")
        self._robot = robot

    def boxes(
        self, T_map_camera: Float64, camera_frame: str, stamp_ns: int, *, is_late: bool
    ) -> tuple[OwnBox, ...]:
        """Boxes around the links that tf knows, where they were for the camera of a frame.

        They hang on the pose of the camera: a loop closure moves both.

        Args:
            T_map_camera: (4, 4) pose of the camera at that time.
            camera_frame: Of the frame.
            stamp_ns: Of the frame.
            is_late: Do without links that may still come.

        Raises:
            TransformError: if one may still come.
        """
        robot = self._robot
        if robot is None:
            return ()
        poses: dict[str, Float64] = {}
        for link in robot.shapes:
            try:
                T_camera_link = self._transforms.lookup(camera_frame, link, stamp_ns)
            except FutureExtrapolationFailed:
                if not is_late:
                    raise
            except TransformError:
                pass
            else:
                poses[link] = T_map_camera @ T_camera_link
        self._note(frozenset(robot.shapes) - poses.keys())
        return robot.boxes(poses)

    def left_out(self, observation: Observation, boxes: tuple[OwnBox, ...]) -> Observation:
        """A frame without the pixels that show the robot."""
        if not boxes:
            return observation
        mask = own_pixels(observation, boxes, margin_m=self._margin_m)
        return without_pixels(observation, mask)

    def _note(self, lacking: frozenset[str]) -> None:
        """Say which links tf does not tell, once."""
        new, self._lacking = lacking - self._lacking, self._lacking | lacking
        if new:
            self._warn(f"links that tf does not tell are mapped: {', '.join(sorted(new))}")


def package_folder(name: str) -> Path | None:
    """The share folder of an installed package, None if it is not here."""
    from ament_index_python.packages import PackageNotFoundError, get_package_share_directory

    try:
        return Path(get_package_share_directory(name))
    except (PackageNotFoundError, LookupError, OSError, ValueError):
        return None


def subscribe_to_description(node: LifecycleNode, topic: str, own: OwnBody) -> object:
    """Hear the robot's description, as robot_state_publisher latches it; meshes take a while."""
    return node.create_subscription(
        String,
        topic,
        lambda message: own.describe(message.data),
        qos.latched(),
        callback_group=MutuallyExclusiveCallbackGroup(),
    )
