"""The file of a symbolic memory: what a robot knows outlives the process that knew it.

Things, beliefs, changes, states, habits and tiers are rows of a map file, deeds are events of a
log, as `SpatialMemory` keeps them; in the place of voxels stand the patches of the sketch.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from whereseen.memory.attributes.thing_attributes import AttributeRows
from whereseen.memory.chronicle import Deed
from whereseen.memory.chronicle.logged import deeds_of, event_of
from whereseen.memory.consolidation.rows import UpkeepRows
from whereseen.memory.log.observation_log import ObservationLog
from whereseen.memory.log.query import EventQuery
from whereseen.memory.store.database import explained, make, open_existing
from whereseen.memory.store.identity_note import IDENTITY, identity_text
from whereseen.memory.store.object_tables import NEXT_ID, read_objects, write_objects
from whereseen.memory.store.tier_tables import read_tiers, write_tiers
from whereseen.memory.store.upkeep_tables import read_upkeep, write_upkeep
from whereseen.sim.symbolic.grounds import Grounds
from whereseen.sim.symbolic.model import SymbolicWorldModel

_SKETCH = "symbolic_sketch"  # under this name among the notes
_ALL = 1_000_000


class Keeping:
    """Writes a memory down, and takes it up again.

    Args:
        path: The file of the map; its log is beside it.

    Raises:
        MapFileError, LogError: here and later, if the disk refuses or a file is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._log_path = path, path.with_suffix(".log")
        self.is_new = not path.exists()
        if self.is_new:
            self._db = make(path, journal="WAL")
            self._log = ObservationLog.create(self._log_path)
        else:
            self._db = open_existing(path)
            self._db.execute("ROLLBACK")
            self._log = ObservationLog.open(self._log_path)
        self._noted = len(self._log.events(EventQuery(limit=_ALL)))

    def save(self, model: SymbolicWorldModel) -> None:
        """Write down what is known; all of it, or nothing, is there afterwards."""
        fresh = model.deeds[self._noted :]
        if fresh:
            self._log.append_events([event_of(deed) for deed in fresh])
            self._noted = len(model.deeds)
        tracking = model.tracking
        states = AttributeRows(states=tuple(tracking.states))
        rows = replace(tracking.tracker.things.rows(), attributes=states)
        with explained(self._path, "written"):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                write_objects(self._db, rows)
                write_tiers(self._db, model.tiers.rows())
                write_upkeep(self._db, UpkeepRows(habits=model.habits))
                self._note(NEXT_ID, str(rows.next_id))
                self._note(IDENTITY, identity_text(rows))
                self._note(_SKETCH, json.dumps(_sketched(model)))
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise

    def load(self, grounds: Grounds) -> SymbolicWorldModel:
        """What was written down last."""
        with explained(self._path, "read"):
            rows, upkeep = read_objects(self._db), read_upkeep(self._db)
            note = json.loads(self._noted_under(_SKETCH))
            tiers = read_tiers(self._db)
        model = SymbolicWorldModel(grounds, upkeep.habits, note["now_ns"], is_furnished=False)
        model.tracking.tracker.things.restore(rows)
        model.tracking.states.restore(rows.attributes.states)
        model.tiers.restore(tiers)
        model.deeds[:] = self._deeds()
        _restore_sketch(model, note)
        return model

    def close(self) -> None:
        """Close both files; nothing is lost without."""
        self._db.close()
        self._log.close()

    def _deeds(self) -> Iterable[Deed]:
        hits = self._log.events(EventQuery(limit=_ALL))
        return deeds_of(hit.event for hit in sorted(hits, key=lambda hit: hit.id))

    def _note(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _noted_under(self, key: str) -> str:
        row: sqlite3.Row = self._db.execute(
            "SELECT value FROM meta WHERE key = ?", (key,)
        ).fetchone()
        return str(row[0])


def _sketched(model: SymbolicWorldModel) -> dict[str, Any]:
    tracking = model.tracking
    return {
        "now_ns": model.now_ns,
        "held": tracking.held,
        "furniture": tracking.furniture,
        "looked": list(model.looked.items()),
        "sketch": tracking.sketch.to_json(),
    }


def _restore_sketch(model: SymbolicWorldModel, note: Mapping[str, Any]) -> None:
    tracking = model.tracking
    tracking.held = note["held"]
    tracking.furniture = {name: int(each) for name, each in note["furniture"].items()}
    model.looked = {int(key): (int(at), float(left)) for key, (at, left) in note["looked"]}
    tracking.sketch.restore(note["sketch"])
    model.become(note["now_ns"])
