"""`replay_node`: plays rosbag2 files and recordings as the topics of a robot, with `/clock`."""

from __future__ import annotations

import sys
from concurrent.futures import Future

from rclpy.node import Node

from whereseen.memory.errors import WhereseenError
from whereseen.nodes.parameters import Parameters
from whereseen.nodes.recording.outlets import NodeOutlets
from whereseen.nodes.recording.pace import SteadyPace
from whereseen.nodes.recording.replay import Played, Replay, Surroundings
from whereseen.nodes.recording.replay_action import ReplayServer
from whereseen.nodes.recording.replay_config import ReplayConfig
from whereseen.nodes.spinning import run


class ReplayNode(Node):
    """Plays at the start, or whenever the action `~/replay` asks for it.

    Attributes:
        failed: Whether it ends because it could not play.

    Raises:
        WhereseenError: if what shall be played at the start cannot be.
    """

    def __init__(self) -> None:
        super().__init__("replay")
        parameters = Parameters(self, ReplayConfig())
        for name in parameters.unknown:
            self.get_logger().warning(f"there is no parameter {name}: misspelt?")
        self.failed = False
        self._config = parameters.read()
        parameters.follow(lambda _: None)
        around = Surroundings(NodeOutlets(self), SteadyPace(), self._now_ns, self._say)
        self._replay = Replay(self._config, around)
        self._server = ReplayServer(self, self._replay)
        if self._config.autostart:
            self._autostart()

    def close(self) -> None:
        """Stop playing."""
        self._server.leave_goals()
        self._replay.close()

    def destroy_node(self) -> None:
        """Close the action, then the rest."""
        self._server.close()
        super().destroy_node()

    def _autostart(self) -> None:
        score = self._config.score()
        act = self._replay.begin(self._replay.opened("", score), score, lambda _: None)
        act.future.add_done_callback(self._ended)

    def _ended(self, future: Future[Played]) -> None:
        error = future.exception()
        self.failed = error is not None and self._config.exit_at_end
        if isinstance(error, WhereseenError):
            self.get_logger().error(str(error))
        elif error is not None:
            self.get_logger().error(f"playing failed: {error!r}")
        else:
            played = future.result()
            self._say(f"played {played.progress.frames} frames, {played.skipped} skipped")
        if self._config.exit_at_end:
            self.context.try_shutdown()

    def _now_ns(self) -> int:
        return int(self.get_clock().now().nanoseconds)

    def _say(self, message: str) -> None:
        self.get_logger().info(message)


def main() -> None:
    """Entry point of the executable."""
    sys.exit(run(ReplayNode))


if __name__ == "__main__":
    main()
