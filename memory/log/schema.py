"""The tables of a log; a map file can hold them among its own."""

from __future__ import annotations

APPLICATION_ID = 0x77686C67  # "whlg": of a log in a file of its own
FORMAT_VERSION = 2

SPACE_SHIFT = 40  # a key of `embedding` is space << 40 | observation: one space lies together

LOG_TABLES = """
CREATE TABLE observation(
    id INTEGER PRIMARY KEY AUTOINCREMENT, stamp_ns INTEGER NOT NULL, kind TEXT NOT NULL,
    label TEXT NOT NULL, text TEXT NOT NULL, x REAL, y REAL, z REAL, covariance BLOB,
    frame_id TEXT NOT NULL, score REAL NOT NULL, entity_id INTEGER, place TEXT, attributes TEXT,
    image_id INTEGER, model_id TEXT NOT NULL);
CREATE INDEX observation_by_time ON observation(stamp_ns);
CREATE INDEX observation_by_label ON observation(label, stamp_ns);
CREATE INDEX observation_by_entity ON observation(entity_id, stamp_ns)
    WHERE entity_id IS NOT NULL;
CREATE VIRTUAL TABLE observation_box USING rtree(id, x0, x1, y0, y1, t0, t1);
CREATE VIRTUAL TABLE observation_words USING fts5(
    label, text, content='observation', content_rowid='id',
    tokenize='porter unicode61 remove_diacritics 2');
CREATE TABLE space(
    id INTEGER PRIMARY KEY, model TEXT NOT NULL UNIQUE, dimension INTEGER NOT NULL,
    vectors INTEGER NOT NULL);
CREATE TABLE embedding(key INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE event(
    id INTEGER PRIMARY KEY AUTOINCREMENT, t0_ns INTEGER NOT NULL, t1_ns INTEGER NOT NULL,
    type TEXT NOT NULL, actor TEXT NOT NULL, args TEXT NOT NULL, outcome TEXT NOT NULL);
CREATE INDEX event_by_time ON event(t0_ns);
CREATE TABLE event_observation(
    event_id INTEGER NOT NULL, position INTEGER NOT NULL, observation_id INTEGER NOT NULL,
    PRIMARY KEY(event_id, position)) WITHOUT ROWID;
CREATE INDEX event_of_observation ON event_observation(observation_id);
CREATE TABLE log_note(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO log_note VALUES('erasures', 0);
"""

# Rows of `observation` and `event` tell where things are as far as is known now; these, what was
# written, and all that has moved it since.
CORRECTION_TABLES = """
CREATE TABLE correction(
    id INTEGER PRIMARY KEY AUTOINCREMENT, observation_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL, stamps_ns BLOB NOT NULL, transforms BLOB NOT NULL);
CREATE TABLE observation_origin(
    id INTEGER PRIMARY KEY, x REAL NOT NULL, y REAL NOT NULL, z REAL NOT NULL, covariance BLOB);
CREATE TABLE event_origin(id INTEGER PRIMARY KEY, args TEXT NOT NULL);
"""


def statements() -> list[str]:
    """The tables one statement at a time: a script would commit what is not yet whole."""
    return [*_split(LOG_TABLES), *correction_statements()]


def correction_statements() -> list[str]:
    """The tables that a log of format 1 lacks, one statement at a time."""
    return _split(CORRECTION_TABLES)


def _split(script: str) -> list[str]:
    return [each.strip() for each in script.split(";") if each.strip()]
