"""Homes, some at a time, and the file that keeps what was counted in each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from whereseen.sim.identity.figures import Count
from whereseen.sim.identity.ledger import Tally

Home = Callable[[int], list[Count]]


def each_home(home: Home, seeds: Sequence[int], jobs: int) -> Iterator[list[Count]]:
    """What was counted in homes, as they are done.

    Args:
        home: Watches the home of a seed; sent to other processes if there are several jobs.
        seeds: Of the homes.
        jobs: Homes at a time, each in a process of its own if there are several.
    """
    if jobs <= 1:
        yield from map(home, seeds)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(home, seed) for seed in seeds]):
            yield done.result()


class HomesFile:
    """`homes.jsonl`: a line for each method, condition and home, written when a home is done.

    Args:
        path: Where it is; what was there is replaced. None for nowhere.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("", encoding="utf-8")

    def keep(self, counts: Sequence[Count]) -> None:
        """Append what was counted in a home."""
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(asdict(count)) + "\n" for count in counts)


def read_homes(path: Path) -> list[Count]:
    """What a file of homes holds, in order of seeds.

    Raises:
        ValueError: if a line is damaged.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    counts = [Count(**{**row, "tally": Tally(**row["tally"])}) for row in rows]
    return sorted(counts, key=lambda count: count.seed)
