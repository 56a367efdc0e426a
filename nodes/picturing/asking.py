"""What only the services of a memory node tell: an answer, and the images that were kept."""

from __future__ import annotations

from typing import Any

import numpy as np
from rclpy.node import Node
from whereseen_msgs import srv
from whereseen_msgs.msg import Place, Region, Status

from whereseen.nodes.convert.pose import pose_of, vector_of, xyz_of
from whereseen.nodes.picturing.listening import Waiting
from whereseen.nodes.picturing.reading import reply_of, view_of
from whereseen.nodes.picturing.scene import Reply, View

_MOST_IMAGES = 1000
_LEAST_EDGE_M = 1e-3


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

    def reply(self, question: str, waiting: Waiting) -> Reply | None:
        """The answer to a question, with the image that shows the best place."""
        answer = self._call(self._locate, srv.Locate.Request(text=question), waiting)
        if answer is None:
            return None
        if answer.status.code not in (Status.OK, Status.NOT_FOUND):
            self._node.get_logger().error(f"no answer: {answer.status.reason}")
        evidence = self._evidence(question, answer.places[0], waiting) if answer.places else None
        return reply_of(question, answer.status, answer.places, evidence)

    def _evidence(self, question: str, place: Place, waiting: Waiting) -> View | None:
        """Of the kept images that show a place, the one that shows it best, with its pixels."""
        low, high = xyz_of(place.box_min), xyz_of(place.box_max)
        around = np.eye(4)
        around[:3, 3] = (low + high) / 2.0
        region = Region(
            header=place.header,
            pose=pose_of(around),
            size=vector_of(np.maximum(high - low, _LEAST_EDGE_M)),
        )
        request = srv.Recall.Request(text=question, region=region, limit=1, with_images=True)
        return next(iter(self._images(request, waiting)), None)

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
