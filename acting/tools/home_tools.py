"""Tools about the home as it is: things, rooms, scene graph, likely places, an image."""

from __future__ import annotations

import io
import json
from typing import Any

from whereseen.acting.tools.asking_tools import LIMIT, ROOM, TOP
from whereseen.acting.tools.parameters import Is, Parameter
from whereseen.acting.tools.plain import entity_json, rooms_json
from whereseen.acting.tools.tool import OBJECTS, TEXT, WHOLE, Arguments, Desk, Tool, told
from whereseen.memory.consolidation.habits import likely_places
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.graph.exports import to_json, tree_text
from whereseen.memory.objects.entity import Status
from whereseen.memory.operations.named import room_named
from whereseen.memory.reviewing import things_named

_MOST_IMAGE_BYTES = 24_000
_QUALITIES = (85, 70, 50, 30)


def _things(desk: Desk, said: Arguments) -> dict[str, Any]:
    memory = desk.memory
    listed = things_named(memory, said["name"]) if said["name"] else memory.objects.entities()
    if not said["gone"]:
        listed = tuple(each for each in listed if each.status != Status.GONE)
    if said["room"]:
        room = room_named(memory.graph, said["room"])
        listed = tuple(
            each for each in listed if memory.graph.rooms.room_of(each.position_m) == room.id
        )
    shown = [entity_json(each, memory) for each in listed[: said["limit"]]]
    return {"things": shown, "fitting": len(listed)}


def _rooms(desk: Desk, _: Arguments) -> dict[str, Any]:
    return {"rooms": rooms_json(desk.memory.graph)}


def _scene_graph(desk: Desk, said: Arguments) -> dict[str, Any]:
    view = desk.memory.graph.view
    if said["form"] == "tree":
        return {"text": tree_text(view)}
    content: dict[str, Any] = json.loads(to_json(view))
    return {"text": "", "nodes": content["nodes"], "edges": content["edges"]}


def _likely_places(desk: Desk, said: Arguments) -> dict[str, Any]:
    found = likely_places(desk.memory, said["label"])
    return {
        "places": [
            {
                "room": each.room,
                "furniture": each.support,
                "probability": each.probability,
                "position_m": None if each.position_m is None else list(each.position_m),
            }
            for each in found[: said["top"]]
        ],
        "fitting": len(found),
    }


def _image(desk: Desk, said: Arguments) -> dict[str, Any]:
    frame = desk.memory.keyframe(said["image_id"])
    if frame is None:
        raise InvalidQuery(
            "there is no such image",
            got=str(said["image_id"]),
            remedy="Take an image_id from localize or explain",
        )
    data, size_px = _small(frame.jpeg, said["most_px"])
    return {
        "image_id": frame.image_id,
        "taken_ns": frame.stamp_ns,
        "camera": frame.camera_id,
        "mime": "image/jpeg",
        "width_px": size_px[0],
        "height_px": size_px[1],
        "base64": data,
    }


def _small(jpeg: bytes, most_px: int) -> tuple[bytes, tuple[int, int]]:
    """An image made smaller, until it is small enough, as JPEG; and its size."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as image:
        small = image.convert("RGB")
    while True:
        small.thumbnail((most_px, most_px))
        for quality in _QUALITIES:
            out = io.BytesIO()
            small.save(out, "JPEG", quality=quality)
            if out.tell() <= _MOST_IMAGE_BYTES:
                return out.getvalue(), small.size
        most_px = max(small.size) // 2


HOME = (
    Tool(
        name="things",
        about="Things that are known, with identity, room, furniture and position.",
        parameters=(
            Parameter(name="name", kind=Is.TEXT, default="", about='As "mug"; empty for all.'),
            ROOM,
            Parameter(name="gone", kind=Is.YES_NO, default=False, about="Those that are gone too."),
            LIMIT,
        ),
        gives={"things": OBJECTS, "fitting": told(WHOLE, "How many there are.")},
        run=_things,
    ),
    Tool(
        name="rooms",
        about="All rooms, with the rooms that their doors lead to.",
        parameters=(),
        gives={"rooms": OBJECTS},
        run=_rooms,
    ),
    Tool(
        name="scene_graph",
        about="Building, floors, rooms, furniture and what is on and in it.",
        parameters=(
            Parameter(
                name="form",
                kind=Is.TEXT,
                default="tree",
                choices=("tree", "graph"),
                about="tree for text, graph for nodes and edges.",
            ),
        ),
        gives={"text": TEXT},
        run=_scene_graph,
    ),
    Tool(
        name="likely_places",
        about="Where a thing of a kind would be of which nothing else is known, as learnt from "
        "where such things were; the likeliest first.",
        parameters=(
            Parameter(name="label", kind=Is.TEXT, least=1, most=200, about='As "mug".'),
            TOP,
        ),
        gives={"places": OBJECTS, "fitting": WHOLE},
        run=_likely_places,
        sums_up=True,
    ),
    Tool(
        name="image",
        about="A small copy of a kept image, which other tools name by its image_id.",
        parameters=(
            Parameter(
                name="image_id",
                kind=Is.WHOLE,
                least=0,
                most=2**53,
                about="As localize and explain give it.",
            ),
            Parameter(
                name="most_px",
                kind=Is.WHOLE,
                default=320,
                least=32,
                most=640,
                about="Longest edge in pixels.",
            ),
        ),
        gives={"image_id": WHOLE, "mime": TEXT, "base64": TEXT},
        run=_image,
    ),
)
