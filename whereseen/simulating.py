"""What the commands about simulated homes do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress, TextColumn

if TYPE_CHECKING:
    from whereseen.sim.benchmark.verdict import Verdict
    from whereseen.sim.scene.description import Scene

_KITCHENS = ("ours", "synthesized")
_PIPE_COLUMNS = 150  # tables in logs and files are not cut to a terminal's width
_out = Console(width=None if sys.stdout.isatty() else _PIPE_COLUMNS)
_err = Console(stderr=True)


def make_scene(
    out: Path, *, rooms: int, objects: int, seed: int, kitchen: str, plan: Path | None
) -> None:
    """Generate a home, write it as YAML, and draw its floor plan if wanted."""
    from whereseen.sim.catalogue.household import household
    from whereseen.sim.generation.config import HomeConfig
    from whereseen.sim.generation.generate import generate

    catalogue = household()
    config = HomeConfig(rooms=rooms, objects=objects or None, seed=seed)
    require_kitchen(kitchen)
    out.parent.mkdir(parents=True, exist_ok=True)
    if kitchen == "ours":
        scene = generate(config, catalogue)
    else:
        from whereseen.sim.generation.kitchens import generate_with_kitchen

        scene = generate_with_kitchen(config, catalogue, out.parent)
    _write(scene, out, plan)


def require_kitchen(name: str) -> None:
    """Raise InvalidConfig unless kitchens come like that."""
    from whereseen.memory.errors import InvalidConfig

    if name not in _KITCHENS:
        remedy = f"Choose of {', '.join(_KITCHENS)}"
        raise InvalidConfig("no such furniture of kitchens", got=repr(name), remedy=remedy)


def make_kitchen(out: Path, *, layout: str, objects: int, seed: int, plan: Path | None) -> None:
    """Make a home of one procedural kitchen, write it as YAML, and draw its floor plan."""
    from whereseen.sim.catalogue.household import household
    from whereseen.sim.importing.kitchen_scene import import_kitchen

    out.parent.mkdir(parents=True, exist_ok=True)
    imported = import_kitchen(layout, seed, out.parent, household(), objects=objects)
    for reason in imported.left_out:
        _out.print(f"left out {reason}", style="yellow")
    _write(imported.scene, out, plan)


def _write(scene: Scene, out: Path, plan: Path | None) -> None:
    from whereseen.sim.catalogue.household import household
    from whereseen.sim.scene.floor_plan_picture import draw_floor_plan
    from whereseen.sim.scene.yaml_files import write_scene

    write_scene(scene, out)
    held = f"{len(scene.furniture)} pieces of furniture, {len(scene.objects)} things"
    _out.print(f"wrote [bold]{out}[/]: {len(scene.rooms)} rooms, {held}")
    if plan is not None:
        draw_floor_plan(scene, household(), plan)
        _out.print(f"wrote [bold]{plan}[/]")


def check_scene(file: Path) -> bool:
    """Print what is not believable in a home; whether nothing is."""
    from whereseen.sim.catalogue.household import household
    from whereseen.sim.scene.checks import check
    from whereseen.sim.scene.yaml_files import read_scene

    violations = check(read_scene(file), household())
    for violation in violations:
        _out.print(str(violation), style="yellow")
    _out.print("nothing is wrong" if not violations else f"{len(violations)} things are wrong")
    return not violations


def import_home(
    source: Path,
    out: Path,
    *,
    table: Path | None,
    models: Sequence[Path],
    lenient: bool,
    up: str,
    scale: float,
) -> None:
    """Make a home of a scene made elsewhere, write it as YAML, say what became of it."""
    from whereseen.sim.importing.importing import import_scene
    from whereseen.sim.importing.naming import NamingTable
    from whereseen.sim.scene.yaml_files import write_scene

    out.parent.mkdir(parents=True, exist_ok=True)
    names = NamingTable.read(table) if table is not None else None
    imported = import_scene(
        source, out.parent, table=names, models=models, lenient=lenient, up=up, scale=scale
    )
    scene = imported.scene
    write_scene(scene, out)
    for what in imported.left_out:
        _err.print(f"left out: {what}", style="yellow", markup=False, soft_wrap=True)
    rooms = ", ".join(room.name for room in scene.rooms)
    held = f"{len(scene.furniture)} pieces of furniture, {len(scene.objects)} things"
    _out.print(f"wrote [bold]{out}[/]: {len(scene.rooms)} rooms ({rooms}), {held}")
    if imported.fixed:
        _out.print(f"{len(imported.fixed)} small things stand on nothing and stay where they are")


def draw_scene(file: Path, *, stage: str, python: str) -> None:
    """Draw a home from above and as the robot sees it, beside its file."""
    from whereseen.sim.catalogue.household import household
    from whereseen.sim.importing.pictures import draw_home
    from whereseen.sim.scene.yaml_files import read_scene
    from whereseen.sim.stages.opening import open_stage

    opened = open_stage(stage, Path(python).expanduser() if python else None)
    for each in draw_home(opened, read_scene(file), household(), file.with_suffix("")):
        _out.print(f"wrote [bold]{each}[/]")


def record(out: Path, *, minutes: float, storage: str, settings: dict[str, Any]) -> None:
    """Record an episode, to a .wsr file or a rosbag2."""
    from whereseen.sim.episode.config import EpisodeConfig
    from whereseen.sim.episode.episode import Episode
    from whereseen.sim.episode.recording import record_episode

    seconds = 60.0 * minutes
    if storage == "wsr":
        config = EpisodeConfig(**settings)
        with Episode(config) as episode, _progress(seconds) as tell:
            file = out if out.suffix == ".wsr" else out.with_name(f"{out.name}.wsr")
            truth = record_episode(
                episode, file, seconds=seconds, tell=lambda n: tell(n * config.period_s)
            )
        _out.print(f"wrote [bold]{file}[/]; the truth is in {truth.events.name} and beside it")
        return
    _record_bag(out, seconds, storage, settings)


def _record_bag(out: Path, seconds: float, storage: str, settings: dict[str, Any]) -> None:
    from whereseen.nodes.deployment.presence import require_ros

    require_ros()
    from whereseen.nodes.recording.bag_format import BagFormat
    from whereseen.nodes.simulation.bag_recording import record_bag
    from whereseen.nodes.simulation.config import SimNodeConfig
    from whereseen.sim.episode.episode import Episode

    config = SimNodeConfig(**settings)
    with Episode(config) as episode, _progress(seconds) as tell:
        record_bag(
            episode, config, out, seconds=seconds, bag_format=BagFormat(storage=storage), tell=tell
        )
    _out.print(f"wrote [bold]{out}[/]; the truth is on /sim/truth in it")


@contextmanager
def _progress(seconds: float) -> Iterator[Callable[[float], None]]:
    """A line that tells how many simulated seconds are recorded."""
    columns = (*Progress.get_default_columns(), TextColumn("{task.completed:.0f} s"))
    with Progress(*columns, console=_err, transient=True) as progress:
        task = progress.add_task("recording", total=seconds)
        yield lambda passed_s: progress.update(task, completed=passed_s)


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
