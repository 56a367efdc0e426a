"""Where things were and what happened, to messages."""

from __future__ import annotations

from whereseen_msgs.msg import Stay, Turn

from whereseen.memory.chronicle import stays
from whereseen.memory.chronicle.wording import Wording
from whereseen.nodes.convert.pose import point_of
from whereseen.nodes.convert.stamp import time_of


def stay_message(stay: stays.Stay) -> Stay:
    """Where a thing was, while.

    Raises:
        UnusableMessage: if a stamp does not fit.
    """
    return Stay(
        entity_id=stay.thing_id,
        label=stay.label,
        position=point_of(stay.position_m),
        start=time_of(stay.start_ns),
        end=time_of(stay.end_ns or 0),
        last_seen=time_of(stay.last_seen_ns),
        probability=float(stay.probability),
        room=stay.room,
        relation=stay.relation,
        support=stay.support,
    )


def turn_message(turn: stays.Turn, wording: Wording) -> Turn:
    """What happened to a thing; raises like `stay_message`."""
    return Turn(
        kind=int(turn.kind),
        entity_id=turn.thing_id,
        label=turn.label,
        earliest=time_of(turn.earliest_ns),
        latest=time_of(turn.latest_ns),
        before=_stay_or_none(turn.before),
        after=_stay_or_none(turn.after),
        text=wording.turn(turn),
    )


def _stay_or_none(stay: stays.Stay | None) -> Stay:
    return Stay() if stay is None else stay_message(stay)
