"""A map file of any size, with things that can be asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.encoder.labels import LabelsEncoder
from whereseen.memory.errors import EncoderUnavailable
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.nodes.benchmark.kinds import KINDS
from whereseen.sim.benchmark.adapter import WhereseenUnderTest
from whereseen.sim.benchmark.room_stream import RoomStream, StreamConfig
from whereseen.sim.benchmark.room_tiles import RoomTiles


def write_big_map(file: Path, *, voxels: int, seed: int) -> None:
    """Write a map of exactly so many voxels: copies of the room, out of the camera's reach.

    Raises:
        EncoderUnavailable: if the labels encoder's weights are not here.
    """
    encoder = make_encoder("labels")
    if not isinstance(encoder, LabelsEncoder):
        raise EncoderUnavailable("labels are not encoded by LabelsEncoder")
    vectors = np.stack([encoder.example_of(kind).vector for kind in KINDS])
    config = StreamConfig(seed=seed, dimension=encoder.spec.dimension, moved_frame=None)
    stream = RoomStream(config, vectors=vectors.astype(np.float32))
    memory = SpatialMemory(encoder)
    subject = WhereseenUnderTest(encoder.spec.dimension, memory.config.voxels)
    memory.voxel_map = subject.map
    for _, tile in RoomTiles(stream, subject.voxel_size_m).up_to(voxels):
        subject.fill(tile.indices, tile.features, tile.row)
    memory.save(file)
