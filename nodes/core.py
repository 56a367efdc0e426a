"""What the node's parts share: the memory and what is known about its frames."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

from whereseen.memory.answer import Answer
from whereseen.memory.choosing import encoder_of_map
from whereseen.memory.chronicle import Chronicle, chronicle_of
from whereseen.memory.consolidation.consolidating import consolidating, is_due
from whereseen.memory.encoder.protocol import Encoder, Preparing
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import Float64
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.objects.object_memory import ObjectMemory
from whereseen.memory.operations.watching import WatchFor
from whereseen.memory.spatial.pose_correction import PoseCorrection
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.warming import warm_up
from whereseen.nodes.clocks import Clocks
from whereseen.nodes.config import MemoryNodeConfig
from whereseen.nodes.transforms.errors import TransformError
from whereseen.nodes.transforms.source import TransformSource
from whereseen.nodes.watches import StandingWatches

_STILL_S = 1.0
_NONE = -1


class Standstill:
    """Notices that no frame has come for a moment.

    Args:
        clock_s: A clock that only goes forward.
    """

    def __init__(self, clock_s: Callable[[], float]) -> None:
        self._clock_s = clock_s
        self._newest = (0, clock_s())

    def lasts(self, stamp_ns: int) -> bool:
        """Whether the newest stamp has been the same for a moment."""
        now_s = self._clock_s()
        known_ns, since_s = self._newest
        if stamp_ns != known_ns:
            self._newest = (stamp_ns, now_s)
            return False
        return now_s - since_s >= _STILL_S


class Core:
    """The memory of a node. Only the worker thread calls its methods.

    Attributes:
        memory: The voxel memory.
        map_frame: Frame in which it is.
        log: Takes a line for people.
        last_answer: To the last question, for rviz; None once it may be of what is no longer there.
        revision: Grows with every change, so that nothing is published twice.
        edition: Grows when something is erased or moved, which voids what is half done.
        graph_revision: Grows when the scene graph has become different, so that it is published.
        watches: Of those who want to be told of changes.
        consolidation_period_s: Time of frames between two rounds of upkeep, 0 for none.
    """

    def __init__(
        self,
        memory: SpatialMemory,
        transforms: TransformSource,
        clocks: Clocks,
        log: Callable[[str], object],
        *,
        map_frame: str,
    ) -> None:
        self.map_frame = map_frame
        self.log = log
        self.revision = self.edition = self.graph_revision = 0
        self.last_answer: Answer | None = None
        self._transforms = transforms
        self._clocks = clocks
        self._standstill = Standstill(clocks.steady_s)
        self.memory = memory
        self.watches = StandingWatches(memory)
        self.consolidation_period_s = 0.0
        self._graph_is_of = (_NONE, _NONE)
        self._chronicle: tuple[int, Chronicle] | None = None

    @classmethod
    def make(
        cls,
        config: MemoryNodeConfig,
        transforms: TransformSource,
        clocks: Clocks,
        log: Callable[[str], object],
    ) -> Core:
        """Open the map file if there is one, else begin anew.

        Raises:
            EncoderUnavailable: if the encoder's weights are not here.
            EncoderMismatch: if the map file was made with another encoder.
            MapFileError: if the map file cannot be opened or made.
        """
        file = Path(config.map_file).expanduser() if config.map_file else None
        name, encoder = encoder_of_map(config.encoder, file)
        log("compiling, which takes up to a minute the first time")
        warm_up(encoder.spec)
        if isinstance(encoder, Preparing):
            encoder.prepare()  # requests and frames would wait for it
        _spare_the_collector()
        memory = _memory(config, encoder, file)
        memory.about.setdefault("encoder", name)
        memory.objects.watch([label for label in config.labels.split(",") if label.strip()])
        return cls(memory, transforms, clocks, log, map_frame=config.map_frame)

    @property
    def stamp_ns(self) -> int:
        """Time of the newest frame, 0 before the first."""
        return self.memory.trajectory.last_ns

    @property
    def encoder_family(self) -> str:
        """First word of the encoder's name, as `labels`."""
        return self.memory.encoder.spec.model_id.partition(":")[0].partition("+")[0]

    @property
    def device(self) -> str:
        """Where the encoder runs."""
        return str(getattr(self.memory.encoder, "device", "cpu"))

    def commit(self) -> None:
        """Make everything safe in the map file, if there is one."""
        if self.memory.file is not None:
            self.memory.commit()

    def next_question(self) -> Iterator[None] | None:
        """The standing question that is due in short pieces, None if none is.

        Frames may come between two pieces; it is void once the edition is another. When frames
        have stopped, what was asked shortly before the newest one is asked again.
        """
        period_s = 0.0 if self._standstill.lasts(self.stamp_ns) else None
        pieces = self.objects.refreshing_next(period_s)
        return None if pieces is None else self._touching(pieces)

    def next_upkeep(self) -> Iterator[None] | None:
        """The round of consolidation that is due or half done, in pieces; None if none is."""
        period_s = self.consolidation_period_s
        if not period_s or not self.stamp_ns or not is_due(self.memory, period_s):
            return None
        return self._consolidating()

    def watch(self, condition: WatchFor, lifetime_s: float) -> int:
        """Tell of changes from now on, for so long; returns the number of the watch.

        Raises:
            InvalidQuery: if there are too many, or the text cannot be asked.
        """
        now_s = self._clocks.steady_s()
        self.watches.end_late(now_s)
        return self.watches.begin(condition, now_s + lifetime_s)

    def next_graph(self) -> Iterator[None] | None:
        """Bring the scene graph up to date, in pieces; None if nothing changed since.

        It is void once the edition is another.
        """
        return None if self._graph_is_of[1] == self.revision else self._refreshing_graph()

    @property
    def is_graph_valid(self) -> bool:
        """Whether the scene graph was read since anything was erased or moved."""
        return self._graph_is_of[0] == self.edition

    @property
    def scene_graph(self) -> SceneGraph:
        """Rooms, relations and the graph of them, as last brought up to date."""
        return self.memory.graph

    def graph(self) -> SceneGraph:
        """The same, brought up to date now, which in a large map takes a second."""
        if self._graph_is_of[1] != self.revision:
            is_first = self.memory.graph.history.looked_ns < 0
            for _ in self._refreshing_graph(confirmations=1 if is_first else None):
                pass
        return self.memory.graph

    def chronicle(self) -> Chronicle:
        """Where things were and what happened, up to now, with the rooms of the scene graph."""
        if not self.is_graph_valid:
            self.graph()
        if self._chronicle is None or self._chronicle[0] != self.revision:
            self._chronicle = self.revision, chronicle_of(self.memory, self.memory.graph)
        return self._chronicle[1]

    @property
    def now_ns(self) -> int:
        """Time by the clock of the stamps."""
        return self._clocks.now_ns()

    def show(self, answer: Answer) -> None:
        """Let an answer be seen among the markers."""
        self.last_answer = answer
        self.touch()

    def hide_answer(self) -> None:
        """Let the last answer be seen no more: the memory is not that of which it was."""
        self.last_answer = None
        self.edit()

    def touch(self) -> None:
        """Something changed."""
        self.revision += 1

    def edit(self) -> None:
        """Something was erased or moved."""
        self._chronicle = None
        self.edition += 1
        self.touch()

    @property
    def objects(self) -> ObjectMemory:
        """Things with identity, over the memory."""
        return self.memory.objects

    def replace(self, memory: SpatialMemory) -> None:
        """Go on with another memory, in which the same labels are watched."""
        memory.objects.watch(self.objects.questions.watched)
        self.memory = memory
        self.watches.follow(memory)
        self.hide_answer()

    def correct(self, correction: PoseCorrection) -> None:
        """Move what is stored, after a loop closure."""
        self.memory.correct(correction)
        self.hide_answer()

    def _touching(self, pieces: Iterator[None]) -> Iterator[None]:
        yield from pieces
        self.touch()

    def _consolidating(self) -> Iterator[None]:
        for _ in consolidating(self.memory):
            yield
        self.commit()
        self.touch()

    def _refreshing_graph(self, confirmations: int | None = None) -> Iterator[None]:
        seen, was_valid = (self.edition, self.revision), self.is_graph_valid
        change = yield from self.memory.graph.refreshing(confirmations=confirmations)
        self._graph_is_of = seen
        self.graph_revision += bool(change) or not was_valid

    def pose_of_frame(self, frame_id: str) -> Float64:
        """Pose (4, 4) of a frame now; the identity for the map frame and for no name at all.

        Raises:
            InvalidQuery: if it is not known.
        """
        try:
            return self._transforms.latest(
                self.map_frame, frame_id or self.map_frame
            ).T_target_source
        except TransformError as error:
            raise InvalidQuery(
                "the frame of the request is not known",
                got=f"{frame_id}: {error}",
                remedy=f"Ask in the frame {self.map_frame}",
            ) from error


def _spare_the_collector() -> None:
    """Let Python's collector pass over all that is there to stay.

    Compilers and message types are 100,000 objects and more. To look through them takes 70 ms each
    time that as many messages were made, and everything waits.
    """
    gc.collect()
    gc.freeze()


def _memory(config: MemoryNodeConfig, encoder: Encoder, file: Path | None) -> SpatialMemory:
    if file is None:
        return SpatialMemory(encoder, config.memory)
    if file.exists():
        return SpatialMemory.resume(file, encoder, config.memory)
    memory = SpatialMemory(encoder, config.memory)
    memory.attach(file)
    return memory
