"""Rows of the log, and changes that are watched for, to messages."""

from __future__ import annotations

from datetime import tzinfo

from geometry_msgs.msg import Point
from whereseen_msgs.msg import LoggedObservation, Noticed

from whereseen.memory.answer import Metres3
from whereseen.memory.log.query import Hit
from whereseen.memory.operations import noticed
from whereseen.nodes.convert.pose import point_of
from whereseen.nodes.convert.stamp import header_of, time_of


def logged_message(hit: Hit) -> LoggedObservation:
    """A row that was recalled.

    Raises:
        UnusableMessage: if its stamp does not fit.
    """
    row = hit.observation
    return LoggedObservation(
        id=hit.id,
        stamp=time_of(row.stamp_ns),
        category=row.kind,
        label=row.label,
        text=row.text,
        frame_id=row.frame_id,
        has_position=row.position_m is not None,
        position=_point(row.position_m),
        place=row.place or "",
        attributes=[f"{name}={value}" for name, value in sorted(row.attributes.items())],
        entity_id=row.entity_id or 0,
        image_id=row.image_id or 0,
        model_id=row.model_id,
        certainty=float(row.score),
        score=float(hit.score),
        age=float(hit.age_s),
    )


def noticed_message(
    change: noticed.Noticed, watch_id: int, zone: tzinfo, *, frame_id: str, stamp_ns: int
) -> Noticed:
    """A change for a watch; the header is of the newest frame. Raises like `logged_message`."""
    return Noticed(
        header=header_of(frame_id, stamp_ns),
        watch_id=watch_id,
        number=change.number,
        dropped=change.dropped,
        change=change.kind,
        entity_id=change.entity_id,
        label=change.label,
        earliest=time_of(change.earliest_ns),
        latest=time_of(change.latest_ns),
        has_before=change.before_m is not None,
        before=_point(change.before_m),
        before_room=change.before_room,
        has_after=change.after_m is not None,
        after=_point(change.after_m),
        after_room=change.after_room,
        probability=float(change.probability),
        text=noticed.in_words(change, zone),
    )


def _point(position_m: Metres3 | None) -> Point:
    return Point() if position_m is None else point_of(position_m)
