"""Rooms as text, so that they keep their identities and names from one start to the next."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from whereseen.memory.errors import MapFileError, NewerFormat
from whereseen.memory.graph.floor_grid import FloorGrid
from whereseen.memory.graph.naming import Guess
from whereseen.memory.graph.partition import Labels
from whereseen.memory.graph.rooms import RoomMap

FORMAT = 1
_MOST_CELLS = 100_000_000


def rooms_text(room_map: RoomMap) -> str:
    """All that rooms are known again by, as JSON; some kilobytes."""
    storeys = [
        {
            "floor_m": storey.grid.floor_m,
            "cell_m": storey.grid.cell_m,
            "low": list(storey.grid.low),
            "shape": list(storey.ids.shape),
            "ids": base64.b85encode(zlib.compress(storey.ids.astype("<i4").tobytes())).decode(),
        }
        for storey in room_map.storeys
    ]
    names = {str(room.id): room.given_name for room in room_map.rooms if room.given_name}
    kinds = {str(room.id): [room.kind, room.probability] for room in room_map.rooms}
    content = {
        "format": FORMAT,
        "next_id": room_map.next_id,
        "names": names,
        "kinds": kinds,
        "storeys": storeys,
    }
    return json.dumps(content, ensure_ascii=False)


def restore_rooms(room_map: RoomMap, text: str) -> None:
    """Take back what `rooms_text` gave; doors come with the next update.

    Raises:
        NewerFormat: if the text is of a newer version.
        MapFileError: if it is damaged; the rooms stay as they were.
    """
    try:
        content = json.loads(text)
        if content["format"] > FORMAT:
            raise NewerFormat("rooms of a newer format", got=str(content["format"]))
        names = {int(each): str(name) for each, name in content["names"].items()}
        kinds = content.get("kinds", {}).items()  # maps of format 4 lack them
        guesses = {int(each): Guess(str(kind), float(p)) for each, (kind, p) in kinds}
        known = list(_storeys(content["storeys"]))
        next_id = int(content["next_id"])
    except (KeyError, TypeError, ValueError, AttributeError, zlib.error) as error:
        raise MapFileError(
            "the rooms are damaged", got=str(error), remedy="Leave them out: they are found anew"
        ) from error
    room_map.resume(known, names, next_id, guesses)


def _storeys(listed: list[dict[str, Any]]) -> Iterator[tuple[FloorGrid, Labels]]:
    for each in listed:
        height, width = (int(size) for size in each["shape"])
        cell_m, floor_m = float(each["cell_m"]), float(each["floor_m"])
        if not (0 < height * width <= _MOST_CELLS and cell_m > 0.0 and np.isfinite(floor_m)):
            raise ValueError(f"a storey of {height} x {width} cells of {cell_m} m")
        unpacked = zlib.decompressobj().decompress(
            base64.b85decode(each["ids"]), 4 * height * width + 1
        )
        ids = np.frombuffer(unpacked, "<i4").reshape(height, width).astype(np.int32)
        if ids.min() < 0:
            raise ValueError("a room has a negative identity")
        nothing = np.zeros(ids.shape, dtype=np.bool_)
        low = (int(each["low"][0]), int(each["low"][1]))
        yield FloorGrid(ids > 0, nothing, ids > 0, nothing, cell_m, low, floor_m), ids
