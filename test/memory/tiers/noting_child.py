"""A process that notes one unit after another, to be killed by a test. Usage: FILE."""

from __future__ import annotations

import sqlite3
import sys

from whereseen.memory.tiers.config import TierConfig
from whereseen.memory.tiers.journal import SqliteJournal
from whereseen.memory.tiers.short_term import ShortTermMemory
from whereseen.memory.tiers.unit import Reason, Unit

db = sqlite3.connect(sys.argv[1])
db.execute("PRAGMA journal_mode=WAL")
config = TierConfig(policy="lru", most_lines=50)
memory = ShortTermMemory(config, SqliteJournal(db, "short"))
for number in range(1, 1_000_000):
    memory.recall(number)
    memory.note(Unit(number, "mug", (0.0, 0.0, 0.0), number, Reason.ASKED))
    print(number, flush=True)  # noqa: T201
