"""Images kept as evidence: only those that show what no other kept image shows."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.config import KeyframeConfig
from whereseen.memory.frames import Float64
from whereseen.memory.observation import Observation
from whereseen.memory.spatial.arrays import CELLS
from whereseen.memory.spatial.kernels import features
from whereseen.memory.spatial.voxel_map import IntegrationReport, VoxelMap

_FEWEST_CELLS = 20


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A kept image with its camera.

    Attributes:
        image_id: Its identity, never used again.
        stamp_ns: Time of capture.
        camera_id: Which camera took it.
        jpeg: The image, encoded.
        T_map_camera: (4, 4) pose.
        intrinsics: (3, 3) pinhole matrix in pixels.
    """

    image_id: int
    stamp_ns: int
    camera_id: str
    jpeg: bytes
    T_map_camera: Float64
    intrinsics: Float64

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the image, by its header."""
        from PIL import Image

        with Image.open(io.BytesIO(self.jpeg)) as image:
            return image.size

    def rgb(self) -> npt.NDArray[np.uint8]:
        """Decode to (H, W, 3) uint8."""
        from PIL import Image

        with Image.open(io.BytesIO(self.jpeg)) as image:
            return np.asarray(image.convert("RGB"))


class Keyframes:
    """The kept images, within a budget of bytes.

    Cells of the map point to slots of this list; a slot is used again after its image is dropped.
    """

    def __init__(self, config: KeyframeConfig) -> None:
        self.config = config
        self.slots: list[Keyframe | None] = []
        self.next_id = 1

    def __len__(self) -> int:
        return sum(frame is not None for frame in self.slots)

    @property
    def bytes(self) -> int:
        """Bytes of all kept images."""
        return sum(len(frame.jpeg) for frame in self.slots if frame is not None)

    @property
    def image_ids(self) -> npt.NDArray[np.int64]:
        """(S,) identity of the image in each slot, -1 where it is empty."""
        ids = [-1 if frame is None else frame.image_id for frame in self.slots]
        return np.array(ids, dtype=np.int64)

    def get(self, image_id: int) -> Keyframe | None:
        """The image of an identity, if it is still kept."""
        for frame in self.slots:
            if frame is not None and frame.image_id == image_id:
                return frame
        return None

    def restore(self, frame: Keyframe) -> int:
        """Take back a saved image; returns its slot."""
        self.next_id = max(self.next_id, frame.image_id + 1)
        return self._place(frame)

    def consider(
        self, voxel_map: VoxelMap, observation: Observation, report: IntegrationReport
    ) -> bool:
        """Keep the frame just integrated if enough of what it shows has no current image."""
        stale = self._stale(observation.stamp_ns)
        a = voxel_map.arrays
        lacking = features.count_lacking(a, report.cells, stale)
        if lacking < max(_FEWEST_CELLS, self.config.new_share * report.cells.size):
            return False
        frame = Keyframe(
            image_id=self.next_id,
            stamp_ns=observation.stamp_ns,
            camera_id=observation.camera_id,
            jpeg=_encode(observation.rgb, self.config.jpeg_quality),
            T_map_camera=observation.T_map_camera,
            intrinsics=observation.intrinsics,
        )
        if len(frame.jpeg) > int(self.config.budget_mb * 2**20):
            return False
        self.next_id += 1
        slot = self._place(frame)
        stale = np.append(stale, False) if slot == stale.size else stale
        features.point_to_image(a, report.cells, report.pixels, slot, stale)
        self._drop_useless(voxel_map, slot)
        return True

    def drop(self, voxel_map: VoxelMap, slots: Iterable[int]) -> None:
        """Drop the images in some slots; cells that point to them have none then."""
        cell_image = voxel_map.arrays.cell_image[: int(voxel_map.arrays.counts[CELLS])]
        for slot in slots:
            cell_image[cell_image == slot + 1] = 0
            self.slots[slot] = None

    def _place(self, frame: Keyframe) -> int:
        for slot, kept in enumerate(self.slots):
            if kept is None:
                self.slots[slot] = frame
                return slot
        self.slots.append(frame)
        return len(self.slots) - 1

    def _stale(self, now_ns: int) -> npt.NDArray[np.bool_]:
        oldest = now_ns - int(self.config.refresh_s * 1e9)
        return np.array([f is None or f.stamp_ns < oldest for f in self.slots], dtype=np.bool_)

    def _drop_useless(self, voxel_map: VoxelMap, newest: int) -> None:
        """Drop images that no cell points to; over budget, also those fewest cells point to."""
        cell_image = voxel_map.arrays.cell_image[: int(voxel_map.arrays.counts[CELLS])]
        references = np.bincount(cell_image, minlength=len(self.slots) + 1)[1:]
        budget = int(self.config.budget_mb * 2**20)
        total = self.bytes
        for slot in np.argsort(references, kind="stable"):
            frame = self.slots[slot]
            if references[slot] > 0 and total <= budget:
                return
            if frame is None or slot == newest:
                continue
            self.drop(voxel_map, [int(slot)])
            total -= len(frame.jpeg)


def _encode(rgb: npt.NDArray[np.uint8], quality: int) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
