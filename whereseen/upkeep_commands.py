"""The commands about the upkeep of a map: `whereseen consolidate`, `whereseen summary`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from whereseen.memory.consolidation.report import ConsolidationReport
    from whereseen.memory.consolidation.rows import Summary

upkeep_app = typer.Typer()

MapPath = Annotated[Path, typer.Argument(help="A map file made by `whereseen map`.")]
EncoderName = Annotated[str, typer.Option("--encoder", help="As for `whereseen ask`.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]

_DONE = {
    "closed": "ended relations of things that are no more",
    "thinned": "rows of the log were too much alike",
    "dropped": "rows of the log were over the bounds",
    "vectors": "vectors were dropped, their rows stay",
    "images": "images were dropped",
    "habits": "pairs of a name and a place tell where to look",
    "summaries": "summaries were made or made again",
}
_HEADS = {"thing": "Things", "receptacle": "Furniture", "room": "Rooms"}


@upkeep_app.command()
def consolidate(
    file: MapPath,
    budget_s: Annotated[
        float | None, typer.Option(min=0.0, help="Stop after so long; the next call goes on.")
    ] = None,
    retention: Annotated[
        str | None, typer.Option(help='Of the log, as "detection@kitchen*: 7 d, 50 MB".')
    ] = None,
    images: Annotated[
        str | None, typer.Option(help='Of kept images, as "image@bathroom: 1 d; image: 64 MB".')
    ] = None,
    vectors: Annotated[
        str | None, typer.Option(help='Of vectors in the log, as "detection: 30 d".')
    ] = None,
    encoder: EncoderName = "auto",
    as_json: AsJson = False,
) -> None:
    """Thin and archive what is old in a map, learn where things usually are, sum up its days.

    The policies that are given are kept with the map and hold from then on. Exits with 3 if the
    budget ended before the work.

    Example: whereseen consolidate kitchen.map --budget-s 10
    """
    from whereseen.memory.asking import resume_map
    from whereseen.memory.consolidation.consolidating import consolidate as run
    from whereseen.memory.consolidation.consolidating import keep_by
    from whereseen.terminal import local_zone, print_json

    with resume_map(file, encoder) as memory:
        keep_by(memory, retention=retention, images=images, vectors=vectors)
        report = run(memory, budget_s=budget_s, zone=local_zone())
    if as_json:
        print_json(report.to_json())
    else:
        _report(report)
    if not report.is_complete:
        raise typer.Exit(3)


@upkeep_app.command()
def summary(
    file: MapPath,
    what: Annotated[
        str, typer.Argument(help="A thing, furniture, a room, or today, yesterday, 2026-11-21.")
    ] = "",
    encoder: EncoderName = "auto",
    as_json: AsJson = False,
) -> None:
    """Say in a few sentences what was so: on the newest day, or with a thing or a place each day.

    Examples: whereseen summary kitchen.map, whereseen summary kitchen.map "red mug"
    """
    from whereseen.memory.asking import open_map
    from whereseen.memory.consolidation.consolidating import consolidate as run
    from whereseen.memory.consolidation.consolidating import zone_of
    from whereseen.memory.consolidation.telling import summaries_of
    from whereseen.terminal import local_zone, print_json

    memory = open_map(file, encoder)
    run(memory, zone=local_zone())  # the file stays as it is
    found = summaries_of(memory, what, zone_of(memory, local_zone()))
    if as_json:
        print_json([_json(each) for each in found])
    else:
        _tell(found)


def _report(report: ConsolidationReport) -> None:
    for name, what in _DONE.items():
        if count := report.to_json()[name]:
            typer.echo(f"{count:>8,} {what}")
    if report.is_complete:
        typer.secho(f"done in {report.spent_s:.1f} s", fg="green")
    else:
        typer.secho(f"stopped after {report.spent_s:.1f} s; call it again to go on", fg="yellow")


def _tell(found: tuple[Summary, ...]) -> None:
    """A line each, under a head for each kind; of a day only things to which something happened."""
    days, levels = {each.day for each in found}, {each.level for each in found}
    shown = [each for each in found if "day" not in levels or _happened(each)]
    last = ""
    for each in shown:
        if each.level != last and len(levels) > 1 and each.level in _HEADS:
            typer.secho(f"\n{_HEADS[each.level]}", bold=True)
        last = each.level
        day = f"{each.day}: " if len(days) > 1 and each.level != "day" else ""
        typer.echo(day + each.text)
    if len(shown) < len(found):
        typer.secho(f"{len(found) - len(shown)} more stayed where they were", dim=True)


def _happened(each: Summary) -> bool:
    stats = json.loads(each.stats)
    return each.level != "thing" or stats["moves"] > 0 or not stats["is_there"]


def _json(each: Summary) -> dict[str, object]:
    row = each._asdict()
    return row | {"stats": json.loads(each.stats), "thing_ids": list(each.thing_ids)}
