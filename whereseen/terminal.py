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


def say(*what: Any) -> None:
    """Print text with markup, and tables."""
    _out.print(*what)


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
    _out.print(f"wrote [bold]{path_text(result.file)}[/]")


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
        _out.print(f"wrote [bold]{path_text(picture)}[/]")


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


def metres(point: tuple[float, float, float]) -> str:
    """A point in text, to a centimetre."""
    return ", ".join(f"{value:.2f}" for value in point)


def _pairs(rows: list[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, value in rows:
        table.add_row(f"[dim]{name}[/]", escape(value))
    return table


def path_text(path: Path) -> str:
    """A path as text without markup."""
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
