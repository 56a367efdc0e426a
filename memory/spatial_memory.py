"""The facade: observe frames, ask questions, keep it all in one file."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Answer, Place
from whereseen.memory.answering import Answerer
from whereseen.memory.attributes.noticing import plain
from whereseen.memory.config import MemoryConfig
from whereseen.memory.consolidation.kept_upkeep import KeptUpkeep
from whereseen.memory.consolidation.report import ConsolidationReport
from whereseen.memory.correcting import correct_all
from whereseen.memory.encoder.protocol import Encoder, Query
from whereseen.memory.errors import InvalidConfig, InvalidQuery
from whereseen.memory.file_backed import FileBacked
from whereseen.memory.graph.kept_graph import KeptGraph
from whereseen.memory.knobs import fixed_changes
from whereseen.memory.log.memory_log import MemoryLog
from whereseen.memory.objects.colouring import colours_asked, most_places, of_colours
from whereseen.memory.objects.object_memory import ObjectMemory
from whereseen.memory.observation import Observation
from whereseen.memory.operations.operations import Operations
from whereseen.memory.spatial.erasing import ForgetReport, clear_voxels, images_showing
from whereseen.memory.spatial.evidence import crop_of
from whereseen.memory.spatial.keyframes import Keyframe, Keyframes
from whereseen.memory.spatial.moving import MoveReport
from whereseen.memory.spatial.pose_correction import PoseCorrection
from whereseen.memory.spatial.recalling import ImageFilter, Recollection, recall_images
from whereseen.memory.spatial.selection import Selection, occupied_in
from whereseen.memory.spatial.voxel_map import IntegrationReport, VoxelMap, Voxels
from whereseen.memory.tiers.kept_tiers import KeptTiers
from whereseen.memory.trajectory import Trajectory

if TYPE_CHECKING:
    from whereseen.memory.graph.scene_graph import SceneGraph


@dataclass(frozen=True, slots=True)
class ObservationReport:
    """What one observation did.

    Attributes:
        voxels: What it did to the voxel map.
        is_keyframe: Whether its image was kept.
        saved_frames: Frames that this observation made safe on disk, or None if it saved none.
        map_cpu_s: Processor time of the voxel memory, without the encoder.
    """

    voxels: IntegrationReport
    is_keyframe: bool
    saved_frames: int | None
    map_cpu_s: float


class SpatialMemory(FileBacked, Operations):
    """Remembers what is where, since when and how sure, and answers questions about it.

    One thread at a time: its kernels release the interpreter's lock and it takes none of its own.

    Args:
        encoder: Turns images and questions into vectors of one space.
        config: Every knob; the defaults are usable.
        clock_s: A clock that only goes forward, for saving in time when stamps stand still.

    Attributes:
        objects: Things that keep their identity.
        kept_graph: The scene graph as it is kept with the map; `graph` is the way to it.
        log: What was observed of things and what happened to them, row by row.
        tiers: What is at hand, and the task that it is for.
        upkeep: Summaries and habits, as the last round of consolidation made them.
        about: Free notes that are kept with the map, as where the recording came from.
    """

    def __init__(
        self,
        encoder: Encoder,
        config: MemoryConfig | None = None,
        *,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        FileBacked.__init__(self, clock_s)
        self.encoder = encoder
        self.config = config or MemoryConfig()
        self.voxel_map = VoxelMap(self.config.voxels, encoder.spec.dimension)
        self.keyframes = Keyframes(self.config.keyframes)
        self.trajectory = Trajectory()
        self.objects = ObjectMemory(self, self.config.objects)
        self.about: dict[str, str] = {}
        self.kept_graph = KeptGraph(self)
        self.log = MemoryLog(encoder, self.config.log.policies)
        self.tiers = KeptTiers(self.config.tiers)
        self.upkeep = KeptUpkeep()
        Operations.__init__(self)

    def reconfigure(self, config: MemoryConfig) -> None:
        """Use other limits and thresholds from now on.

        Raises:
            InvalidConfig: naming what cannot change; nothing has changed then.
        """
        fixed = list(fixed_changes(self.config, config))
        if fixed:
            raise InvalidConfig(
                f"{', '.join(fixed)} cannot change while the memory is in use",
                remedy="Start a new memory, or open the saved one, with another value",
            )
        self.config = config
        self.voxel_map.reconfigure(config.voxels)
        self.keyframes.config = config.keyframes
        self.objects.reconfigure(config.objects)

    def observe(self, observation: Observation) -> ObservationReport:
        """Remember one frame: encode, carve, integrate, keep the image if it shows new things.

        Args:
            observation: A validated frame.

        Raises:
            InvalidObservation: if the encoder cannot use the frame.
        """
        features = self.encoder.encode(plain(observation))
        start = time.process_time()
        report = self.voxel_map.integrate(observation, features)
        map_cpu_s = time.process_time() - start
        kept = self.keyframes.consider(self.voxel_map, observation, report)
        self.trajectory.add(observation.stamp_ns, observation.T_map_camera)
        self.objects.notice(observation, features)
        saved = self._autosave(observation.stamp_ns)
        return ObservationReport(
            voxels=report, is_keyframe=kept, saved_frames=saved, map_cpu_s=map_cpu_s
        )

    def ask(self, text: str, *, top: int = 5, within: Selection | None = None) -> Answer:
        """Answer an open-vocabulary question about where something is now.

        Args:
            text: The question, as "a red mug".
            top: At most so many places.
            within: The part of the map that is searched; everything if None.

        Raises:
            InvalidQuery: if the text is empty or too long.
        """
        return self.answer(self.encoder.query_text(text), top=top, within=within)

    def ask_image(
        self, rgb: npt.NDArray[np.uint8], *, top: int = 5, within: Selection | None = None
    ) -> Answer:
        """Answer where the thing on a crop (H, W, 3) uint8 is now, as `ask` does."""
        return self.answer(self.encoder.query_image(rgb), top=top, within=within)

    def answer(self, query: Query, *, top: int = 5, within: Selection | None = None) -> Answer:
        """Answer an encoded question: rank places, look twice at the best, refuse if unsure.

        Places that someone told of are ranked among those that were seen. Where a colour is asked
        for and names tell none, it must be the one that was seen.

        Raises:
            InvalidQuery: if `top` is not positive or the vector does not fit the map.
        """
        if top < 1:
            raise InvalidQuery("top must be at least 1", got=str(top), remedy="Ask for a place")
        answerer = Answerer(self.encoder, self.voxel_map, self.keyframes)
        config, colours = self.config.places, colours_asked(query, self.encoder)
        most = most_places(colours, top)
        seen = answerer.answer(query, config, top=most, within=within)
        answer = self.objects.with_told(seen, query, top=most, within=within)
        if not colours:
            return answer
        return of_colours(answer, colours, self.objects, found_at=config.found_at, top=top)

    def recall_images(
        self,
        query: str | Query | None = None,
        *,
        selection: Selection | None = None,
        camera_id: str | None = None,
        limit: int = 10,
    ) -> tuple[Recollection, ...]:
        """Kept images: those that show best what is asked for, or the newest.

        Args:
            query: A question as for `ask`, an encoded one, or None.
            selection: Only images taken in its stretch of time that show something in its box.
            camera_id: Only images of this camera.
            limit: At most so many.

        Raises:
            InvalidQuery: if the question cannot be asked or `limit` is not positive.
        """
        if limit < 1:
            raise InvalidQuery("limit must be at least 1", got=str(limit), remedy="Ask for one")
        asked = self.encoder.query_text(query) if isinstance(query, str) else query
        images = ImageFilter(within=selection, camera_id=camera_id)
        found = recall_images(self.voxel_map, self.keyframes, asked, self.config.places, images)
        return tuple(found[:limit])

    def correct(self, correction: PoseCorrection) -> MoveReport:
        """Move what is stored, as a closed loop or a pose graph tells; nothing is seen anew.

        Voxels, their features and things move by when they were last seen, images and the
        trajectory by when they were taken, rows of the log and what is at hand by their stamps,
        rooms with their floors. Each correction rounds to the grid: collect small ones into one.
        """
        return correct_all(self, correction)

    def count(self, selection: Selection) -> int:
        """How many occupied voxels a part of the map holds."""
        return len(occupied_in(self.voxel_map, selection).index)

    def clear(self, selection: Selection) -> int:
        """Empty a part of the map and keep the images; returns how many voxels were occupied."""
        return clear_voxels(self.voxel_map, selection)

    def forget(self, selection: Selection) -> ForgetReport:
        """Empty a part of the map; drop its things and every image that shows it, in the file too.

        A file attached is committed, and holds no byte of them afterwards. Copies that were
        saved under other names are not touched.

        Raises:
            MapFileError: if the disk refuses; they are gone from memory then, not from the file.
        """
        slots = images_showing(self.voxel_map, self.keyframes, selection)
        self.keyframes.drop(self.voxel_map, slots)
        voxels = clear_voxels(self.voxel_map, selection)
        self.objects.drop(self.objects.select(selection))
        self.log.forget((), selection)
        self.upkeep.forget((), (), selection)
        return ForgetReport(voxels=voxels, images=len(slots), scrubbed=self.scrub())

    def consolidate(
        self, *, until_ns: int | None = None, budget_s: float | None = None
    ) -> ConsolidationReport:
        """Thin and archive what is old, learn where things usually are, sum up what is known.

        All of it is one transaction with the attached file, if there is one. What is kept for how
        long is in `config.log` and `config.archive`; `consolidation` has more to ask for.

        Args:
            until_ns: Up to when it looks; None for the time of the newest frame.
            budget_s: After so long it stops, and the next call goes on there; None for no bound.

        Raises:
            MapFileError: if the disk refuses; the file stays as it was.
        """
        from whereseen.memory.consolidation.consolidating import consolidate

        return consolidate(self, until_ns=until_ns, budget_s=budget_s, clock_s=self._clock_s)

    @property
    def graph(self) -> SceneGraph:
        """Rooms, relations and since when they hold, as of the last `graph.refresh()`.

        They are kept with the map. Like `objects` it is of no use without its memory: hold that.

        Raises:
            MapFileError: if what the file holds of it is damaged.
        """
        return self.kept_graph.graph

    def voxels(self) -> Voxels:
        """All occupied voxels."""
        return self.voxel_map.occupied()

    def keyframe(self, image_id: int) -> Keyframe | None:
        """A kept image, by the identity that a place names."""
        return self.keyframes.get(image_id)

    def crop(self, place: Place) -> npt.NDArray[np.uint8] | None:
        """The part (h, w, 3) uint8 of its key frame that shows a place, if one was kept."""
        frame = None if place.image_id is None else self.keyframe(place.image_id)
        return None if frame is None else crop_of(frame, place)
