"""`sim_node`: a simulated home as the topics of a robot in it."""

from __future__ import annotations

import sys
from concurrent.futures import Future

from rclpy.node import Node

from whereseen.memory.errors import WhereseenError
from whereseen.nodes.parameters import Parameters
from whereseen.nodes.recording.outlets import NodeOutlets
from whereseen.nodes.recording.pace import SteadyPace
from whereseen.nodes.recording.stage import Stage
from whereseen.nodes.simulation.commands import CommandTopics
from whereseen.nodes.simulation.config import SimNodeConfig
from whereseen.nodes.simulation.simulated_body import make_skills
from whereseen.nodes.simulation.simulation import Simulation, Surroundings
from whereseen.nodes.spinning import run
from whereseen.sim.episode.episode import Episode

_WARN_EVERY_S = 2.0


class SimNode(Node):
    """Simulates from its start to its end.

    Attributes:
        failed: Whether it ended because the simulator failed.

    Raises:
        WhereseenError: if the home cannot be had, or the simulator not be started.
    """

    def __init__(self) -> None:
        super().__init__("sim")
        parameters = Parameters(self, SimNodeConfig())
        for name in parameters.unknown:
            self.get_logger().warning(f"there is no parameter {name}: misspelt?")
        config = parameters.read()
        parameters.follow(lambda _: None)
        self.failed = False
        pace = SteadyPace()
        commands = CommandTopics(self, lambda: pace.now_ns() / 1e9)
        around = Surroundings(NodeOutlets(self), pace, commands.take, self._say, self._warn)
        self._episode = Episode(config)
        self._say(f"{self._episode}")
        simulation = Simulation(config, self._episode, around)
        self._skills = make_skills(self, config, self._episode, simulation)
        self._stage: Stage[None] = Stage()
        self._stage.begin(simulation.run).future.add_done_callback(self._ended)

    def leave(self) -> None:
        """End the skill that is under way."""
        if self._skills is not None:
            self._skills.leave()

    def close(self) -> None:
        """Stop simulating."""
        if self._skills is not None:
            self._skills.close()
        self._stage.clear()
        self._episode.close()

    def _ended(self, future: Future[None]) -> None:
        error = future.exception()
        if error is None:
            return
        self.failed = True
        said = str(error) if isinstance(error, WhereseenError) else f"a fault: {error!r}"
        self.get_logger().fatal(said)
        self.context.try_shutdown()

    def _say(self, message: str) -> None:
        self.get_logger().info(message)

    def _warn(self, message: str) -> None:
        self.get_logger().warning(message, throttle_duration_sec=_WARN_EVERY_S)


def main() -> None:
    """Entry point of the executable."""
    sys.exit(run(SimNode))


if __name__ == "__main__":
    main()
