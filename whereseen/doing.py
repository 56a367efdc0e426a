"""What `whereseen do` does, and what it shows meanwhile."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.status import Status
from rich.table import Table

if TYPE_CHECKING:
    from whereseen.acting.planning.report import Report
    from whereseen.acting.planning.thoughts import Thought
    from whereseen.sim.doing.config import DoConfig
    from whereseen.sim.doing.home import HomeWithRobot

_NOT_DONE, _STOPPED = 3, 130
_STYLES = {
    "plans": "bold", "believes": "cyan", "does": "", "looks": "magenta", "missed": "yellow",
    "failed": "yellow", "revises": "bold magenta", "done": "green", "gives up": "red",
}  # fmt: skip
_ENDS = ("done", "gives up")
_out = Console()
_err = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Showing:
    """What is shown of it.

    Attributes:
        video: GIF to write, None for none.
        picture: PNG to write, None for none.
        things: Whether only what is known is listed.
        as_json: Whether the report is printed as JSON.
    """

    video: Path | None = None
    picture: Path | None = None
    things: bool = False
    as_json: bool = False


def do_it(config: DoConfig, instruction: str | None, showing: Showing) -> int:
    """Do an instruction, or go on with the last one; returns the exit code."""
    from whereseen.sim.doing.filming import Film
    from whereseen.sim.doing.home import open_home
    from whereseen.terminal import mapping_progress

    film = Film() if showing.video or showing.picture else None
    with ExitStack() as stack:
        with mapping_progress(quiet=showing.as_json) as progress:
            watch = film.watch if film is not None else None
            home = stack.enter_context(open_home(config, progress, watch))
        if showing.things:
            _list(home)
            return 0
        if film is not None:
            film.begin()
        report = _done(home, config, instruction, showing, film)
    if film is not None:
        _write(film, showing)
    code = _finish(report, as_json=showing.as_json)
    if code == _STOPPED and config.map_file is not None:
        _err.print(f"go on with: whereseen do --resume --map {_plain(str(config.map_file))}")
    return code


def _done(
    home: HomeWithRobot, config: DoConfig, instruction: str | None, showing: Showing, film: Any
) -> Report | None:
    for name in home.let_people_move(config.moved):
        _err.print(f"meanwhile somebody moved the {name}", style="dim", markup=False)
    with _telling(quiet=showing.as_json) as teller, _stopping(home):

        def tell(thought: Thought) -> None:
            teller.tell(thought)
            if film is not None:
                film.think(thought)

        return home.resume(tell) if instruction is None else home.do(instruction, tell)


class _Teller:
    """Prints thoughts as they come; what goes on is one line that changes."""

    def __init__(self, status: Status | None) -> None:
        self._status = status
        self._begun_ns: int | None = None

    def tell(self, thought: Thought) -> None:
        if self._status is None:
            return
        self._begun_ns = thought.stamp_ns if self._begun_ns is None else self._begun_ns
        if thought.kind.value == "moves":
            self._status.update(f"[dim]{_plain(thought.text)}[/]")
            return
        seconds = (thought.stamp_ns - self._begun_ns) / 1e9
        sure = "" if thought.probability is None else f" ({_percent(thought.probability)})"
        kind = thought.kind.value
        if not thought.subtask and kind in _ENDS:
            return  # the summary says it
        line = f"[dim]{seconds:6.0f} s[/]  {kind:9}{_plain(thought.text)}{sure}"
        _err.print(line, style=_STYLES.get(kind, ""), highlight=False)


@contextmanager
def _telling(*, quiet: bool) -> Iterator[_Teller]:
    if quiet:
        yield _Teller(None)
        return
    with _err.status("[dim]thinking[/]") as status:
        yield _Teller(status)


@contextmanager
def _stopping(home: HomeWithRobot) -> Iterator[None]:
    """Ctrl-C asks the robot to stop; once more ends at once."""

    def stop(_: int, __: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        _err.print("stopping; press Ctrl-C again to end at once", style="yellow")
        home.cancel()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _write(film: Any, showing: Showing) -> None:
    if showing.video is not None:
        film.write_film(showing.video)
        _err.print(f"wrote [bold]{showing.video}[/]: {len(film.frames)} frames")
    if showing.picture is not None:
        film.write_picture(showing.picture)
        _err.print(f"wrote [bold]{showing.picture}[/]")


def _finish(report: Report | None, *, as_json: bool) -> int:
    if report is None:
        _err.print("nothing was interrupted", style="yellow")
        return _NOT_DONE
    if as_json:
        json.dump(_told(report), sys.stdout, indent=2, ensure_ascii=False)
        sys.stdout.write("\n")
    else:
        _summarise(report)
    if report.ending.value == "cancelled":
        return _STOPPED
    return 0 if report.is_success else _NOT_DONE


def _summarise(report: Report) -> None:
    from whereseen.acting.planning.wording import subtask_text

    style = "green" if report.is_success else "red"
    figures = f"{report.distance_m:.1f} m, {report.looks} looks, {report.duration_s:.0f} s"
    _out.print(f"[{style}]{report.ending.value}[/]: {_plain(report.task.instruction)} ({figures})")
    if report.reason:
        _out.print(f"  {_plain(report.reason)}", style=style)
    if len(report.subtasks) > 1:
        for each in report.subtasks:
            why = "" if each.failure is None else f": {each.failure.reason}"
            _out.print(f"  {each.ending.value:9} {_plain(subtask_text(each.subtask) + why)}")


def _told(report: Report) -> dict[str, Any]:
    from whereseen.acting.planning.wording import subtask_text

    return {
        "instruction": report.task.instruction,
        "ending": report.ending.value,
        "reason": report.reason,
        "failure": None if report.failure_kind is None else report.failure_kind.value,
        "planner": report.planner,
        "distance_m": round(report.distance_m, 2),
        "looks": report.looks,
        "duration_s": round(report.duration_s, 1),
        "subtasks": [
            {
                "name": each.subtask.name,
                "text": subtask_text(each.subtask),
                "ending": each.ending.value,
                "reason": None if each.failure is None else each.failure.reason,
            }
            for each in report.subtasks
        ],
        "resolved": [
            {
                "text": each.text,
                "found": each.found_id,
                "hypotheses": [
                    {"id": it.target, "label": it.label, "probability": round(it.probability, 3)}
                    for it in each.hypotheses
                ],
            }
            for each in report.resolved
        ],
        "revisions": [each.reason for each in report.revisions],
    }


def _list(home: HomeWithRobot) -> None:
    from whereseen.acting.knowledge.names import name_of
    from whereseen.acting.planning.wording import where_text

    table = Table("id", "thing", "where", "state", box=None)
    for thing in home.world.things():
        where = "gone" if thing.is_gone else where_text(thing, home.world)
        table.add_row(str(thing.id), name_of(thing), where, ", ".join(thing.states))
    _out.print(table)


def _percent(share: float) -> str:
    return "<1%" if 0.0 < share < 0.005 else f"{share:.0%}"


def _plain(text: str) -> str:
    """A text that is not taken for markup."""
    return text.replace("[", r"\[")
