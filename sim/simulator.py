"""One household in one simulator: step it, act in it, look at it, and know the truth.

```python
with Simulator(open_stage("pybullet"), household()) as sim:
    sim.reset(generate(HomeConfig(rooms=4), household(), seed=7))
    sim.drive(0.4, 0.0)
    sim.step(0.2)
    memory.observe(sim.observe())
    truth = sim.ground_truth()
```
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType

import numpy as np
import shapely

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64
from whereseen.memory.observation import LabelImage, Observation
from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.scene.description import Scene
from whereseen.sim.scene.home import Home
from whereseen.sim.stages.protocol import Camera, Picture, Placement, Reaching, Stage
from whereseen.sim.world.actions import Action, Actor, Add, Event, Grasp, Release, SetJoint
from whereseen.sim.world.errors import ActionFailed
from whereseen.sim.world.floor import footprint
from whereseen.sim.world.robot import GRIPPER, Robot
from whereseen.sim.world.truth import GroundTruth
from whereseen.sim.world.world import ROBOT, World

_ARM_LENGTH_M = 1.0  # how far from the middle of the base the robot can open something


class Simulator:
    """A home with a robot in it. Use it as a context manager.

    Args:
        stage: Shows it; closed with the simulator.
        catalogue: All kinds of furniture and things.
        camera: Of the robot.
        robot: Who is there; the rover if None.
    """

    def __init__(
        self,
        stage: Stage,
        catalogue: Catalogue,
        *,
        camera: Camera | None = None,
        robot: Robot | None = None,
    ) -> None:
        self.camera = camera or Camera()
        self._stage = stage
        self._catalogue = catalogue
        self._robot = robot
        self._world: World | None = None
        self._shown: dict[str, Placement] = {}

    def __enter__(self) -> Simulator:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def reset(self, scene: Scene, *, start_ns: int = 0) -> None:
        """Begin with a home as it is described; the robot stands where there is room.

        Args:
            scene: The home.
            start_ns: Time at first.

        Raises:
            InvalidConfig: if the scene names what there is not, or leaves the robot no room.
            StageFailed: if it cannot be shown.
        """
        world = World(Home(scene, self._catalogue), robot=self._robot, start_ns=start_ns)
        self._stage.clear()
        self._stage.load(world.bodies())
        self._world, self._shown = world, {}

    @property
    def world(self) -> World:
        """The home now; raises InvalidConfig before the first reset."""
        if self._world is None:
            raise InvalidConfig("there is no home yet", remedy="Call reset(scene) first")
        return self._world

    def step(self, dt_s: float) -> None:
        """Let time pass: the robot drives and its joints move."""
        self.world.advance(dt_s)

    def drive(self, forward_m_s: float, left_rad_s: float) -> None:
        """Drive on like that: metres a second forward, radians a second to the left."""
        self.world.drive.set_velocity(forward_m_s, left_rad_s)

    def move_joints(self, targets: Mapping[str, float]) -> None:
        """Move the robot's joints towards positions in metres or radians, while time passes.

        What the robot has several joints for, as the segments of an arm, is named as one.
        """
        self.world.drive.set_targets(targets)

    def reach(self, position_m: Float64) -> dict[str, float]:
        """Positions of joints that bring the gripper to a point (3,) of the map.

        Raises:
            ActionFailed: if the arm cannot reach it from where the robot is.
            InvalidConfig: if the simulator knows no inverse kinematics.
        """
        if not isinstance(self._stage, Reaching):
            raise InvalidConfig("this simulator does not tell how to reach", remedy="Use pybullet")
        self._show()
        found = self._stage.reach(ROBOT, GRIPPER, np.asarray(position_m, dtype=np.float64))
        if found is None:
            raise ActionFailed("the arm does not reach there", got=f"{np.round(position_m, 2)} m")
        return self.world.robot.evened(found)

    def attach(self, name: str) -> Event:
        """Take hold of a thing that the gripper touches; raises ActionFailed if it does not."""
        return self.do(Grasp(name), "robot")

    def release(self) -> Event:
        """Let go of what is held: it comes to stand on what is below."""
        return self.do(Release(), "robot")

    def grip(self) -> Event:
        """Close the gripper on what it touches.

        Raises:
            ActionFailed: if it touches nothing that can be held.
        """
        world = self.world
        hand_m = world.gripper_pose[:3, 3]
        near = [each for each in world.truth().objects.values() if each.is_reachable]
        if not near:
            raise ActionFailed("there is nothing to hold in the home")
        apart = [float(np.linalg.norm(np.clip(hand_m, *each.box_m) - hand_m)) for each in near]
        event = self.attach(near[int(np.argmin(apart))].name)
        self.move_joints(world.robot.closed)
        return event

    def let_go(self) -> Event | None:
        """Open the gripper; what it held comes to stand on what is below."""
        self.move_joints(self.world.robot.opened)
        return self.release() if self.world.contents.held is not None else None

    def furniture_positions(self) -> dict[str, float]:
        """Positions of all that opens, in metres or radians, by `furniture/joint`."""
        shares = self.world.contents.shares
        return {
            f"{name}/{joint}": position
            for name, piece in self.world.home.pieces.items()
            for joint, position in piece.positions(shares[name]).items()
        }

    def set_furniture(self, name: str, position: float) -> Event:
        """Move what opens, named `furniture/joint`, to a position in metres or radians.

        Raises:
            ActionFailed: if there is no such joint, or the robot stands elsewhere.
        """
        furniture, _, joint = name.rpartition("/")
        piece = self.world.home.pieces.get(furniture)
        if piece is None or joint not in piece.model.joints:
            raise ActionFailed("nothing of that name opens", got=repr(name))
        return self.open(furniture, joint, position / piece.model.joints[joint].upper)

    def open(self, furniture: str, joint: str, share: float = 1.0) -> Event:
        """Open a part of furniture that the robot stands before; raises ActionFailed if not."""
        self._require_near(furniture)
        return self.do(SetJoint(furniture, joint, share), "robot")

    def close_joint(self, furniture: str, joint: str) -> Event:
        """Close a part of furniture that the robot stands before; raises ActionFailed if not."""
        return self.open(furniture, joint, 0.0)

    def do(self, action: Action, actor: Actor = "person") -> Event:
        """Let somebody do something; raises ActionFailed if it is not possible."""
        known = set(self.world.contents.things) | set(self.world.contents.gone)
        event = self.world.apply(action, actor)
        if isinstance(action, Add) and action.item.name not in known:
            self._stage.load([self.world.body_of(action.item.name)])
        return event

    def look(self, T_map_camera: Float64 | None = None, camera: Camera | None = None) -> Picture:
        """What a camera sees: the robot's, or one anywhere else.

        Args:
            T_map_camera: (4, 4) pose of its optical frame; None for the robot's.
            camera: Another camera than the robot's.
        """
        self._show()
        pose = self.world.camera_pose if T_map_camera is None else T_map_camera
        return self._stage.render(camera or self.camera, pose)

    def observe(self) -> Observation:
        """What the robot's camera sees now, with its true pose and labels."""
        return self.observation_of(self.look(), self.world.camera_pose)

    def observation_of(self, picture: Picture, T_map_camera: Float64) -> Observation:
        """A picture as an observation of this moment."""
        return Observation.checked(
            picture.rgb,
            picture.depth_m,
            intrinsics=picture.intrinsics,
            T_map_camera=T_map_camera,
            stamp_ns=self.world.stamp_ns,
            camera_id="head",
            labels=LabelImage(picture.instances, self.world.labels()),
        )

    def ground_truth(self) -> GroundTruth:
        """All that is so at this moment."""
        return self.world.truth()

    def close(self) -> None:
        """Free the stage."""
        self._stage.close()

    def _show(self) -> None:
        """Tell the stage what has moved."""
        now = self.world.placements()
        moved = {name: it for name, it in now.items() if it != self._shown.get(name)}
        if moved:
            self._stage.place(moved)
        self._shown = now

    def _require_near(self, furniture: str) -> None:
        piece = self.world.home.pieces.get(furniture)
        if piece is None:
            raise ActionFailed("no such furniture", got=repr(furniture))
        box = footprint(piece.model.box_m(), piece.T_map_piece, np.inf)
        x, y, _ = self.world.drive.at
        apart_m = shapely.distance(box, shapely.Point(x, y))
        if apart_m > _ARM_LENGTH_M:
            raise ActionFailed(
                f"{furniture} is too far away",
                got=f"{apart_m:.2f} m",
                remedy=f"Come within {_ARM_LENGTH_M:g} m",
            )
