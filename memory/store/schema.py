"""The tables of a map file."""

from __future__ import annotations

APPLICATION_ID = 0x77687365  # "whse"
FORMAT_VERSION = 2

TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE chunk(
    key INTEGER PRIMARY KEY, voxels INTEGER NOT NULL, cells INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE keyframe(
    id INTEGER PRIMARY KEY, stamp_ns INTEGER NOT NULL, camera_id TEXT NOT NULL,
    jpeg BLOB NOT NULL, pose BLOB NOT NULL, intrinsics BLOB NOT NULL);
CREATE TABLE trajectory(
    stamp_ns INTEGER NOT NULL, x REAL NOT NULL, y REAL NOT NULL, z REAL NOT NULL);
"""
