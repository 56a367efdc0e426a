"""The tables of a map file."""

from __future__ import annotations

from whereseen.memory.log.schema import CORRECTION_TABLES, LOG_TABLES
from whereseen.memory.tiers.journal import TIER_TABLE

APPLICATION_ID = 0x77687365  # "whse"
FORMAT_VERSION = 5

OBJECT_TABLES = """
CREATE TABLE entity(
    id INTEGER PRIMARY KEY, label TEXT NOT NULL, status INTEGER NOT NULL, probability REAL NOT NULL,
    x REAL NOT NULL, y REAL NOT NULL, z REAL NOT NULL,
    size_x REAL NOT NULL, size_y REAL NOT NULL, size_z REAL NOT NULL,
    first_seen_ns INTEGER NOT NULL, last_seen_ns INTEGER NOT NULL, image_id INTEGER,
    voxels INTEGER NOT NULL, points BLOB NOT NULL);
CREATE TABLE belief(
    id INTEGER PRIMARY KEY, entity_id INTEGER NOT NULL,
    x REAL NOT NULL, y REAL NOT NULL, z REAL NOT NULL,
    size_x REAL NOT NULL, size_y REAL NOT NULL, size_z REAL NOT NULL,
    valid_from_ns INTEGER NOT NULL, valid_to_ns INTEGER, probability REAL NOT NULL,
    cause INTEGER NOT NULL, source TEXT NOT NULL);
CREATE TABLE change(
    id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, earliest_ns INTEGER NOT NULL,
    latest_ns INTEGER NOT NULL, entity_id INTEGER NOT NULL, before INTEGER, after INTEGER);
"""

GRAPH_TABLES = """
CREATE TABLE relation(
    subject TEXT NOT NULL, predicate TEXT NOT NULL, object TEXT NOT NULL,
    valid_from_ns INTEGER NOT NULL, valid_to_ns INTEGER, is_remembered INTEGER NOT NULL,
    PRIMARY KEY(subject, predicate, object, valid_from_ns)) WITHOUT ROWID;
CREATE TABLE doubt(
    subject TEXT NOT NULL, predicate TEXT NOT NULL, object TEXT NOT NULL,
    since_ns INTEGER NOT NULL, looks INTEGER NOT NULL,
    PRIMARY KEY(subject, predicate, object)) WITHOUT ROWID;
"""

ATTRIBUTE_TABLES = """
CREATE TABLE look(
    id INTEGER PRIMARY KEY, colours BLOB, container_id INTEGER, taken_ns INTEGER);
CREATE TABLE state(
    id INTEGER PRIMARY KEY, entity_id INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    valid_from_ns INTEGER NOT NULL, valid_to_ns INTEGER, seen_ns INTEGER NOT NULL,
    known_from_ns INTEGER NOT NULL, known_to_ns INTEGER, probability REAL NOT NULL,
    source TEXT NOT NULL);
"""

TABLES_OF_4 = f"{ATTRIBUTE_TABLES} {GRAPH_TABLES} {LOG_TABLES} {TIER_TABLE};"

UPKEEP_TABLES = """
CREATE TABLE summary(
    level TEXT NOT NULL, scope TEXT NOT NULL, day TEXT NOT NULL, name TEXT NOT NULL,
    t0_ns INTEGER NOT NULL, t1_ns INTEGER NOT NULL, text TEXT NOT NULL, stats TEXT NOT NULL,
    source TEXT NOT NULL, known_ns INTEGER NOT NULL, thing_ids TEXT NOT NULL,
    PRIMARY KEY(level, scope, day)) WITHOUT ROWID;
CREATE TABLE habit(
    label TEXT NOT NULL, room TEXT NOT NULL, support TEXT NOT NULL, weight REAL NOT NULL,
    PRIMARY KEY(label, room, support)) WITHOUT ROWID;
"""

TABLES = (
    OBJECT_TABLES
    + TABLES_OF_4
    + UPKEEP_TABLES
    + CORRECTION_TABLES
    + """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE chunk(
    key INTEGER PRIMARY KEY, voxels INTEGER NOT NULL, cells INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE keyframe(
    id INTEGER PRIMARY KEY, stamp_ns INTEGER NOT NULL, camera_id TEXT NOT NULL,
    jpeg BLOB NOT NULL, pose BLOB NOT NULL, intrinsics BLOB NOT NULL);
CREATE TABLE trajectory(
    stamp_ns INTEGER NOT NULL, x REAL NOT NULL, y REAL NOT NULL, z REAL NOT NULL);
"""
)
