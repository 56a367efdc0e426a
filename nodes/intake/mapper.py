"""From frames to memory: where was the camera, what does it show, did a loop close."""

from __future__ import annotations

from whereseen.memory.errors import InvalidObservation, MapFileError
from whereseen.memory.frames import Float64
from whereseen.memory.own_body import OwnBox
from whereseen.nodes.clocks import Clocks
from whereseen.nodes.config import MemoryNodeConfig
from whereseen.nodes.convert.unusable import UnusableMessage
from whereseen.nodes.core import Core
from whereseen.nodes.intake.frame import Frame, FrameReader
from whereseen.nodes.intake.loop_closures import LoopClosures
from whereseen.nodes.intake.own_body import OwnBody
from whereseen.nodes.intake.recognition import Recognition
from whereseen.nodes.intake.tally import Tally
from whereseen.nodes.transforms.errors import PastExtrapolationFailed, TransformError
from whereseen.nodes.transforms.source import TransformSource

_RETRY_S = 0.02
_WATCH_S = 0.5


class Mapper:
    """Uses frames, in the worker thread.

    Args:
        core: The memory.
        transforms: Where the camera was.
        recognition: Reads what other programs recognised.
        tally: Counts.
        clocks: Of the node.
        config: Of the node.
        own: The robot, which is left out of frames; None: nothing is.

    Attributes:
        config: May be replaced while frames come in.
        reader: Makes observations of frames.
        closures: Notices loop closures.
    """

    def __init__(
        self,
        core: Core,
        transforms: TransformSource,
        recognition: Recognition,
        tally: Tally,
        clocks: Clocks,
        config: MemoryNodeConfig,
        own: OwnBody | None = None,
    ) -> None:
        self.config = config.input
        self.reader = FrameReader(recognition, rectified=config.input.rectified)
        odom_frame = None if config.pose_graph else config.odom_frame
        self.closures = LoopClosures(config.correction, odom_frame=odom_frame)
        self._own = own
        self._core = core
        self._transforms = transforms
        self._tally = tally
        self._clocks = clocks
        self._used_ns: int | None = None
        self._waited_for_names = False
        self._seen: tuple[str, int] | None = None

    def take(self, frame: Frame) -> float:
        """Use a frame; returns 0, or seconds after which to try again, as its tf is not here."""
        if self._is_too_soon(frame.stamp_ns):
            self.lose("over max_rate_hz")
            return 0.0
        if self._awaits_names(frame):
            return _RETRY_S
        try:
            T_map_camera = self._pose(frame)
            own = self._own_boxes(frame, T_map_camera)
        except PastExtrapolationFailed:
            self.lose("transform too old")
        except TransformError:
            if not self._is_late(frame):
                return _RETRY_S
            self.lose("no transform")
        else:
            self._observe(frame, T_map_camera, own)
        return 0.0

    def watch(self) -> float:
        """Look for loop closures also where no frame comes; returns seconds until the next look."""
        if self._seen is not None:
            self.closures.look(self._core, self._transforms, *self._seen)
        return _WATCH_S

    def lose(self, reason: str) -> None:
        """A frame was not used."""
        self._tally.drop(reason)

    def _awaits_names(self, frame: Frame) -> bool:
        """Whether the names of the first label image may still come; waited for once only."""
        if frame.labels is None or self.reader.knows_names or self._waited_for_names:
            return False
        end_s = frame.received_s + self.config.transform_timeout_s
        self._waited_for_names = self._clocks.steady_s() >= end_s
        return not self._waited_for_names

    def _is_too_soon(self, stamp_ns: int) -> bool:
        rate_hz = self.config.max_rate_hz
        if rate_hz <= 0.0 or self._used_ns is None:
            return False
        return 0 <= stamp_ns - self._used_ns < int(0.999e9 / rate_hz)

    def _pose(self, frame: Frame) -> Float64:
        """Where the camera was, in the map as it is now; raises TransformError."""
        camera, stamp_ns = frame.camera_frame, frame.stamp_ns
        self._transforms.lookup(self._core.map_frame, camera, stamp_ns)  # it is of use: now look
        self.closures.look(self._core, self._transforms, camera, stamp_ns)
        self._seen = camera, stamp_ns + 1  # what this frame shows belongs to what was before
        return self.closures.pose_now(self._core, self._transforms, camera, stamp_ns)

    def _is_late(self, frame: Frame) -> bool:
        return self._clocks.steady_s() >= frame.received_s + self.config.transform_timeout_s

    def _own_boxes(self, frame: Frame, T_map_camera: Float64) -> tuple[OwnBox, ...]:
        if self._own is None:
            return ()
        is_late = self._is_late(frame)
        return self._own.boxes(T_map_camera, frame.camera_frame, frame.stamp_ns, is_late=is_late)

    def _observe(self, frame: Frame, T_map_camera: Float64, own: tuple[OwnBox, ...]) -> None:
        try:
            observation = self.reader.observation(frame, T_map_camera)
            if self._own is not None:
                observation = self._own.left_out(observation, own)
            self._core.memory.observe(observation)
        except UnusableMessage as error:
            self.lose(error.reason)
        except InvalidObservation as error:
            self.lose(error.what)
        except MapFileError as error:  # it is in memory all the same
            self._tally.drop(f"not saved: {error.what}")
            self._count(frame)
        else:
            self._count(frame)

    def _count(self, frame: Frame) -> None:
        self._used_ns = frame.stamp_ns
        self._core.touch()
        latency_s = (self._clocks.now_ns() - frame.stamp_ns) * 1e-9
        self._tally.map(at_s=self._clocks.steady_s(), latency_s=latency_s)
