"""What only the services of a memory node tell: an answer, and the images that were kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rclpy.node import Node
from whereseen_msgs import srv
from whereseen_msgs.msg import Status

from whereseen.nodes.convert.stamp import time_of
from whereseen.nodes.picturing.listening import Waiting
from whereseen.nodes.picturing.reading import reply_of, view_of
from whereseen.nodes.picturing.scene import Reply, View

_MOST_IMAGES = 1000


class Asking:
    """Asks the services of a memory node; what is not answered is told and left out.

    Args:
        node: Has the clients.
        memory: Name of the memory node.
        timeout_s: How long each answer is waited for.
    """

    def __init__(self, node: Node, memory: str, timeout_s: float) -> None:
        self._node = node
        self._timeout_s = timeout_s
        self._locate = node.create_client(srv.Locate, f"{memory}/locate")
        self._recall = node.create_client(srv.Recall, f"{memory}/recall")

    def views(self, waiting: Waiting) -> tuple[View, ...]:
        """From where the kept images were taken."""
        return self._images(srv.Recall.Request(limit=_MOST_IMAGES), waiting)

    def reply(self, question: str, views: Sequence[View], waiting: Waiting) -> Reply | None:
        """The answer to a question, with the image that shows the best place."""
        answer = self._call(self._locate, srv.Locate.Request(text=question), waiting)
        if answer is None:
            return None
        if answer.status.code not in (Status.OK, Status.NOT_FOUND):
            self._node.get_logger().error(f"no answer: {answer.status.reason}")
        evidence = None
        if answer.places:
            shown = [view for view in views if view.image_id == answer.places[0].image_id]
            evidence = self._with_pixels(shown[0], waiting) if shown else None
        return reply_of(question, answer.status, answer.places, evidence)

    def _with_pixels(self, view: View, waiting: Waiting) -> View | None:
        stamp = time_of(view.stamp_ns)
        request = srv.Recall.Request(since=stamp, until=stamp, limit=_MOST_IMAGES, with_images=True)
        return next(
            (one for one in self._images(request, waiting) if one.image_id == view.image_id), None
        )

    def _images(self, request: Any, waiting: Waiting) -> tuple[View, ...]:
        answer = self._call(self._recall, request, waiting)
        return () if answer is None else tuple(view_of(one) for one in answer.observations)

    def _call(self, client: Any, request: Any, waiting: Waiting) -> Any:
        """What a service replies, None if it does not in time."""
        if waiting.until(client.service_is_ready, self._timeout_s):
            future = client.call_async(request)
            if waiting.until(future.done, self._timeout_s):
                return future.result()
            client.remove_pending_request(future)
        self._node.get_logger().error(
            f"{client.service_name} does not answer in {self._timeout_s:g} s"
        )
        return None
