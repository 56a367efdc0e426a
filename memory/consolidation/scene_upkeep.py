"""Bringing the scene graph up to date, and ending what can no longer hold."""

from __future__ import annotations

from collections.abc import Iterator

from whereseen.memory.consolidation.round import Round
from whereseen.memory.following import is_upright
from whereseen.memory.graph.relations import thing_node
from whereseen.memory.graph.rows import GraphRows

_THING = "thing "


def look(round_: Round, after: int) -> Iterator[int]:
    """Look at rooms and relations; of what is forgotten meanwhile nothing is kept.

    It cannot go on where it stopped, and yields 0 before its end.
    """
    memory = round_.memory
    if after or not memory.voxel_map.n_voxels or not is_upright(memory):
        return
    is_first = memory.graph.rows().looked_ns < 0
    pieces = memory.graph.refreshing(confirmations=1 if is_first else None)
    erasures = memory.upkeep.erasures
    for _ in pieces:
        yield 0
        if memory.upkeep.erasures != erasures:
            pieces.close()
            memory.graph.refresh()
            break
    yield 1


def close(round_: Round, after: int) -> Iterator[int]:
    """End relations of things that are no more, as they turned out to be others."""
    kept = round_.memory.kept_graph
    if after or kept.rows() == GraphRows():
        return
    graph = kept.graph
    known = {thing_node(each.id) for each in round_.memory.objects.entities()}
    named = {
        node
        for relation in graph.history.holding
        for node in (relation.fact.subject, relation.fact.object)
        if node.startswith(_THING)
    }
    round_.report.closed += graph.end(named - known)
    yield 1
