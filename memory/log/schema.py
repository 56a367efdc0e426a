"""The tables of a log; a map file can hold them among its own."""

from __future__ import annotations

APPLICATION_ID = 0x77686C67  # "whlg": of a log in a file of its own
FORMAT_VERSION = 1

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


def statements() -> list[str]:
    """The tables one statement at a time: a script would commit what is not yet whole."""
    return [each.strip() for each in LOG_TABLES.split(";") if each.strip()]
