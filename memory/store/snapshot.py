"""A memory to a snapshot, and a map file back to a memory."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.encoder.protocol import Encoder, EncoderSpec, Vocabulary
from whereseen.memory.errors import EncoderMismatch, InvalidConfig, MapFileError
from whereseen.memory.frames import Float32
from whereseen.memory.spatial.chunks import changed_chunks, chunk_keys, insert_chunk, mark_saved
from whereseen.memory.spatial.kernels.scan import list_voxels
from whereseen.memory.store.identity_note import IDENTITY, identity_text
from whereseen.memory.store.kept_config import config_of, config_text
from whereseen.memory.store.map_file import MapFile, MapSnapshot
from whereseen.memory.store.object_tables import NEXT_ID

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory


def snapshot(memory: SpatialMemory) -> MapSnapshot:
    """All that has changed since the last save, with what is needed to drop the rest."""
    voxel_map, keyframes, trajectory = memory.voxel_map, memory.keyframes, memory.trajectory
    objects = memory.objects.rows()
    return MapSnapshot(
        meta={
            "encoder": memory.encoder.spec.to_json(),
            "voxels": json.dumps(asdict(memory.config.voxels), sort_keys=True),
            "config": config_text(memory.config),
            "epoch_ns": str(voxel_map.epoch_ns),
            "frames": str(voxel_map.frames),
            "up_m": json.dumps(trajectory.up_m.tolist()),
            "next_image_id": str(keyframes.next_id),
            NEXT_ID: str(objects.next_id),
            IDENTITY: identity_text(objects),
            "occupied": str(len(list_voxels(voxel_map.arrays)[0])),
            "last_ns": str(trajectory.last_ns),
            "anchor": voxel_map.arrays.anchor.astype("<f4").tobytes().hex(),
            "about": json.dumps(memory.about, sort_keys=True),
            "names": json.dumps(_names(memory)),
        },
        chunks=changed_chunks(voxel_map, keyframes.image_ids),
        chunk_keys=[int(key) for key in chunk_keys(voxel_map)],
        keyframes=tuple(frame for frame in keyframes.slots if frame is not None),
        trajectory=tuple(
            (stamp, *position)
            for stamp, position in zip(trajectory.stamps_ns, trajectory.positions_m, strict=True)
        ),
        objects=objects,
        graph=memory.kept_graph.rows(),
        tiers=memory.tiers.rows(),
        upkeep=memory.upkeep.rows(),
        log_into=memory.log.write_to,
    )


def restore(
    kind: type[SpatialMemory], file: MapFile, encoder: Encoder, config: MemoryConfig | None
) -> SpatialMemory:
    """A memory with all that a map file holds.

    Raises:
        EncoderMismatch: if the encoder is not the one that made the map.
        InvalidConfig: if the map does not fit into the memory limit.
    """
    notes = _Notes.read(file.meta())
    require_encoder(notes.encoder, encoder.spec)
    if config is None:
        config = replace(notes.config, voxels=notes.voxels)
    voxels = replace(config.voxels, voxel_size_m=notes.voxels.voxel_size_m)
    memory = kind(encoder, replace(config, voxels=voxels))
    memory.keyframes.next_id = notes.next_image_id
    slots = {frame.image_id: memory.keyframes.restore(frame) for frame in file.keyframes()}
    for chunk in file.chunks():
        if insert_chunk(memory.voxel_map, chunk, slots) < len(chunk.index):
            raise InvalidConfig(
                "the map does not fit into the memory limit",
                got=f"{voxels.memory_limit_mb} MB",
                remedy=f"Allow at least {notes.voxels.memory_limit_mb} MB, as it was made with",
            )
    mark_saved(memory.voxel_map)
    memory.voxel_map.epoch_ns = notes.epoch_ns
    memory.voxel_map.frames = notes.frames
    memory.voxel_map.arrays.anchor[:] = notes.anchor
    memory.about.update(notes.about)
    if isinstance(encoder, Vocabulary):
        encoder.know(notes.names)
    memory.trajectory.last_ns = notes.last_ns
    memory.trajectory.up_m[:] = notes.up_m
    for stamp, x, y, z in file.trajectory():
        memory.trajectory.stamps_ns.append(stamp)
        memory.trajectory.positions_m.append((x, y, z))
    memory.objects.restore(file.objects())
    memory.kept_graph.restore(file.graph())
    memory.tiers.restore(file.tiers())
    memory.upkeep.restore(file.upkeep())
    memory.log.lie_in(file.path, file.log.mark())
    return memory


def _names(memory: SpatialMemory) -> tuple[str, ...]:
    """What the encoder has recognised; nothing, once everything is forgotten."""
    encoder = memory.encoder
    known = encoder.names_seen() if isinstance(encoder, Vocabulary) else ()
    return known if memory.voxel_map.n_voxels else ()


@dataclass(frozen=True, slots=True)
class _Notes:
    """What `snapshot` puts beside the chunks, read back."""

    encoder: EncoderSpec
    voxels: VoxelConfig
    config: MemoryConfig
    epoch_ns: int
    frames: int
    next_image_id: int
    anchor: Float32
    up_m: list[float]
    last_ns: int
    about: dict[str, str]
    names: tuple[str, ...]

    @classmethod
    def read(cls, meta: dict[str, str]) -> _Notes:
        """Parse them.

        Raises:
            MapFileError: if one is missing or damaged.
        """
        known = {field.name for field in fields(VoxelConfig)}
        try:
            voxels = json.loads(meta["voxels"])
            return cls(
                encoder=EncoderSpec.from_json(meta["encoder"]),
                voxels=VoxelConfig(**{name: voxels[name] for name in known & voxels.keys()}),
                config=config_of(meta.get("config", "{}")),
                epoch_ns=int(meta["epoch_ns"]),
                frames=int(meta["frames"]),
                next_image_id=int(meta["next_image_id"]),
                anchor=np.frombuffer(bytes.fromhex(meta["anchor"]), dtype="<f4"),
                up_m=json.loads(meta["up_m"]),
                last_ns=int(meta.get("last_ns", meta["epoch_ns"])),
                about=json.loads(meta["about"]),
                names=tuple(json.loads(meta.get("names", "[]"))),
            )
        except (KeyError, ValueError, TypeError, AttributeError, InvalidConfig) as error:
            raise MapFileError(
                "the notes of the map are missing or damaged",
                got=f"{type(error).__name__}: {error}",
                remedy="Restore the file from a copy, or map again",
            ) from error


def require_encoder(made_with: EncoderSpec, given: EncoderSpec) -> None:
    """Refuse an encoder whose vectors do not mean what the map's mean.

    Raises:
        EncoderMismatch: naming both.
    """
    if (made_with.model_id, made_with.dimension) != (given.model_id, given.dimension):
        raise EncoderMismatch(
            "the map was made with another encoder",
            got=f"made with {_named(made_with)}, the one in use is {_named(given)}",
            remedy="`whereseen info` shows the name under which it was made, for --encoder",
        )


def _named(spec: EncoderSpec) -> str:
    return f"{spec.model_id} ({spec.dimension}-d)"
