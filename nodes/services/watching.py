"""Standing questions for changes, which are told on the topic `noticed`."""

from __future__ import annotations

import math
from typing import Any

from whereseen.memory.operations.watching import WatchFor
from whereseen.nodes.convert.answer import done, not_found
from whereseen.nodes.core import Core
from whereseen.nodes.services.regions import selection_of
from whereseen.nodes.watches import NOTICED

_WAITING, _MOST = 100, 1000  # changes, while nobody listens


def watch(core: Core, request: Any, response: Any) -> None:
    """Be told of changes from now on."""
    condition = WatchFor(
        kinds=tuple(request.kinds),
        labels=tuple(request.labels),
        entity_ids=tuple(request.entity_ids),
        text=request.text,
        within=selection_of(core, request.region),
        room=request.room,
        min_probability=float(request.min_probability),
        first_sights=request.first_sights,
        most_waiting=min(request.most_waiting or _WAITING, _MOST),
    )
    lifetime_s = request.lifetime.sec + request.lifetime.nanosec / 1e9
    response.topic = NOTICED
    response.watch_id = core.watch(condition, lifetime_s if lifetime_s > 0.0 else math.inf)
    response.status = done(f"changes are told as those of watch {response.watch_id}")


def unwatch(core: Core, request: Any, response: Any) -> None:
    """End a watch."""
    dropped = core.watches.end(request.watch_id)
    if dropped is None:
        response.status = not_found(f"there is no watch {request.watch_id}")
        return
    response.dropped = dropped
    response.status = done(f"watch {request.watch_id} has ended")
