"""How much a map file holds beside voxels and images, without loading it."""

from __future__ import annotations

from typing import Any

from whereseen.memory.graph.keeping import restore_rooms
from whereseen.memory.graph.rooms import RoomMap
from whereseen.memory.objects.entity import Status
from whereseen.memory.store.kept_config import config_of
from whereseen.memory.store.map_file import MapFile
from whereseen.memory.tiers.kept_tiers import KeptTiers

_STATUS = {each.value: each.name.lower() for each in Status}
_HOLDS = {1: "hold", 0: "have ended"}


def count_past(file: MapFile) -> dict[str, Any]:
    """Things, the log, events, relations, rooms, what is at hand, summaries; every value is JSON.

    Raises:
        MapFileError: if the file cannot be read, or what it holds is damaged.
    """
    rooms, tiers = RoomMap(), KeptTiers(config_of(file.meta().get("config", "{}")).tiers)
    if text := file.graph().rooms:
        restore_rooms(rooms, text)
    tiers.restore(file.tiers())
    statuses = file.count_by("entity", "status")
    holding = file.count_by("relation", "valid_to_ns IS NULL")
    return {
        "things": {_STATUS.get(each, str(each)): count for each, count in statuses.items()},
        "log_rows": file.count_by("observation", "kind"),
        "events": file.count_by("event", "type"),
        "relations": {_HOLDS[each]: count for each, count in holding.items()},
        "rooms": [room.name for room in rooms.rooms],
        "at_hand": [unit.label for unit in tiers.short_term.units()],
        "task": tiers.working.state.task,
        "summaries": file.count_by("summary", "level"),
    }
