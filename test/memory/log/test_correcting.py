"""Loop closures move what a log holds, and what was written stays known."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from whereseen.memory.log.copying import Mark
from whereseen.memory.log.correcting import moved_args, project
from whereseen.memory.log.log_file import create_log, open_log
from whereseen.memory.log.observation_log import ObservationLog
from whereseen.memory.log.query import EventQuery, Near, Query, Where, Within
from whereseen.memory.log.records import LoggedEvent, LoggedObservation
from whereseen.memory.spatial.moving import PoseCorrection

METRES = st.floats(-20.0, 20.0)
POINTS = st.tuples(METRES, METRES, METRES)
STAMPS = st.integers(0, 9)
SPREADS = st.none() | st.just((0.04, 0.01, 0.0, 0.09, 0.0, 0.01))
OBSERVATIONS = st.builds(
    LoggedObservation,
    stamp_ns=STAMPS,
    label=st.just("mug"),
    position_m=st.none() | POINTS,
    covariance_m2=SPREADS,
    frame_id=st.sampled_from(["map", "map", "odom"]),
)


@st.composite
def corrections(draw: st.DrawFn) -> PoseCorrection:
    stamps = sorted(draw(st.sets(STAMPS, min_size=1, max_size=3)))
    poses = np.tile(np.eye(4), (len(stamps), 1, 1))
    for pose in poses[draw(st.integers(0, 1)) :]:
        pose[:3, :3] = Rotation.from_rotvec(draw(st.tuples(*3 * [st.floats(-1, 1)]))).as_matrix()
        pose[:3, 3] = draw(POINTS)
    return PoseCorrection(np.array(stamps), poses)


STEPS = st.lists(OBSERVATIONS | corrections(), max_size=12)


def everything(log: ObservationLog) -> dict[int, LoggedObservation]:
    hits = log.recall(Query(where=Where(), limit=999)).hits
    return {hit.id: hit.observation for hit in hits}


def shift(x: float, stamp_ns: int = 0) -> PoseCorrection:
    pose = np.eye(4)
    pose[0, 3] = x
    return PoseCorrection.since(stamp_ns, pose)


@settings(max_examples=40)
@given(steps=STEPS, ball=st.builds(Near, POINTS, st.floats(0.0, 15.0)), stamp_ns=STAMPS)
def test_rows_are_found_where_they_are_now(steps: Any, ball: Near, stamp_ns: int) -> None:
    with ObservationLog(backend := create_log(None)) as log:
        truth: list[Any] = []
        for step in steps:
            if isinstance(step, PoseCorrection):
                log.correct(step)
                truth = [(o, _moved(o, at, step)) for o, at in truth]
            else:
                log.append([step])
                truth.append((step, step.position_m))
        rows = everything(log)
        for (_, expected), number in zip(truth, sorted(rows), strict=True):
            assert rows[number].position_m == (expected and pytest.approx(expected, abs=1e-9))
        low, high = np.subtract(ball.position_m, 6.0), np.add(ball.position_m, 6.0)
        box = Within(tuple(low.tolist()), tuple(high.tolist()))
        for where in (Where(near=ball), Where(within=box, during_ns=(stamp_ns, 9))):
            by_rows = backend.candidates(where).ids.tolist()
            backend.warm()
            by_columns = backend.candidates(where).ids.tolist()
            assert by_rows == by_columns == [n for n, o in sorted(rows.items()) if _is_in(o, where)]
            backend.drop_caches()
        log.check()


def _moved(o: LoggedObservation, at: Any, correction: PoseCorrection) -> Any:
    if at is None or o.frame_id != "map":
        return at
    T = correction.at([o.stamp_ns])[0]
    return tuple((T[:3, :3] @ np.array(at) + T[:3, 3]).tolist())


def _is_in(o: LoggedObservation, where: Where) -> bool:
    if o.position_m is None or o.frame_id != "map":
        return False
    if where.near is not None:
        dx, dy, dz = np.subtract(o.position_m, where.near.position_m).tolist()
        return bool(dx * dx + dy * dy + dz * dz <= where.near.radius_m**2)
    assert where.within is not None and where.during_ns is not None
    faces = zip(where.within.low_m, o.position_m, where.within.high_m, strict=True)
    return o.stamp_ns >= where.during_ns[0] and all(low <= v <= high for low, v, high in faces)


@settings(max_examples=40)
@given(steps=STEPS)
def test_what_was_written_and_all_corrections_tell_where_everything_is(steps: Any) -> None:
    with ObservationLog(backend := create_log(None)) as log:
        for step in steps:
            if isinstance(step, PoseCorrection):
                log.correct(step)
            else:
                log.append([step])
                args = {"to_m": list(step.position_m or (0.0, 0.0, 0.0))}
                log.append_events([LoggedEvent(type="moved", t0_ns=1, t1_ns=2, args=args)])
        before, events = everything(log), log.events(EventQuery())
        written = [step for step in steps if isinstance(step, LoggedObservation)]
        kept = backend._db.execute("SELECT id, x, y, z FROM observation_origin").fetchall()
        assert all(written[number - 1].position_m == tuple(point) for number, *point in kept)
        project(backend._db)
        backend.drop_caches()
        assert everything(log) == before
        assert log.events(EventQuery()) == events


def test_spreads_turn_with_the_map() -> None:
    quarter = np.eye(4)
    quarter[:3, :3] = Rotation.from_euler("z", 90, degrees=True).as_matrix()
    with ObservationLog.create(None) as log:
        spread = (0.04, 0.0, 0.0, 0.01, 0.0, 0.02)
        seen = LoggedObservation(stamp_ns=5, position_m=(1.0, 0.0, 2.0), covariance_m2=spread)
        log.append([seen])
        log.correct(PoseCorrection.since(5, quarter))
        (row,) = everything(log).values()
    assert row.position_m == pytest.approx((0.0, 1.0, 2.0))
    assert row.covariance_m2 == pytest.approx((0.01, 0.0, 0.0, 0.04, 0.0, 0.02))


def test_ends_of_events_move_by_their_own_times() -> None:
    args = {
        "label": "mug", "from_m": [0.0, 0, 0], "to_m": [0.0, 0, 0], "size_m": 3,
        "before": {"position_m": [0.0, 0.0, 0.0]}, "after": {"position_m": [0, 0, 0], "room": "x"},
    }  # fmt: skip
    moved = moved_args(args, lambda at_ns: shift(float(at_ns)).at([at_ns])[0], (3, 8))
    assert (moved["from_m"], moved["to_m"]) == ([3.0, 0, 0], [8.0, 0, 0])
    assert moved["before"]["position_m"] == [3.0, 0.0, 0.0]
    assert moved["after"] == {"position_m": [8.0, 0.0, 0.0], "room": "x"}
    assert (moved["label"], moved["size_m"]) == ("mug", 3)


def test_a_copy_is_of_the_time_of_its_mark(tmp_path: Path) -> None:
    with ObservationLog(source := create_log(tmp_path / "a.log")) as log:
        log.append([LoggedObservation(stamp_ns=1, position_m=(1.0, 0.0, 0.0))])
        log.correct(shift(0.5))
        mark = source.mark()
        log.append([LoggedObservation(stamp_ns=2, position_m=(2.0, 0.0, 0.0))])
        log.correct(shift(10.0))
        for until, places in ((mark, [1.5]), (None, [11.5, 12.0])):
            with ObservationLog(copy := create_log(None)) as copied:
                copy.copy_from(source, until)
                assert sorted(o.position_m[0] for o in everything(copied).values()) == places
                copied.correct(shift(1.0))
                assert sorted(o.position_m[0] for o in everything(copied).values()) == [
                    place + 1.0 for place in places
                ]
    assert mark == Mark(1, 0, 1)


def test_what_is_erased_is_gone_from_where_it_was_written_too(tmp_path: Path) -> None:
    with ObservationLog(backend := create_log(tmp_path / "a.log")) as log:
        log.append([LoggedObservation(stamp_ns=1, position_m=(1.0, 0.0, 0.0))])
        args = {"label": "Quetzalcoatl", "to_m": [1.0, 0.0, 0.0]}
        log.append_events([LoggedEvent(type="moved", t0_ns=1, t1_ns=1, args=args)])
        log.correct(shift(10.0))
        log.erase(Where(near=Near((11.0, 0.0, 0.0), 0.1)))
        log.erase_events(EventQuery(types=("moved",)))
        for table in ("observation_origin", "event_origin"):
            assert backend._db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    assert b"Quetzalcoatl" not in (tmp_path / "a.log").read_bytes()


def test_another_connection_sees_rows_where_they_are_now(tmp_path: Path) -> None:
    here = Where(near=Near((1.0, 0.0, 0.0), 0.1))
    with ObservationLog.create(tmp_path / "a.log") as log:
        log.append([LoggedObservation(stamp_ns=1, position_m=(1.0, 0.0, 0.0))])
        with ObservationLog.open(tmp_path / "a.log") as other:
            other.warm()
            assert other.recall(Query(where=here)).candidates == 1
            log.correct(shift(10.0))
            assert other.recall(Query(where=here)).candidates == 0


def test_a_log_of_format_1_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    with ObservationLog.create(path) as log:
        log.append([LoggedObservation(stamp_ns=1, position_m=(1.0, 0.0, 0.0))])
    with sqlite3.connect(path) as db:
        for table in ("correction", "observation_origin", "event_origin"):
            db.execute(f"DROP TABLE {table}")
        db.execute("PRAGMA user_version=1")
    db.close()
    open_log(path).close()
    with ObservationLog.open(path) as log:
        log.correct(shift(1.0))
        (row,) = everything(log).values()
        assert row.position_m == (2.0, 0.0, 0.0)
