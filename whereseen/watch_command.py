"""The command that follows a map while it is written: `whereseen watch`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from whereseen.memory.operations.noticed import Noticed

watch_app = typer.Typer()


@watch_app.command()
def watch(
    file: Annotated[Path, typer.Argument(help="A map file that another process writes.")],
    kind: Annotated[
        list[str] | None,
        typer.Option(help="appeared, moved, vanished, opened, told, ...; repeat it."),
    ] = None,
    label: Annotated[list[str] | None, typer.Option(help="Things called so; repeat it.")] = None,
    thing: Annotated[list[int] | None, typer.Option(help="Identity of a thing; repeat it.")] = None,
    text: Annotated[str, typer.Option("--like", help='Things like this: "a cup".')] = "",
    room: Annotated[str, typer.Option("--in", help="Where it was or is: kitchen.")] = "",
    min_probability: Annotated[float, typer.Option(min=0.0, max=1.0, help="At least.")] = 0.0,
    first_sights: Annotated[
        bool, typer.Option("--first-sights", help="Things seen for the first time count too.")
    ] = False,
    from_start: Annotated[
        bool, typer.Option("--from-start", help="Begin with all that is in the map already.")
    ] = False,
    most: Annotated[int | None, typer.Option(min=1, help="End after so many changes.")] = None,
    period_s: Annotated[float, typer.Option(min=0.05, help="Between two looks.")] = 1.0,
    encoder: Annotated[str, typer.Option("--encoder", help="As for `whereseen ask`.")] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON each.")] = False,
) -> None:
    """Print changes as they are committed to a map, until Ctrl-C.

    Example: whereseen watch home.map --in kitchen --kind moved --kind vanished
    """
    import time

    from whereseen.memory.asking import encoder_of
    from whereseen.memory.operations.following_file import FileWatch, follow
    from whereseen.memory.operations.watching import WatchFor

    condition = WatchFor(
        kinds=tuple(kind or ()),
        labels=tuple(label or ()),
        entity_ids=tuple(thing or ()),
        text=text,
        room=room,
        min_probability=min_probability,
        first_sights=first_sights,
    )
    made = encoder_of(file, encoder) if text else None
    watched = FileWatch(file, condition, made, from_start=from_start)
    try:
        follow(watched, _json if as_json else _line, time.sleep, period_s=period_s, most=most)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def _json(noticed: Noticed) -> None:
    import json

    typer.echo(json.dumps(noticed.to_json()))


def _line(noticed: Noticed) -> None:
    from whereseen.memory.operations.noticed import in_words
    from whereseen.operation_tables import clock
    from whereseen.terminal import local_zone

    if noticed.dropped:
        typer.echo(f"{noticed.dropped} changes were dropped: too many at once")
    typer.echo(f"{clock(noticed.latest_ns)}  {in_words(noticed, local_zone())}")
