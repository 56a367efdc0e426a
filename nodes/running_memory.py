"""Everything that lives between configuring a memory node and cleaning it up."""

from __future__ import annotations

from typing import Any

from nav_msgs.msg import Path
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.lifecycle import LifecycleNode

from whereseen.memory.errors import WhereseenError
from whereseen.nodes import qos
from whereseen.nodes.clocks import Clocks
from whereseen.nodes.config import MemoryNodeConfig
from whereseen.nodes.core import Core
from whereseen.nodes.intake.frame import Frame
from whereseen.nodes.intake.mapper import Mapper
from whereseen.nodes.intake.own_body import OwnBody, subscribe_to_description
from whereseen.nodes.intake.recognition import make_recognition
from whereseen.nodes.intake.subscriptions import Subscriptions, subscribe_to_names
from whereseen.nodes.intake.tally import Tally
from whereseen.nodes.intake.worker import Worker
from whereseen.nodes.outputs.diagnostics import Health
from whereseen.nodes.outputs.outputs import Outputs
from whereseen.nodes.services.catalogue import SERVICES
from whereseen.nodes.services.service import Services
from whereseen.nodes.tasks.config import TaskConfig
from whereseen.nodes.tasks.doer import Doer
from whereseen.nodes.tasks.server import TaskServer
from whereseen.nodes.transforms.source import TransformSource, make_transform_source
from whereseen.nodes.transforms.time_cache import CacheLimits

_FAULT_SHOWN_S = 60.0
_NEEDED_WITH = {"labels": ("labels",), "detections": ("detections",)}  # streams by encoder


class RunningMemory:
    """A memory with its inputs, outputs and services, and the thread that owns it.

    Args:
        node: Whose they are.
        config: Of all of them.

    Raises:
        WhereseenError: if the encoder or the map file cannot be had; nothing is left running.
    """

    def __init__(self, node: LifecycleNode, config: MemoryNodeConfig) -> None:
        self._node = node
        self._config = config
        self._fault, self._fault_until_s = "", 0.0
        self._tally = Tally()
        self._clocks = Clocks.of(node)
        self._inputs: list[Any] = []
        self._subscriptions: Subscriptions | None = None
        self._recognition = make_recognition(config.input.recognition)
        cache = CacheLimits(duration_ns=int(config.input.transform_cache_s * 1e9))
        self._transforms = make_transform_source(node, cache)
        try:
            self._core = Core.make(config, self._transforms, self._clocks, node.get_logger().info)
        except BaseException:
            self._transforms.close()
            raise
        self._own = _own_body(node, config, self._transforms)
        self._mapper = Mapper(
            self._core,
            self._transforms,
            self._recognition,
            self._tally,
            self._clocks,
            config,
            self._own,
        )
        self._outputs = Outputs(node, self._core, config.output, self._clocks)
        self._worker: Worker[Frame] = Worker(
            self._mapper,
            self._background,
            queue_size=config.input.queue_size,
            on_fault=self._note_fault,
        )
        self._watch_s = 0.0
        self._services = Services(
            node, self._core, self._worker, SERVICES, lambda: self._config.request_timeout_s
        )
        self._tasks = self._task_server(config.tasks) if config.tasks.enabled else None
        self._worker.start()

    def _task_server(self, config: TaskConfig) -> TaskServer:
        doer = Doer(self._node, self._core, self._worker, self._transforms, self._clocks, config)
        return TaskServer(self._node, self._core, doer, self._clocks, config)

    def leave(self) -> None:
        """End the task that is being done."""
        if self._tasks is not None:
            self._tasks.leave()

    def __repr__(self) -> str:
        memory, kept = self._core.memory, self._config.map_file or "no file"
        return f"{memory.voxel_map} by {memory.encoder.spec.model_id}, kept in {kept}"

    def subscribe(self) -> None:
        """Listen to the camera."""
        config, needed = self._config, _NEEDED_WITH.get(self._core.encoder_family, ())
        self._subscriptions = Subscriptions(
            self._node, config.input, needed, self._recognition.detections_type,
            self._tally, self._worker.put, self._clocks.steady_s, self._transforms.clear,
        )  # fmt: skip
        if needed:
            self._inputs.append(subscribe_to_names(self._node, self._recognition))
        topic = config.input.robot_description
        if topic:
            self._inputs.append(subscribe_to_description(self._node, topic, self._own))
        if config.pose_graph:
            graph = self._node.create_subscription(
                Path, config.pose_graph, self._on_pose_graph, qos.latched_or_not(),
                callback_group=MutuallyExclusiveCallbackGroup(),  # it waits for the memory
            )  # fmt: skip
            self._inputs.append(graph)

    def unsubscribe(self) -> None:
        """Listen no more; what was seen is saved."""
        if self._subscriptions is not None:
            self._subscriptions.close()
            self._subscriptions = None
        for subscription in self._inputs:
            self._node.destroy_subscription(subscription)
        self._inputs.clear()
        self._worker.discard_frames("deactivated")
        try:
            self._worker.call(self._core.commit, timeout_s=self._config.request_timeout_s)
        except WhereseenError as error:
            self._node.get_logger().error(f"not saved: {error}")

    def reconfigure(self, config: MemoryNodeConfig) -> None:
        """Take over live parameters.

        Raises:
            WhereseenError: if the memory refuses them, or is busy; nothing is changed then.
        """
        self._worker.call(
            lambda: self._core.memory.reconfigure(config.memory),
            timeout_s=config.request_timeout_s,
        )
        self._mapper.config = config.input
        self._outputs.reconfigure(config.output)
        self._config = config

    def close(self) -> None:
        """Save and close the memory, and take everything back."""
        if self._tasks is not None:
            self._tasks.close()
        self.unsubscribe()
        self._worker.stop()  # who waits for a reply is told
        self._outputs.close()
        self._transforms.close()
        try:
            self._core.memory.close()
        except WhereseenError as error:
            self._node.get_logger().error(f"not saved: {error}")
        self._services.close()  # late, so that the last replies are on their way

    def health(self, is_active: bool) -> Health:
        """How it is, for diagnostics; asked in any thread."""
        voxel_map, memory = self._core.memory.voxel_map, self._core.memory
        unmatched = self._subscriptions.unmatched() if self._subscriptions else {}
        return Health(
            is_active=is_active,
            tally=self._tally.snapshot(self._clocks.steady_s(), unmatched),
            waiting=self._worker.waiting,
            longest_steps_s=self._outputs.longest_steps_s(),
            loop_closures=self._mapper.closures.count,
            used_mb=voxel_map.memory_bytes() / 2**20,
            limit_mb=float(voxel_map.config.memory_limit_mb),
            voxels=voxel_map.n_voxels,
            keyframes=len(memory.keyframes),
            entities=self._core.objects.n_entities,
            encoder=memory.encoder.spec.model_id,
            device=self._core.device,
            transforms_refused=self._transforms.refused(),
            is_distorted=self._mapper.reader.is_distorted,
            is_unregistered=self._mapper.reader.is_unregistered,
            fault=self._fault if self._clocks.steady_s() < self._fault_until_s else "",
            map_file=self._config.map_file,
            doing="" if self._tasks is None else self._tasks.doing,
            planner_fault="" if self._tasks is None else self._tasks.planner_fault,
        )

    def _background(self) -> float:
        """One piece of work between frames; returns seconds until there is more."""
        now_s = self._clocks.steady_s()
        if now_s >= self._watch_s:
            self._watch_s = now_s + self._mapper.watch()
        return self._outputs.step()

    def _on_pose_graph(self, path: Path) -> None:
        try:
            self._worker.call(
                lambda: self._mapper.closures.follow_graph(self._core, path),
                timeout_s=self._config.request_timeout_s,
            )
        except WhereseenError as error:
            self._tally.drop("pose graph")
            self._node.get_logger().warning(f"the pose graph is not used: {error}")

    def _note_fault(self, error: Exception) -> None:
        self._fault = f"a fault of whereseen: {error!r}"
        self._fault_until_s = self._clocks.steady_s() + _FAULT_SHOWN_S
        self._node.get_logger().error(self._fault, throttle_duration_sec=10.0)


def _own_body(
    node: LifecycleNode, config: MemoryNodeConfig, transforms: TransformSource
) -> OwnBody:
    logger, given = node.get_logger(), config.input
    links = tuple(each.strip() for each in given.robot_links_mapped.split(",") if each.strip())
    return OwnBody(transforms, given.robot_margin_m, links, logger.info, logger.warning)
