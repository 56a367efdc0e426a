"""From where and when a benchmark ran to its results.json."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from whereseen.sim.benchmark.machine import commit, machine, now, package_version
from whereseen.sim.benchmark.results import Metric, Results


class Run:
    """A run of a benchmark; the load of the machine is noted at its beginning and its end.

    Args:
        suite: Its name.
        config: Everything that shapes it.
        seeds: What it runs on.
    """

    def __init__(self, suite: str, config: Mapping[str, Any], seeds: Sequence[int] = ()) -> None:
        self._suite, self._config, self._seeds = suite, dict(config), tuple(seeds)
        self._machine = machine()

    def finish(
        self,
        metrics: Iterable[Metric],
        out_dir: Path | None,
        notes: Mapping[str, Any] | None = None,
    ) -> Results:
        """All that is to be known of it; written to `results.json` in a folder, if one is given.

        Args:
            metrics: The rows.
            out_dir: Made if needed.
            notes: What shaped it too, and was not known at its beginning.
        """
        results = Results(
            suite=self._suite,
            version=package_version(),
            commit=commit(),
            date=now(),
            machine=self._machine | {"load_average_after": machine()["load_average"]},
            config=self._config | dict(notes or {}),
            seeds=self._seeds,
            metrics=tuple(metrics),
        )
        if out_dir is not None:
            out_dir.mkdir(parents=True, exist_ok=True)
            results.write(out_dir / "results.json")
        return results
