"""The commands `whereseen bench ...`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

bench_app = typer.Typer(help="Benchmarks, with their baselines.", no_args_is_help=True)


@bench_app.command("map")
def bench_map(
    out: Annotated[Path, typer.Option(help="Folder for results.json and plots.")] = Path(
        "out/bench"
    ),
    seeds: Annotated[str, typer.Option(help="As 0-4 or 0,3.")] = "0-2",
    methods: Annotated[str, typer.Option(help="Comma-separated, or all.")] = "all",
    quick: Annotated[bool, typer.Option("--quick", help="The short form that CI runs.")] = False,
) -> None:
    """Measure the voxel memory: cost, forgetting, accuracy, memory, with three baselines."""
    from whereseen.benching import run_map_bench

    run_map_bench(out, seeds=seeds, methods=methods, quick=quick)


@bench_app.command("recording")
def bench_recording(
    source: Annotated[Path, typer.Argument(help="A recording with questions (queries.json).")],
    out: Annotated[Path, typer.Option(help="Folder for results.json.")] = Path("out/bench"),
    encoder: Annotated[
        str, typer.Option("--encoder", help="As for `whereseen map`, which explains it.")
    ] = "auto",
) -> None:
    """Map a real recording and measure speed and the distance of answers to the truth."""
    from whereseen.benching import run_recording_bench

    run_recording_bench(source, out, encoder_name=encoder)


@bench_app.command("ros")
def bench_ros(
    out: Annotated[Path, typer.Option(help="Folder for results.json.")] = Path("out/bench"),
    seeds: Annotated[str, typer.Option(help="As 0-4 or 0,3.")] = "0-2",
    minutes: Annotated[
        float, typer.Option(min=0.0, max=1440.0, help="How long memory is watched.")
    ] = 2.0,
    quick: Annotated[bool, typer.Option("--quick", help="The short form that CI runs.")] = False,
) -> None:
    """Measure the memory node with real ROS 2 traffic: rates, latencies, clouds, memory.

    The short form takes the first seed, does not watch memory, and exits with 1 if it loses frames
    at 5 Hz.
    """
    from whereseen.benching import run_ros_bench

    if not run_ros_bench(out, seeds=seeds, minutes=minutes, quick=quick):
        raise typer.Exit(1)


@bench_app.command("localize")
def bench_localize(
    out: Annotated[Path, typer.Option(help="Folder for results.json.")] = Path("out/bench"),
    seeds: Annotated[str, typer.Option(help="Homes, as 1000-1019.")] = "1000-1019",
    stage: Annotated[str, typer.Option(help="pybullet or habitat.")] = "pybullet",
    jobs: Annotated[int, typer.Option(min=1, max=256, help="Homes at a time.")] = 1,
    quick: Annotated[bool, typer.Option("--quick", help="The short form that CI runs.")] = False,
) -> None:
    """Ask where things are in homes that people change, with four baselines.

    The short form takes the first home, and exits with 1 if our memory is not right as a rule.
    """
    from whereseen.benching import run_localize_bench

    if not run_localize_bench(out, seeds=seeds, quick=quick, stage=stage, jobs=jobs):
        raise typer.Exit(1)


@bench_app.command("identity")
def bench_identity(
    out: Annotated[Path, typer.Option(help="Folder for results.json.")] = Path("out/bench"),
    seeds: Annotated[str, typer.Option(help="Homes, as 2000-2019.")] = "2000-2019",
    stage: Annotated[str, typer.Option(help="pybullet or habitat.")] = "pybullet",
    jobs: Annotated[int, typer.Option(min=1, max=256, help="Homes at a time.")] = 1,
    quick: Annotated[bool, typer.Option("--quick", help="The short form that CI runs.")] = False,
) -> None:
    """Measure whether things that people move keep their identity, with two baselines.

    The short form takes the first home, and exits with 1 if what stays does not keep it.
    """
    from whereseen.benching import run_identity_bench

    if not run_identity_bench(out, seeds=seeds, quick=quick, stage=stage, jobs=jobs):
        raise typer.Exit(1)


@bench_app.command("explore")
def bench_explore(
    out: Annotated[Path, typer.Option(help="Folder for results.json.")] = Path("out/bench"),
    seeds: Annotated[str, typer.Option(help="Homes, as 3000-3009.")] = "3000-3009",
    searches: Annotated[
        int, typer.Option(min=1, help="Things looked for in each home and case.")
    ] = 6,
    jobs: Annotated[int, typer.Option(min=1, max=256, help="Homes at a time.")] = 1,
    pictures: Annotated[
        bool, typer.Option("--pictures", help="Draw by what ours chose each of its looks.")
    ] = False,
    quick: Annotated[bool, typer.Option("--quick", help="The short form that CI runs.")] = False,
) -> None:
    """Measure how long things are looked for, with and without each term, with two baselines.

    The short form takes the first home, and exits with 1 if ours does not find things there.
    """
    from whereseen.benching import run_explore_bench

    if not run_explore_bench(
        out, seeds=seeds, searches=searches, quick=quick, jobs=jobs, has_pictures=pictures
    ):
        raise typer.Exit(1)


@bench_app.command("tiers")
def bench_tiers(
    out: Annotated[Path, typer.Option(help="Folder for results.json and the plot.")] = Path(
        "out/bench"
    ),
    seeds: Annotated[str, typer.Option(help="Streams, as 1000-1019.")] = "1000-1019",
    quick: Annotated[bool, typer.Option("--quick", help="The short form that CI runs.")] = False,
) -> None:
    """Measure how often what is needed is at hand, for all policies of short-term memory.

    The short form takes the first two seeds, and exits with 1 if ours is far from the optimum.
    """
    from whereseen.benching import run_tiers_bench

    if not run_tiers_bench(out, seeds=seeds, quick=quick):
        raise typer.Exit(1)


@bench_app.command("references")
def bench_references(
    out: Annotated[Path, typer.Option(help="Folder for results.json.")] = Path("out/bench"),
    seeds: Annotated[str, typer.Option(help="Homes of symbols, as 0-3.")] = "0-3",
    quick: Annotated[bool, typer.Option("--quick", help="The short form that CI runs.")] = False,
) -> None:
    """Measure what it costs to tell what a reference means, as "the clean one", of processor time.

    In homes of symbols and in the rendered home of the demo. The short form takes the first home,
    renders nothing, and exits with 1 if half of the references cost more than the bar.
    """
    from whereseen.benching import run_references_bench

    if not run_references_bench(out, seeds=seeds, quick=quick):
        raise typer.Exit(1)


@bench_app.command("store")
def bench_store(
    out: Annotated[Path, typer.Option(help="Folder for results.json.")] = Path("out/bench"),
    seeds: Annotated[str, typer.Option(help="As 0-4 or 0,3.")] = "0",
    quick: Annotated[bool, typer.Option("--quick", help="The short form that CI runs.")] = False,
) -> None:
    """Measure the log of observations: cost, recall, crashes, full disks, with baselines.

    A million observations of a month, twenty thousand in the short form, which exits with 1 if
    anything is lost or not found. eMEM takes part where it is installed.
    """
    from whereseen.benching import run_store_bench

    if not run_store_bench(out, seeds=seeds, quick=quick):
        raise typer.Exit(1)


@bench_app.command("recall")
def bench_recall(
    out: Annotated[Path, typer.Option(help="Folder for results.json.")] = Path("out/bench"),
    seeds: Annotated[str, typer.Option(help="Homes, as 1000-1004.")] = "1000-1004",
    quick: Annotated[bool, typer.Option("--quick", help="The short form that CI runs.")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Lives at the same time.")] = 1,
) -> None:
    """Ask about an hour, a day and a month of a robot's life, with two oracles and baselines.

    The short form takes an hour in the first home, and exits with 1 if ours is far from the
    oracle that saw the same. eMEM takes part where it is installed.
    """
    from whereseen.benching import run_recall_bench

    if not run_recall_bench(out, seeds=seeds, quick=quick, jobs=jobs):
        raise typer.Exit(1)


@bench_app.command("fetch")
def bench_fetch(
    out: Annotated[Path, typer.Option(help="Folder for results.json.")] = Path("out/bench"),
    seeds: Annotated[str, typer.Option(help="Homes, five errands each.")] = "1000-1005",
    methods: Annotated[str, typer.Option(help="Comma-separated, or all.")] = "all",
    conditions: Annotated[str, typer.Option(help="Comma-separated, or all.")] = "all",
    stage: Annotated[str, typer.Option(help="pybullet or habitat.")] = "pybullet",
    python: Annotated[str, typer.Option(help="Interpreter where the simulator is.")] = "",
    jobs: Annotated[int, typer.Option(min=1, max=256, help="Homes at a time.")] = 1,
    quick: Annotated[bool, typer.Option("--quick", help="The short form that CI runs.")] = False,
) -> None:
    """Fetch things that people have moved, with two memories that cannot forget.

    Thirty errands; homes 1000-1059 are three hundred. A run that was interrupted goes on where it
    was, and errands that are in the folder are not done again. The short form takes two errands in
    a small home, and exits with 1 if our memory fetches nothing.
    """
    from whereseen.benching import run_fetch_bench

    settings: dict[str, Any] = {
        "stage": stage,
        "stage_python": Path(python).expanduser() if python else None,
    }
    wanted = {"methods": methods, "conditions": conditions}
    settings |= {name: tuple(it.split(",")) for name, it in wanted.items() if it != "all"}
    if not run_fetch_bench(out, seeds=seeds, settings=settings, quick=quick, jobs=jobs):
        raise typer.Exit(1)


@bench_app.command("tasks")
def bench_tasks(
    out: Annotated[Path, typer.Option(help="Folder for results.json.")] = Path("out/bench"),
    seeds: Annotated[str, typer.Option(help="Homes, as 1000-1019.")] = "1000-1099",
    quick: Annotated[bool, typer.Option("--quick", help="The short form that CI runs.")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Homes at the same time.")] = 1,
) -> None:
    """Do household tasks in a world of symbols, with KARMA's memory and others beside ours.

    Simple, composite and complex tasks after KARMA, while people move things, and chains of tasks
    between which the memory is killed. What was measured is kept in the folder, so that a run that
    was stopped goes on where it was when it is started again. The short form takes six homes, and
    exits with 1 if ours is far from its bars.
    """
    from whereseen.benching import run_tasks_bench

    if not run_tasks_bench(out, seeds=seeds, quick=quick, jobs=jobs):
        raise typer.Exit(1)


@bench_app.command("world")
def bench_world(
    out: Annotated[Path, typer.Option(help="Folder: one for each benchmark, and a table.")] = Path(
        "out/bench/world"
    ),
    only: Annotated[
        list[str] | None, typer.Option(help="Of tiers, store, recall, identity; all if none.")
    ] = None,
    reuse: Annotated[
        bool, typer.Option("--reuse", help="Take results that lie in the folder for done.")
    ] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Homes at a time.")] = 1,
    quick: Annotated[bool, typer.Option("--quick", help="The short form that CI runs.")] = False,
) -> None:
    """Measure the whole world model: tiers, store, recall, identity, in one table of bars.

    Writes table.md into the folder. The short form exits with 1 if one of them is not sane.
    """
    from whereseen.benching import run_world_bench

    if not run_world_bench(out, only=tuple(only or ()), quick=quick, reuse=reuse, jobs=jobs):
        raise typer.Exit(1)


@bench_app.command("compare")
def bench_compare(
    before: Annotated[Path, typer.Argument(help="results.json, or its folder.")],
    after: Annotated[Path, typer.Argument(help="results.json, or its folder.")],
) -> None:
    """Compare two results; exits with 1 if anything got worse."""
    from whereseen.benching import run_compare

    if run_compare(before, after):
        raise typer.Exit(1)
