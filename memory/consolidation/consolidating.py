"""A round of upkeep: at once, within a budget of time, or a short piece at a time.

```python
report = memory.consolidate(budget_s=0.5)   # goes on where it stopped, commits the map file
if is_due(memory, period_s=600.0):          # a node that is idle
    pieces = consolidating(memory)          # next(pieces) does some more; leave it at any time
```
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from datetime import timezone, tzinfo
from typing import cast
from zoneinfo import ZoneInfo

from whereseen.memory.consolidation.archiving import archive_images
from whereseen.memory.consolidation.habits import learn
from whereseen.memory.consolidation.log_upkeep import archive_vectors, retain, thin
from whereseen.memory.consolidation.report import ConsolidationReport
from whereseen.memory.consolidation.round import Phraser, Round
from whereseen.memory.consolidation.rows import Progress
from whereseen.memory.consolidation.scene_upkeep import close, look
from whereseen.memory.consolidation.summarising import summarise
from whereseen.memory.errors import InvalidConfig
from whereseen.memory.spatial_memory import SpatialMemory

Step = Callable[[Round, int], Iterator[int]]

_STEPS: dict[str, Step] = {
    "look": look,
    "close": close,
    "thin": thin,
    "retain": retain,
    "vectors": archive_vectors,
    "images": archive_images,
    "habits": learn,
    "summaries": summarise,
}


def consolidate(
    memory: SpatialMemory,
    *,
    until_ns: int | None = None,
    budget_s: float | None = None,
    clock_s: Callable[[], float] = time.monotonic,
    zone: tzinfo | None = None,
    phraser: Phraser | None = None,
) -> ConsolidationReport:
    """Thin and archive what is old, and sum up what is known; without a language model.

    All of it is written in one transaction with the map file, if one is attached. A second round
    over the same memory changes nothing.

    Args:
        memory: Whose upkeep it is.
        until_ns: Up to when it looks; None for the round under way, or the time of the newest
            frame.
        budget_s: After so long it stops, and the next call goes on there; at least one piece is
            done, and a look at the rooms is not left half done. None for no bound.
        clock_s: Tells how long it took.
        zone: Whose days are summed up, if the configuration names none; None for UTC.
        phraser: Says summaries in other words, as a language model can.

    Raises:
        MapFileError: if the disk refuses; the file stays as it was.
        LogError: if the log cannot be read.
        InvalidConfig: if there is no such zone as the configuration names.
    """
    start_s = clock_s()
    pieces = consolidating(memory, until_ns=until_ns, zone=zone, phraser=phraser)
    while True:
        try:
            report = next(pieces)
        except StopIteration as end:
            report = cast(ConsolidationReport, end.value)
            break
        is_late = budget_s is not None and clock_s() - start_s >= budget_s
        if is_late and memory.upkeep.progress.after:
            pieces.close()
            break
    if memory.file is not None:
        memory.commit()
    report.spent_s = clock_s() - start_s
    return report


def consolidating(
    memory: SpatialMemory,
    *,
    until_ns: int | None = None,
    zone: tzinfo | None = None,
    phraser: Phraser | None = None,
) -> Generator[ConsolidationReport, None, ConsolidationReport]:
    """As `consolidate`, in short pieces, between which frames may be observed and things forgotten.

    It may be left at any time: another one goes on there, also in another process once the memory
    was committed, which this does not do. What it yields is the report so far.
    """
    under_way = memory.upkeep.progress
    if until_ns is None:
        until_ns = under_way.until_ns if under_way.step else memory.objects.now_ns
    report = ConsolidationReport(until_ns)
    round_ = Round(memory, until_ns, zone_of(memory, zone), report, phraser)
    names = list(_STEPS)
    first = names.index(under_way.step) if under_way.step in _STEPS else 0
    after = under_way.after
    for name in names[first:]:
        memory.upkeep.progress = Progress(until_ns, name, after)
        for done in _STEPS[name](round_, after):
            memory.upkeep.progress = Progress(until_ns, name, done)
            report.pieces += 1
            yield report
        after = 0
    memory.upkeep.progress = Progress(until_ns)
    report.is_complete = True
    return report


def is_due(memory: SpatialMemory, period_s: float) -> bool:
    """Whether a round is under way, or so much time of frames has passed since the last one."""
    progress = memory.upkeep.progress
    elapsed_ns = memory.objects.now_ns - progress.until_ns
    return bool(progress.step) or elapsed_ns >= period_s * 1e9


def keep_by(
    memory: SpatialMemory,
    *,
    retention: str | None = None,
    images: str | None = None,
    vectors: str | None = None,
) -> None:
    """Use other policies from the next round on; the memory's file keeps them. None: as before.

    Raises:
        InvalidConfig: if a policy is not understood; nothing has changed then.
    """
    log, archive = memory.config.log, memory.config.archive
    memory.config = replace(
        memory.config,
        log=log if retention is None else replace(log, retention=retention),
        archive=replace(
            archive,
            images=archive.images if images is None else images,
            vectors=archive.vectors if vectors is None else vectors,
        ),
    )


def zone_of(memory: SpatialMemory, zone: tzinfo | None) -> tzinfo:
    """The zone that the configuration names, or else a given one, or else UTC.

    Raises:
        InvalidConfig: if there is no such zone.
    """
    name = memory.config.archive.zone
    if not name:
        return zone or timezone.utc
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise InvalidConfig(
            "there is no such time zone", got=name, remedy="Name one of IANA's, as Europe/Berlin"
        ) from error
