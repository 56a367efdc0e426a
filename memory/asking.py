"""Questions to a map file, for the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path
from typing import Any

from whereseen.memory.answer import Answer
from whereseen.memory.attributes.colour import colour_terms_in
from whereseen.memory.chronicle import Chronicle, ChronicleAnswerer, Recollection, chronicle_of
from whereseen.memory.counting import count_past
from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.encoder.protocol import Encoder, EncoderSpec
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.language import NotUnderstood, QuestionReader
from whereseen.memory.language.rephrasing import is_question
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.store.map_file import MapFile


def open_map(file: Path, encoder_name: str = "auto") -> SpatialMemory:
    """Open a map with the encoder that it names, or with another name for the same model.

    Raises:
        MapFileError: if the file cannot be opened.
        EncoderUnavailable: if the encoder's weights are not here.
        EncoderMismatch: if the encoder is another one.
    """
    return SpatialMemory.open(file, encoder_of(file, encoder_name))


def resume_map(file: Path, encoder_name: str = "auto") -> SpatialMemory:
    """Open a map to change it; raises like `open_map`."""
    return SpatialMemory.resume(file, encoder_of(file, encoder_name))


def encoder_of(file: Path, name: str) -> Encoder:
    """The encoder of a name, or for `auto` the one that the map names; raises as `open_map`."""
    if name == "auto":
        with MapFile.open(file) as opened:
            name = opened.about().get("encoder", "labels")
    return make_encoder(name)


def answer_question(
    memory: SpatialMemory, question: str | None, image: Path | None, *, top: int
) -> Answer:
    """Answer a text, or the example that a picture file shows.

    Raises:
        InvalidQuery: if the text or the picture cannot be used.
        InvalidObservation: if the picture cannot be read.
    """
    if image is None:
        return memory.ask(question or "", top=top)
    from whereseen.memory.io.images import read_colour

    return memory.ask_image(read_colour(image), top=top)


def recollect(
    memory: SpatialMemory, question: str, zone: tzinfo, known: Callable[[], Chronicle] | None = None
) -> Recollection | None:
    """Answer a question about the past, or about more than where a thing is; else None.

    It is asked at the time of the newest frame.

    Args:
        memory: Its things and what changed.
        question: Of a person.
        zone: Of that person's clocks.
        known: Gives the chronicle of this memory; None makes one.

    Raises:
        NotAnswered: (an InvalidQuery) if it is one that cannot be answered.
        NotUnderstood: (an InvalidQuery) if it is one that is not understood.
    """
    try:
        asked = QuestionReader(zone=zone).read(question, memory.objects.now_ns)
    except NotUnderstood:
        if is_question(question):
            raise
        return None
    except InvalidQuery:
        return None
    if asked.is_plain and not (asked.unknown and all(map(str.isdigit, asked.unknown))):
        return None  # numbers are of rooms, which only the chronicle knows by name
    coloured = bool(colour_terms_in(question.casefold().rstrip("?.! ").split()))
    chronicle = chronicle_of(memory, coloured=coloured) if known is None or coloured else known()
    return ChronicleAnswerer(chronicle, zone).answer(question)


def describe_map(file: Path) -> dict[str, Any]:
    """What a map holds, without loading it; every value is JSON."""
    with MapFile.open(file) as opened:
        meta = opened.meta()
        chunks, voxels, cells = opened.count_chunks()
        images, image_bytes = opened.count_keyframes()
        path = opened.trajectory()
        past = count_past(opened)
    return {
        "file": str(file),
        "bytes": file.stat().st_size,
        "frames": int(meta["frames"]),
        "voxels": int(meta.get("occupied", voxels)),
        "feature_cells": cells,
        "chunks": chunks,
        "keyframes": images,
        "keyframe_bytes": image_bytes,
        "first_ns": path[0][0] if path else None,
        "last_ns": int(meta["last_ns"]) if "last_ns" in meta else path[-1][0] if path else None,
        **past,
        "voxel_size_m": json.loads(meta["voxels"])["voxel_size_m"],
        "encoder": EncoderSpec.from_json(meta["encoder"]).model_id,
        "about": json.loads(meta["about"]),
    }
