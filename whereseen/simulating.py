"""What the commands about simulated homes do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress, TextColumn

_out, _err = Console(), Console(stderr=True)


def make_scene(out: Path, *, rooms: int, objects: int, seed: int, plan: Path | None) -> None:
    """Generate a home, write it as YAML, and draw its floor plan if wanted."""
    from whereseen.sim.catalogue.household import household
    from whereseen.sim.generation.config import HomeConfig
    from whereseen.sim.generation.generate import generate
    from whereseen.sim.scene.floor_plan_picture import draw_floor_plan
    from whereseen.sim.scene.yaml_files import write_scene

    catalogue = household()
    scene = generate(HomeConfig(rooms=rooms, objects=objects or None, seed=seed), catalogue)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_scene(scene, out)
    held = f"{len(scene.furniture)} pieces of furniture, {len(scene.objects)} things"
    _out.print(f"wrote [bold]{out}[/]: {len(scene.rooms)} rooms, {held}")
    if plan is not None:
        draw_floor_plan(scene, catalogue, plan)
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


def run_store_bench(out: Path, *, seeds: str, quick: bool) -> bool:
    """Run the suite, print its table; False if the short form is far from its bar."""
    from whereseen.sim.benchmark.report import table
    from whereseen.sim.benchmark.seeds import parse_seeds
    from whereseen.sim.storing.bars import is_sane
    from whereseen.sim.storing.suite import FULL, QUICK, run

    config = QUICK if quick else FULL
    with _err.status("starting") as status:
        results = run(parse_seeds(seeds), config, out, status.update)
    _out.print(table(results))
    for method, reason in results.config["skipped"].items():
        _out.print(f"{method} was skipped: {reason}")
    _out.print(f"wrote [bold]{out / 'results.json'}[/]")
    return not quick or is_sane(results)
