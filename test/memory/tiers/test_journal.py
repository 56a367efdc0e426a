"""Lines that outlive the process, within a transaction and without one."""

from __future__ import annotations

import sqlite3

import pytest

from whereseen.memory.errors import MapFileError
from whereseen.memory.tiers.journal import Ledger, SqliteJournal, VolatileJournal


@pytest.fixture(params=["", None])
def connect(request, tmp_path):
    """Connections to one file, closed in the end, with Python's transactions and without."""
    opened = []

    def connection():
        db = sqlite3.connect(tmp_path / "a.db", isolation_level=request.param)
        opened.append(db)
        return db

    yield connection
    for db in opened:
        db.close()


def test_lines_are_kept_in_order_and_apart_by_name(connect):
    journal, other = SqliteJournal(connect(), "short"), SqliteJournal(connect(), "working")
    journal.append(["a", "b"])
    other.append(["x"])
    journal.append(["c"])
    assert SqliteJournal(connect(), "short").read() == ["a", "b", "c"]
    journal.replace("d")
    journal.append(["e"])
    again = SqliteJournal(connect(), "short")
    again.append(["f"])
    assert again.read() == ["d", "e", "f"]
    assert other.read() == ["x"]


def test_lines_belong_to_the_transaction_that_is_open(connect):
    db = connect()
    journal = SqliteJournal(db, "short")
    journal.append(["kept"])
    db.execute("BEGIN")
    journal.replace("withdrawn")
    db.rollback()
    assert SqliteJournal(connect(), "short").read() == ["kept"]


def test_half_of_what_is_added_is_not_kept(connect):
    journal = SqliteJournal(connect(), "short")
    journal.append(["a"])
    with pytest.raises(MapFileError, match="cannot be used"):
        journal.append(["b", None])
    assert journal.read() == ["a"]
    with pytest.raises(MapFileError):
        journal.replace(None)
    assert journal.read() == ["a"]


def test_a_closed_database_is_named(connect):
    db = connect()
    journal = SqliteJournal(db, "short")
    db.close()
    with pytest.raises(MapFileError, match="closed"):
        journal.append(["a"])


def test_entries_are_held_back_no_longer_than_said():
    journal = VolatileJournal()
    ledger = Ledger(journal, most_held=2)
    ledger.hold(1)
    ledger.hold(2)
    assert journal.read() == []
    ledger.hold(3)
    assert journal.read() == ["1", "2", "3"]
    ledger.hold(4)
    ledger.write({"a": [5]})
    assert list(ledger.read()) == [1, 2, 3, 4, {"a": [5]}]
    ledger.hold(6)
    ledger.rewrite("all")
    ledger.flush()
    assert list(ledger.read()) == ["all"]
