"""Commands of benchmarks, which `cli` names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def bench_identity(
    out: Annotated[Path, typer.Option(help="Folder for results.json.")] = Path("out/bench"),
    seeds: Annotated[str, typer.Option(help="Homes, as 2000-2019.")] = "2000-2019",
    stage: Annotated[str, typer.Option(help="pybullet or habitat.")] = "pybullet",
    quick: Annotated[bool, typer.Option("--quick", help="The short form that CI runs.")] = False,
) -> None:
    """Measure whether things that people move keep their identity, with two baselines.

    The short form takes the first home, and exits with 1 if what stays does not keep it.
    """
    from whereseen.simulating import run_identity_bench

    if not run_identity_bench(out, seeds=seeds, quick=quick, stage=stage):
        raise typer.Exit(1)
