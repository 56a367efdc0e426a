"""All that the memory node publishes of the memory."""

from __future__ import annotations

import importlib
from typing import Any

from rclpy.lifecycle import LifecycleNode

from whereseen.nodes.clocks import Clocks
from whereseen.nodes.config import OutputConfig
from whereseen.nodes.core import Core
from whereseen.nodes.outputs.graph import ChangeMarkersOutput, GraphMarkersOutput, GraphOutput
from whereseen.nodes.outputs.graph_rounds import GraphRounds
from whereseen.nodes.outputs.grid import GridOutput
from whereseen.nodes.outputs.longest_steps import LongestSteps
from whereseen.nodes.outputs.noticed import NoticedOutput
from whereseen.nodes.outputs.objects import MarkersOutput, ObjectsOutput, VisionOutput
from whereseen.nodes.outputs.output import Output, Schedule
from whereseen.nodes.outputs.questions import QuestionRounds
from whereseen.nodes.outputs.upkeep import UpkeepRounds
from whereseen.nodes.outputs.voxels import VoxelsOutput, VoxelUpdatesOutput


class Outputs:
    """Publishes the memory; `step` is called in the worker's thread while it has nothing to do."""

    def __init__(
        self, node: LifecycleNode, core: Core, config: OutputConfig, clocks: Clocks
    ) -> None:
        self._node = node
        self._core = core
        self._noticed = NoticedOutput(node, config.objects_period_s)
        self._objects: list[ObjectsOutput | VisionOutput] = [
            ObjectsOutput(node, config.objects_period_s),
            *_vision_outputs(node, config.objects_period_s),
        ]
        self._markers = MarkersOutput(node, config.markers_period_s)
        self._graph: list[GraphOutput | GraphMarkersOutput | ChangeMarkersOutput] = [
            GraphOutput(node, config.markers_period_s),
            GraphMarkersOutput(node, config.markers_period_s),
            ChangeMarkersOutput(node, config.markers_period_s),
        ]
        self._updates = VoxelUpdatesOutput(node, config.updates_period_s)
        self._voxels = VoxelsOutput(node, config.voxels_period_s)
        self._grid = GridOutput(node, config.map_period_s, config.map_resolution_m)
        self._steps = LongestSteps(clocks.steady_s)
        self._questions = QuestionRounds(core, self._steps)
        self._rounds = GraphRounds(core, self._steps, config.graph_period_s)
        core.consolidation_period_s = config.consolidation_period_s
        self._upkeep = UpkeepRounds(core, self._steps)
        self._schedule = Schedule(core, self._all, self._steps)

    @property
    def _all(self) -> list[Output]:
        markers = [self._markers, *self._graph]
        return [self._noticed, *self._objects, *markers, self._updates, self._voxels, self._grid]

    def step(self) -> float:
        """Publish one thing or ask one standing question; returns seconds until there is more."""
        pause_s = self._schedule.step()
        if pause_s == 0.0:
            return pause_s
        pauses_s = (each.step() for each in (self._questions, self._rounds, self._upkeep))
        return min(pause_s, *pauses_s)

    def longest_steps_s(self) -> dict[str, float]:
        """How long each kind of step took at most; may be asked in any thread."""
        return self._steps.seconds()

    def reconfigure(self, config: OutputConfig) -> None:
        """Take over other periods."""
        for output in self._objects:
            output.period_s = config.objects_period_s
        for markers in (self._markers, *self._graph):
            markers.period_s = config.markers_period_s
        self._rounds.period_s = config.graph_period_s
        self._noticed.period_s = config.objects_period_s
        self._core.consolidation_period_s = config.consolidation_period_s
        self._updates.period_s = config.updates_period_s
        self._voxels.period_s = config.voxels_period_s
        self._grid.period_s = config.map_period_s
        self._grid.resolution_m = config.map_resolution_m

    def close(self) -> None:
        """Publish no more."""
        for output in self._all:
            output.close()


def _vision_outputs(node: LifecycleNode, period_s: float) -> list[VisionOutput]:
    """The output for vision_msgs where it is installed."""
    try:
        messages: Any = importlib.import_module("vision_msgs.msg")
    except ModuleNotFoundError:
        return []
    return [VisionOutput(node, period_s, messages)]
