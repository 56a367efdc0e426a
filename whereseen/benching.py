"""What `whereseen bench` does: runs a suite, prints its table and its bars."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from whereseen.terminal import mapping_progress

if TYPE_CHECKING:
    from whereseen.sim.benchmark.verdict import Verdict

_PIPE_COLUMNS = 150  # tables in logs and files are not cut to a terminal's width
_out = Console(width=None if sys.stdout.isatty() else _PIPE_COLUMNS)
_err = Console(stderr=True)


def run_map_bench(out: Path, *, seeds: str, methods: str, quick: bool) -> None:
    """Run the map suite and print its table."""
    from whereseen.sim.benchmark.map_suite import run
    from whereseen.sim.benchmark.report import table
    from whereseen.sim.benchmark.seeds import parse_seeds

    names = () if methods == "all" else tuple(methods.split(","))
    with _err.status("measuring; this takes minutes"):
        results = run(parse_seeds(seeds), quick, out, names)
    _out.print(table(results))
    _out.print(f"wrote [bold]{out / 'results.json'}[/] and {out / 'frame_cost.png'}")


def run_recording_bench(source: Path, out: Path, *, encoder_name: str) -> None:
    """Measure a recording and print its table."""
    from whereseen.sim.benchmark.recording_suite import run_recording
    from whereseen.sim.benchmark.report import table

    with mapping_progress(quiet=False) as progress:
        results = run_recording(source, out, encoder_name=encoder_name, progress=progress)
    _out.print(table(results))
    _out.print(f"wrote [bold]{out / 'results.json'}[/]")


def run_ros_bench(out: Path, *, seeds: str, minutes: float, quick: bool) -> bool:
    """Run the ROS suite, print its table and its bars; False if the short form lost frames."""
    from dataclasses import replace

    from whereseen.nodes.benchmark.bars import verdicts
    from whereseen.nodes.benchmark.ros_suite import FULL, QUICK, lost_at, run
    from whereseen.sim.benchmark.report import table
    from whereseen.sim.benchmark.seeds import parse_seeds

    wanted = parse_seeds(seeds)
    config, wanted = (QUICK, wanted[:1]) if quick else (replace(FULL, minutes=minutes), wanted)
    with _err.status("starting") as status:
        results = run(wanted, config, out, lambda what: status.update(f"measuring: {what}"))
    _out.print(table(results))
    for verdict in verdicts(results.metrics):
        _out.print(str(verdict), style="" if verdict.is_met else "yellow")
    _out.print(f"wrote [bold]{out / 'results.json'}[/]")
    return not (quick and lost_at(results, 5.0))


def run_compare(before: Path, after: Path) -> bool:
    """Print what got worse from one result to another; returns whether anything did."""
    from whereseen.sim.benchmark.report import regression_table
    from whereseen.sim.benchmark.results import Results, compare

    files = [path / "results.json" if path.is_dir() else path for path in (before, after)]
    worse = compare(Results.read(files[0]), Results.read(files[1]))
    _out.print(regression_table(worse) if worse else "nothing got worse")
    return bool(worse)


def run_localize_bench(out: Path, *, seeds: str, quick: bool, stage: str, jobs: int) -> bool:
    """Run the suite, print its table; False if the short form is far from its bar."""
    from dataclasses import replace

    from whereseen.sim.benchmark.report import table
    from whereseen.sim.benchmark.seeds import parse_seeds
    from whereseen.sim.localize.bars import is_sane
    from whereseen.sim.localize.suite import FULL, QUICK, run

    wanted = parse_seeds(seeds)
    config, wanted = (QUICK, wanted[:1]) if quick else (FULL, wanted)
    with _err.status("starting") as status:
        results = run(
            wanted,
            replace(config, stage=stage),
            out,
            lambda what: status.update(f"watching {what}"),
            jobs=jobs,
        )
    _out.print(table(results))
    _out.print(f"wrote [bold]{out / 'results.json'}[/]")
    return not quick or is_sane(results)


def run_identity_bench(out: Path, *, seeds: str, quick: bool, stage: str, jobs: int) -> bool:
    """Run the suite, print its table and bars; False if the short form is far from them."""
    from dataclasses import replace

    from whereseen.sim.benchmark.report import table
    from whereseen.sim.benchmark.seeds import parse_seeds
    from whereseen.sim.identity.bars import is_sane, verdicts
    from whereseen.sim.identity.suite import FULL, QUICK, run

    wanted = parse_seeds(seeds)
    config, wanted = (QUICK, wanted[:1]) if quick else (FULL, wanted)
    with _err.status("starting") as status:
        results = run(
            wanted,
            replace(config, stage=stage),
            out,
            lambda what: status.update(f"watching {what}"),
            jobs=jobs,
        )
    _out.print(table(results))
    _print_verdicts(verdicts(results))
    _out.print(f"wrote [bold]{out / 'results.json'}[/]")
    return not quick or is_sane(results)


def run_explore_bench(
    out: Path, *, seeds: str, searches: int, quick: bool, jobs: int, has_pictures: bool
) -> bool:
    """Run the suite, print its table and bars; False if the short form is far from them."""
    from dataclasses import replace

    from whereseen.sim.benchmark.report import table
    from whereseen.sim.benchmark.seeds import parse_seeds
    from whereseen.sim.exploring.bars import is_sane, verdicts
    from whereseen.sim.exploring.config import FULL, QUICK
    from whereseen.sim.exploring.suite import run

    wanted = parse_seeds(seeds)
    config, wanted = (QUICK, wanted[:1]) if quick else (replace(FULL, searches=searches), wanted)
    with _err.status("starting") as status:
        results = run(wanted, config, out, status.update, jobs=jobs, has_pictures=has_pictures)
    _out.print(table(results))
    _print_verdicts(verdicts(results))
    _out.print(f"wrote [bold]{out / 'results.json'}[/]")
    return not quick or is_sane(results)


def run_tiers_bench(out: Path, *, seeds: str, quick: bool) -> bool:
    """Run the suite, print its table and its bars; False if the short form is far from them."""
    from whereseen.sim.benchmark.seeds import parse_seeds
    from whereseen.sim.tiers.bars import is_sane, verdicts
    from whereseen.sim.tiers.suite import FULL, QUICK, run
    from whereseen.sim.tiers.tables import hit_rate_table

    wanted = parse_seeds(seeds)
    config, wanted = (QUICK, wanted[:2]) if quick else (FULL, wanted)
    with _err.status("starting") as status:
        results = run(wanted, config, out, lambda what: status.update(f"replaying {what}"))
    _out.print(hit_rate_table(results))
    _print_verdicts(verdicts(results))
    _out.print(f"wrote [bold]{out / 'results.json'}[/] and {out / 'hit_rates.png'}")
    return not quick or is_sane(results)


def run_references_bench(out: Path, *, seeds: str, quick: bool) -> bool:
    """Run the suite, print its table and its bars; False if the short form is far from them."""
    from whereseen.sim.benchmark.report import table
    from whereseen.sim.benchmark.seeds import parse_seeds
    from whereseen.sim.referring.bars import is_sane, verdicts
    from whereseen.sim.referring.suite import FULL, QUICK, run

    wanted = parse_seeds(seeds)
    config, wanted = (QUICK, wanted[:1]) if quick else (FULL, wanted)
    with _err.status("starting") as status:
        results = run(wanted, config, out, status.update)
    _out.print(table(results))
    _print_verdicts(verdicts(results))
    _out.print(f"wrote [bold]{out / 'results.json'}[/]")
    return not quick or is_sane(results)


def run_store_bench(out: Path, *, seeds: str, quick: bool) -> bool:
    """Run the suite, print its table; False if the short form is far from its bar."""
    from whereseen.sim.benchmark.report import table
    from whereseen.sim.benchmark.seeds import parse_seeds
    from whereseen.sim.storing.bars import is_sane, verdicts
    from whereseen.sim.storing.suite import FULL, QUICK, run

    config = QUICK if quick else FULL
    with _err.status("starting") as status:
        results = run(parse_seeds(seeds), config, out, status.update)
    _out.print(table(results))
    _print_verdicts(verdicts(results))
    for method, reason in results.config["skipped"].items():
        _out.print(f"{method} was skipped: {reason}")
    _out.print(f"wrote [bold]{out / 'results.json'}[/]")
    return not quick or is_sane(results)


def run_recall_bench(out: Path, *, seeds: str, quick: bool, jobs: int = 1) -> bool:
    """Run the suite, print its tables and its bars; False if the short form is far from them."""
    from whereseen.sim.benchmark.seeds import parse_seeds
    from whereseen.sim.recalling.bars import is_sane, verdicts
    from whereseen.sim.recalling.config import FULL, QUICK
    from whereseen.sim.recalling.suite import run
    from whereseen.sim.recalling.tables import category_table, score_table

    wanted = parse_seeds(seeds)
    config, wanted = (QUICK, wanted[:1]) if quick else (FULL, wanted)
    with _err.status("starting") as status:
        results = run(wanted, config, out, status.update, jobs=jobs)
    _out.print(score_table(results))
    _out.print(category_table(results))
    _print_verdicts(verdicts(results))
    for method, reason in results.config["skipped"].items():
        _out.print(f"{method} was skipped: {reason}")
    _out.print(f"wrote [bold]{out / 'results.json'}[/]")
    return not quick or is_sane(results)


def run_fetch_bench(
    out: Path, *, seeds: str, settings: dict[str, Any], quick: bool, jobs: int
) -> bool:
    """Run the suite, print its table and bars; False if the short form is far from them."""
    from dataclasses import replace

    from whereseen.sim.benchmark.report import table
    from whereseen.sim.benchmark.seeds import parse_seeds
    from whereseen.sim.fetching.bars import is_sane, verdicts
    from whereseen.sim.fetching.config import FULL, QUICK
    from whereseen.sim.fetching.suite import run

    wanted = parse_seeds(seeds)
    config, wanted = (QUICK, wanted[:1]) if quick else (FULL, wanted)
    with _err.status("starting") as status:
        results = run(wanted, replace(config, **settings), out, status.update, jobs=jobs)
    _out.print(table(results))
    _print_verdicts(verdicts(results))
    _out.print(f"wrote [bold]{out / 'results.json'}[/] and {out / 'errands.jsonl'}")
    return not quick or is_sane(results)


def run_tasks_bench(out: Path, *, seeds: str, quick: bool, jobs: int = 1) -> bool:
    """Run the suite, print its tables and its bars; False if the short form is far from them."""
    from whereseen.sim.benchmark.seeds import parse_seeds
    from whereseen.sim.tasks.bars import is_sane, verdicts
    from whereseen.sim.tasks.config import FULL, QUICK
    from whereseen.sim.tasks.suite import run
    from whereseen.sim.tasks.tables import retrieval_table, savings_table, task_tables

    wanted = parse_seeds(seeds)
    config, wanted = (QUICK, wanted[:6]) if quick else (FULL, wanted)
    with _err.status("starting") as status:
        results = run(wanted, config, out, status.update, jobs=jobs)
    for table in task_tables(results):
        _out.print(table)
    _out.print(savings_table(results))
    _out.print(retrieval_table(results))
    _print_verdicts(verdicts(results))
    _out.print(f"wrote [bold]{out / 'results.json'}[/]")
    return not quick or is_sane(results)


def run_world_bench(
    out: Path, *, only: tuple[str, ...], quick: bool, reuse: bool, jobs: int
) -> bool:
    """Run all suites, write and print one table; False if a short form is far from its bars."""
    from whereseen.sim.overview.suites import SUITES, results_of
    from whereseen.sim.overview.table import overview_markdown, overview_table

    with _err.status("starting") as status:
        results = {
            name: results_of(name, out, quick=quick, reuse=reuse, say=status.update, jobs=jobs)
            for name in only or SUITES
        }
    judged = {name: list(SUITES[name].verdicts(each)) for name, each in results.items()}
    page = out / "table.md"
    page.write_text(overview_markdown(judged, list(results.values())))
    _out.print(overview_table(judged))
    _out.print(f"wrote [bold]{page}[/]; all figures are in results.json beside it")
    return not quick or all(SUITES[name].is_sane(each) for name, each in results.items())


def _print_verdicts(verdicts: Iterable[Verdict]) -> None:
    for verdict in verdicts:
        _out.print(str(verdict), style="" if verdict.is_met else "yellow", highlight=False)
