"""Observations and events as rows of the tables, and back."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from whereseen.memory.log.records import LoggedEvent, LoggedObservation

_COVARIANCE = struct.Struct("<6d")
_NOWHERE = (None, None, None)

Values = tuple[int | float | str | bytes | None, ...]


def observation_values(number: int, o: LoggedObservation) -> Values:
    """A row of `observation`."""
    return (
        number,
        o.stamp_ns,
        o.kind,
        o.label,
        o.text,
        *(o.position_m or _NOWHERE),
        None if o.covariance_m2 is None else _COVARIANCE.pack(*o.covariance_m2),
        o.frame_id,
        o.score,
        o.entity_id,
        o.place,
        attributes_text(o),
        o.image_id,
        o.model_id,
    )


def attributes_text(o: LoggedObservation) -> str | None:
    """Attributes as JSON, None without any."""
    return json.dumps(dict(o.attributes), sort_keys=True) if o.attributes else None


def observation_of(row: sqlite3.Row) -> LoggedObservation:
    """An observation of its row."""
    x, y, z = row["x"], row["y"], row["z"]
    covariance = row["covariance"]
    return LoggedObservation(
        stamp_ns=row["stamp_ns"],
        kind=row["kind"],
        label=row["label"],
        text=row["text"],
        position_m=None if x is None else (x, y, z),
        covariance_m2=None if covariance is None else _COVARIANCE.unpack(covariance),
        frame_id=row["frame_id"],
        score=row["score"],
        entity_id=row["entity_id"],
        place=row["place"],
        attributes={} if row["attributes"] is None else json.loads(row["attributes"]),
        image_id=row["image_id"],
        model_id=row["model_id"],
    )


def event_values(number: int, e: LoggedEvent) -> Values:
    """A row of `event`."""
    args = json.dumps(dict(e.args), sort_keys=True, allow_nan=False)
    return (number, e.t0_ns, e.t1_ns, e.type, e.actor, args, e.outcome)


def event_of(row: sqlite3.Row, observation_ids: Iterable[int]) -> LoggedEvent:
    """An event of its row."""
    return LoggedEvent(
        type=row["type"],
        t0_ns=row["t0_ns"],
        t1_ns=row["t1_ns"],
        actor=row["actor"],
        args=json.loads(row["args"]),
        outcome=row["outcome"],
        observation_ids=tuple(observation_ids),
    )


def as_list(numbers: Iterable[int] | npt.NDArray[np.int64]) -> str:
    """Numbers as a JSON list, for `json_each`."""
    if isinstance(numbers, np.ndarray):
        numbers = numbers.tolist()
    return json.dumps(list(numbers))


def column(selected: Iterable[tuple[int]]) -> npt.NDArray[np.int64]:
    """The numbers (N,) of rows that have one each."""
    return np.fromiter((row[0] for row in selected), dtype=np.int64)
