"""The simulated robot's skills, done in the thread that simulates."""

from __future__ import annotations

import numpy as np
from rclpy.node import Node

from whereseen.acting.skills.call import Call, Pose2
from whereseen.acting.skills.embodiment import Order
from whereseen.acting.skills.outcome import Outcome
from whereseen.memory.errors import InvalidQuery, WhereseenError
from whereseen.memory.frames import Float64
from whereseen.nodes.simulation.config import SimNodeConfig
from whereseen.nodes.simulation.simulation import Simulation
from whereseen.nodes.simulation.told_beliefs import ToldBeliefs
from whereseen.nodes.skills.server import BodyParts, SkillServers
from whereseen.nodes.skills.told_world import ToldWorld
from whereseen.sim.embodiment.body import Body
from whereseen.sim.embodiment.config import BodyConfig
from whereseen.sim.embodiment.floor import TrueFloor
from whereseen.sim.embodiment.robot import SimulatedRobot
from whereseen.sim.episode.episode import Episode


class BodyInSimulation:
    """A robot that other threads may ask to do something. Implements `Embodiment`.

    Args:
        robot: Does it.
        beliefs: Of the robot, which follow the goals.
        simulation: In whose thread.
    """

    def __init__(self, robot: SimulatedRobot, beliefs: ToldBeliefs, simulation: Simulation) -> None:
        self._robot = robot
        self._beliefs = beliefs
        self._simulation = simulation

    @property
    def skills(self) -> frozenset[type[Call]]:
        """What it can do."""
        return self._robot.skills

    @property
    def now_ns(self) -> int:
        """Time of the simulator."""
        return self._robot.now_ns

    @property
    def pose(self) -> Pose2:
        """Where it believes its base to be."""
        return self._robot.pose

    @property
    def held(self) -> int | None:
        """What is in its hand, by the identity that the goal gave."""
        return self._robot.held

    def do(self, call: Call, order: Order) -> Outcome:
        """Do a skill to its end.

        Raises:
            SimulationEnded: if there is no more time to do it in.
        """
        simulation = self._simulation
        self._beliefs.follow()
        return simulation.jobs.do(lambda: simulation.act(lambda: self._robot.do(call, order)))


def make_skills(
    node: Node, config: SimNodeConfig, episode: Episode, simulation: Simulation
) -> SkillServers | None:
    """Serve what the simulated robot can do; None if that is not wanted, or it has no arm.

    It finds its way on the floor as it really is, as a robot with a laser does; of things it knows
    what goals tell.
    """
    if not config.skills:
        return None
    world = ToldWorld(lambda: episode.simulator.world.stamp_ns)
    beliefs = ToldBeliefs(world, simulation.show)
    body = Body(
        episode.simulator,
        episode.sensors,
        beliefs.see,
        BodyConfig(see_s=max(config.period_s, 0.05)),
        simulation.pass_time,
    )
    try:
        floor = TrueFloor(episode.simulator.world)
        robot = SimulatedRobot(body, floor, beliefs, seed=config.seed)
    except (WhereseenError, KeyError) as error:
        node.get_logger().warning(f"this robot does no skills: {error}")
        return None
    simulation.look = body.see

    def pose_of_frame(frame_id: str) -> Float64:
        if frame_id in ("", config.map_frame):
            return np.eye(4)
        if frame_id == config.base_frame:
            return body.base_pose
        raise InvalidQuery(
            "goals are taken in the frames of the map and the robot",
            got=frame_id,
            remedy=f"Use {config.map_frame} or {config.base_frame}",
        )

    inside = BodyInSimulation(robot, beliefs, simulation)
    return SkillServers(node, BodyParts(inside, world, pose_of_frame, config.map_frame))
