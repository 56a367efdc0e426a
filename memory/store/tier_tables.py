"""What was at hand, as rows."""

from __future__ import annotations

import sqlite3

from whereseen.memory.tiers.kept_tiers import TierRows


def write_tiers(db: sqlite3.Connection, rows: TierRows) -> None:
    """Make the table hold these lines and no others."""
    db.execute("DELETE FROM tier_journal")
    numbered = ((name, n, line) for name, lines in rows.items() for n, line in enumerate(lines))
    db.executemany("INSERT INTO tier_journal VALUES (?, ?, ?)", numbered)


def read_tiers(db: sqlite3.Connection) -> TierRows:
    """Lines by the name of their journal, in order."""
    found: dict[str, list[str]] = {}
    for name, line in db.execute("SELECT name, line FROM tier_journal ORDER BY name, seq"):
        found.setdefault(str(name), []).append(str(line))
    return {name: tuple(lines) for name, lines in found.items()}
