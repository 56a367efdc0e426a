"""A service of the memory: asked in any thread, answered in the worker's."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.lifecycle import LifecycleNode
from rclpy.service import Service
from whereseen_msgs.msg import Status

from whereseen.memory.errors import WhereseenError
from whereseen.nodes.convert.answer import status_of
from whereseen.nodes.core import Core
from whereseen.nodes.intake.worker import Worker, WorkerUnavailable

_PATIENCE_S = 5.0
Answerer = Callable[[Core, Any, Any], None]


@dataclass(frozen=True, slots=True)
class ServiceDescription:
    """A service.

    Attributes:
        name: Below the node's own, as `locate`.
        kind: Its type.
        answer: Fills in a response to a request; the status is OK if it leaves it alone.
    """

    name: str
    kind: Any
    answer: Answerer


class Replying:
    """Counts requests to which a reply is being made."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    def __enter__(self) -> None:
        with self._changed:
            self._count += 1

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def until_none(self) -> None:
        """Wait until there is none, but not for ever: the node has to end."""
        with self._changed:
            self._changed.wait_for(lambda: self._count == 0, _PATIENCE_S)


AT_ONCE = 4  # requests; the executor has more threads, so that topics and tf go on
_CROWDED = f"{AT_ONCE} requests wait for the memory already. Ask again"


class Services:
    """Offers services of a core, until closed.

    Args:
        node: Offers them.
        core: Answers, in the worker's thread.
        worker: Owns the core.
        descriptions: Which.
        timeout_s: How long a request may wait for its turn; asked anew for every request.
    """

    def __init__(
        self,
        node: LifecycleNode,
        core: Core,
        worker: Worker[Any],
        descriptions: tuple[ServiceDescription, ...],
        timeout_s: Callable[[], float],
    ) -> None:
        self._node = node
        self._core = core
        self._worker = worker
        self._timeout_s = timeout_s
        self._replying = Replying()
        self._places = threading.BoundedSemaphore(AT_ONCE)
        group = ReentrantCallbackGroup()
        self._offered = [self._offer(each, group) for each in descriptions]

    def close(self) -> None:
        """Offer them no more; the worker must have ended, so that all who wait get a reply."""
        self._replying.until_none()
        for service in self._offered:
            self._node.destroy_service(service)
        self._offered.clear()

    def _offer(self, described: ServiceDescription, group: ReentrantCallbackGroup) -> Service:
        def serve(request: Any, response: Any) -> Any:
            with self._replying:
                return self._serve(described, request, response)

        return self._node.create_service(
            described.kind, f"~/{described.name}", serve, callback_group=group
        )

    def _serve(self, described: ServiceDescription, request: Any, response: Any) -> Any:
        if not self._places.acquire(blocking=False):
            response.status = Status(code=Status.UNAVAILABLE, reason=_CROWDED)
            return response
        try:
            return self._answer(described, request, response)
        finally:
            self._places.release()

    def _answer(self, described: ServiceDescription, request: Any, response: Any) -> Any:
        response.status = Status(code=Status.OK, reason="done")
        try:
            self._worker.call(
                lambda: described.answer(self._core, request, response),
                timeout_s=self._timeout_s(),
            )
        except WorkerUnavailable as error:
            response = described.kind.Response()
            response.status = Status(code=Status.UNAVAILABLE, reason=str(error))
        except WhereseenError as error:
            response = described.kind.Response()
            response.status = status_of(error)
        except Exception as error:  # the robot goes on; whoever asked is told
            self._node.get_logger().error(f"{described.name} failed: {error!r}")
            response = described.kind.Response()
            response.status = Status(code=Status.FAILED, reason=f"a fault of whereseen: {error!r}")
        return response
