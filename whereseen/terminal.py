"""What the commands print: tables and progress for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timezone, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

if TYPE_CHECKING:
    from whereseen.memory.answer import Answer
    from whereseen.memory.chronicle import Recollection
    from whereseen.memory.io.alignment import Alignment
    from whereseen.memory.mapping import MappingResult
    from whereseen.memory.spatial_memory import SpatialMemory
    from whereseen.sim.demo.run import DemoResult

_PIPE_COLUMNS = 150  # tables in logs and files are not cut to a terminal's width
_INFO = {"log_rows": "in the log", "first_ns": "first frame", "last_ns": "last frame"}
_out = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_COLUMNS)
_err = Console(stderr=True, highlight=False)


class BarProgress:
    """A progress bar with rate and time left, on standard error."""

    def __init__(self, bar: Progress | None) -> None:
        self._bar = bar
        self._task = TaskID(0)

    def begin(self, what: str, total: int) -> None:
        """A task of `total` steps begins."""
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task(what, total=total, saved="", rate="")

    def step(self, done: int) -> None:
        """So many steps are done."""
        if self._bar is None:
            return
        speed = self._bar.tasks[self._task].speed
        rate = f"{speed:.1f}/s" if speed else ""
        self._bar.update(self._task, completed=done, rate=rate)

    def saved(self, frames: int) -> None:
        """So many frames are safe on disk."""
        if self._bar is not None:
            self._bar.update(self._task, saved=f"{frames} safe on disk")


@contextmanager
def mapping_progress(*, quiet: bool) -> Iterator[BarProgress]:
    """A progress bar from its first task to the end of the block; none if `quiet`."""
    if quiet:
        yield BarProgress(None)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("[green]{task.fields[saved]}"),
    )
    bar = Progress(*columns, console=_err)
    try:
        yield BarProgress(bar)
    finally:
        if bar.live.is_started:
            bar.stop()


def say(what: Any) -> None:
    """Print text with markup, or a table."""
    _out.print(what)


def print_json(value: Any) -> None:
    """Print a value as one JSON document."""
    _out.print_json(json.dumps(value), indent=1)


def report_mapping(result: MappingResult, *, as_json: bool) -> None:
    """Say what mapping did."""
    if as_json:
        print_json(asdict(result) | {"file": str(result.file)})
        return
    left_out = sum(result.skipped.values())
    rows = [
        ("recording", result.layout),
        ("encoder", result.encoder),
        ("frames", f"{result.frames} in {result.wall_s:.1f} s"),
        ("voxels", f"{result.voxels:,}"),
        ("images kept", str(result.keyframes)),
        ("things", f"{result.things}" + (f" in {result.rooms} rooms" if result.rooms else "")),
        ("CPU a frame", _cost(result)),
    ]
    _out.print(_pairs(rows))
    if left_out:
        reasons = ", ".join(f"{count} {reason}" for reason, count in result.skipped.items())
        _out.print(f"[yellow]left out {left_out} of the frames:[/] {escape(reasons)}")
    if result.evicted or result.dropped:
        _out.print(
            f"[yellow]memory limit:[/] {result.evicted:,} voxels were evicted and "
            f"{result.dropped:,} samples found no room; allow more with --memory-limit-mb"
        )
    if result.frames and not result.voxels:
        _out.print("[yellow]the map is empty:[/] no depth within range; see --range-m")
    if result.interrupted:
        _out.print("[yellow]interrupted:[/] what was mapped so far is in the file")
    _out.print(f"wrote [bold]{_path(result.file)}[/]")


def report_answer(
    memory: SpatialMemory, answer: Answer, picture: Path | None, *, as_json: bool
) -> None:
    """Print an answer."""
    if as_json:
        print_json(answer.to_json())
        return
    colour, verdict = ("green", "found") if answer.found else ("yellow", "not found")
    _out.print(f"{escape(answer.query)}: [bold {colour}]{verdict}[/], {answer.reason}")
    if answer.places:
        _out.print(_places(memory, answer))
    if picture is not None:
        _out.print(f"wrote [bold]{_path(picture)}[/]")


def local_zone() -> tzinfo:
    """Of this machine's clock."""
    return datetime.now().astimezone().tzinfo or timezone.utc


def report_recollection(recollection: Recollection, *, as_json: bool) -> None:
    """Print an answer about the past."""
    if as_json:
        print_json(recollection.to_json())
        return
    _out.print(escape(recollection.text), style="" if recollection.found else "yellow")


def _places(memory: SpatialMemory, answer: Answer) -> Table:
    seen_ns = max(int(place.last_seen_ns) for place in answer.places)
    now_ns = max(seen_ns, memory.trajectory.last_ns)
    table = Table("", "p", "position m (x, y, z)", "size m", "last seen", "image")
    table.columns[2].no_wrap = True
    for rank, place in enumerate(answer.places, start=1):
        age_s = (now_ns - place.last_seen_ns) / 1e9
        table.add_row(
            str(rank),
            f"{place.probability:.2f}",
            ", ".join(f"{value:.2f}" for value in place.position_m),
            " x ".join(f"{value:.2f}" for value in place.size_m),
            "at the end" if age_s < 1.0 else f"{age_s:.0f} s earlier",
            "" if place.image_id is None else str(place.image_id),
        )
    return table


def report_info(about: dict[str, Any], *, as_json: bool) -> None:
    """Print what a map holds."""
    if as_json:
        print_json(about)
        return
    notes = about.pop("about")
    names = {"source": "made from", "layout": "recording", "encoder": "--encoder"}
    titles = {name: _INFO.get(name, name.replace("_", " ")) for name in about}
    rows = [(titles[name], _told(name, value)) for name, value in about.items()]
    rows += [(names.get(name, name), value) for name, value in sorted(notes.items())]
    _out.print(_pairs(rows))


def report_alignment(alignment: Alignment, *, as_json: bool) -> None:
    """Print a transform between two maps."""
    if as_json:
        print_json(alignment.to_json())
        return
    _out.print(f"fitness {alignment.fitness:.2f}, inlier error {alignment.error_m * 100:.1f} cm")
    if not alignment.trusted:
        _out.print("[yellow]doubtful:[/] maps of different rooms fit as well as this")
    _out.print("T_reference_map, which maps points of the first map into the second:")
    for row in alignment.T_reference_map:
        _out.print("  ".join(f"{value:9.4f}" for value in row))


def report_demo(result: DemoResult, *, as_json: bool) -> None:
    """Print what the demo asked and was told, what it noticed, and what is true."""
    if as_json:
        print_json(_demo_json(result))
        return
    _out.print(_asked(result), _noticed(result))
    right = sum(each.is_right for each in result.questions)
    seen = sum(each.is_right for each in result.noticed)
    made_up = sum(each.happening is None for each in result.noticed)
    _out.print(
        f"{right} of {len(result.questions)} answers right, "
        f"{seen} of {len(result.noticed) - made_up} changes noticed, {made_up} made up"
    )
    _out.print(f"{result.frames} frames, {result.voxels:,} voxels, {result.wall_s:.1f} s")
    _out.print(f"wrote [bold]{_path(result.picture)}[/] and [bold]{_path(result.map_file)}[/]")
    file = _path(result.map_file)
    _out.print(f'ask it yourself: whereseen ask {file} "something to drink from"')


def _asked(result: DemoResult) -> Table:
    from whereseen.sim.demo.story import clock

    table = Table("asked", "question", "memory says (m)", "p", "truth (m)", "off by", "")
    round_ = 0
    for asked in result.questions:
        if asked.round != round_:
            table.add_section()
            round_ = asked.round
        best = asked.answer.places[0] if asked.answer.places else None
        nearest = asked.nearest
        table.add_row(
            clock(asked.stamp_ns),
            asked.question.text,
            _metres(best.position_m) if best and asked.answer.found else "not here",
            f"{best.probability:.2f}" if best else "",
            f"{_metres(nearest.position_m)} {nearest.on}" if nearest else "not there",
            f"{asked.distance_m:.2f} m" if asked.distance_m is not None else "",
            "[green]right[/]" if asked.is_right else "[red]wrong[/]",
        )
    return table


def _noticed(result: DemoResult) -> Table:
    from whereseen.sim.demo.story import clock

    table = Table("at", "by", "what people did", "the memory noticed", "between", "")
    for each in result.noticed:
        done, change = each.happening, each.change
        between = f"{clock(change.earliest_ns)}, {clock(change.latest_ns)}" if change else ""
        table.add_row(
            clock(done.event.stamp_ns) if done else "",
            done.event.actor if done else "",
            str(done) if done else "",
            each.said if done or not change else f"{change.entity.label}: {each.said}",
            between,
            "[green]right[/]" if each.is_right else "[red]wrong[/]",
        )
    return table


def _demo_json(result: DemoResult) -> dict[str, Any]:
    return {
        "passed": result.passed,
        "frames": result.frames,
        "voxels": result.voxels,
        "picture": str(result.picture),
        "map": str(result.map_file),
        "questions": [
            asked.answer.to_json()
            | {
                "round": asked.round,
                "stamp_ns": asked.stamp_ns,
                "truth": [{"position_m": it.position_m, "on": it.on} for it in asked.right],
                "distance_m": asked.distance_m,
                "right": asked.is_right,
            }
            for asked in result.questions
        ],
        "changes": [
            {
                "stamp_ns": each.happening.event.stamp_ns if each.happening else None,
                "by": each.happening.event.actor if each.happening else None,
                "done": str(each.happening) if each.happening else None,
                "noticed": each.said or None,
                "earliest_ns": each.change.earliest_ns if each.change else None,
                "latest_ns": each.change.latest_ns if each.change else None,
                "right": each.is_right,
            }
            for each in result.noticed
        ],
    }


def _metres(point: tuple[float, float, float]) -> str:
    return ", ".join(f"{value:.2f}" for value in point)


def _pairs(rows: list[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, value in rows:
        table.add_row(f"[dim]{name}[/]", escape(value))
    return table


def _path(path: Path) -> str:
    return escape(str(path))


def _told(name: str, value: Any) -> str:
    """A number, a time, names, or numbers by name as "3 moved, 2 appeared"."""
    if name in ("first_ns", "last_ns") and value is not None:
        return datetime.fromtimestamp(value / 1e9, local_zone()).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, dict):
        return ", ".join(f"{_plain(each)} {name}" for name, each in value.items()) or "none"
    if isinstance(value, list):
        return f"{len(value)}: {', '.join(value)}" if value else "none"
    return _plain(value) or "none"


def _plain(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and abs(value) < 10**12 else str(value)


def _cost(result: MappingResult) -> str:
    frames = max(result.frames, 1)
    whole, own = 1e3 * result.cpu_s / frames, 1e3 * result.map_cpu_s / frames
    return f"{whole:.1f} ms, of which the voxel memory {own:.1f} ms"


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
