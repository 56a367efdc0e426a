"""`picture_node`: draws what a memory node publishes into a PNG, for who has no rviz."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import Future

from rclpy.node import Node

from whereseen.memory.errors import WhereseenError
from whereseen.nodes.parameters import Parameters
from whereseen.nodes.picturing.asking import Asking
from whereseen.nodes.picturing.config import PictureNodeConfig
from whereseen.nodes.picturing.listening import Listening, Stopped, Waiting
from whereseen.nodes.picturing.page import write_page
from whereseen.nodes.picturing.reading import scene_of
from whereseen.nodes.recording.stage import Stage
from whereseen.nodes.spinning import run


class PictureNode(Node):
    """Listens, asks, and draws in a thread of its own.

    Attributes:
        has_failed: Whether no picture could be drawn.

    Raises:
        WhereseenError: if the parameters do not fit together.
    """

    def __init__(self) -> None:
        super().__init__("picture")
        parameters = Parameters(self, PictureNodeConfig())
        for name in parameters.unknown:
            self.get_logger().warning(f"there is no parameter {name}: misspelt?")
        self._config = parameters.read()
        parameters.follow(lambda _: None)
        self.has_failed = False
        self._listening = Listening(self, self._config.memory)
        self._asking = Asking(self, self._config.memory, self._config.timeout_s)
        self._stage: Stage[None] = Stage()
        self._stage.begin(self._work).future.add_done_callback(self._ended)

    def close(self) -> None:
        """Draw no more."""
        self._stage.clear()

    def _work(self, stop: threading.Event) -> None:
        waiting = Waiting(stop)
        drawn_s = self._draw(waiting)
        while not self._config.exit_when_written:
            waiting.until(lambda: False, self._config.period_s)
            if self._listening.changed_s > drawn_s:
                drawn_s = self._draw(waiting)

    def _draw(self, waiting: Waiting) -> float:
        """Draw once; returns when the newest message that was drawn came."""
        config = self._config
        heard = self._listening.heard(waiting, timeout_s=config.timeout_s, grace_s=config.grace_s)
        changed_s = self._listening.changed_s
        views = self._asking.views(waiting)
        question = config.question
        reply = self._asking.reply(question, waiting) if question else None
        write_page(config.path, scene_of(heard, views, reply), config.heading)
        self.get_logger().info(f"wrote {config.path}")
        return changed_s

    def _ended(self, future: Future[None]) -> None:
        error = future.exception()
        if isinstance(error, Stopped):
            return
        if error is not None:
            self.has_failed = True
            said = str(error) if isinstance(error, WhereseenError) else f"a fault: {error!r}"
            self.get_logger().error(said)
        self.context.try_shutdown()


def main() -> None:
    """Entry point of the executable."""
    made: list[PictureNode] = []

    def make() -> PictureNode:
        made.append(PictureNode())
        return made[0]

    code = run(make)
    sys.exit(code or int(any(node.has_failed for node in made)))


if __name__ == "__main__":
    main()
