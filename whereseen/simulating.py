"""What the commands about simulated homes do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress, TextColumn

if TYPE_CHECKING:
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
