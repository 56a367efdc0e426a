"""The command that shows what a map knows: `whereseen report`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from whereseen.memory.report import Report

report_app = typer.Typer()


@report_app.command("report")
def report(
    file: Annotated[Path, typer.Argument(help="A map file made by `whereseen map`.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The page to write, an .html.")] = Path(
        "report.html"
    ),
    title: Annotated[str, typer.Option(help="Its heading; empty: the name of the file.")] = "",
    pictures_mb: Annotated[
        float, typer.Option(min=0.0, max=100.0, help="Most megabytes of pictures of things.")
    ] = 6.0,
    encoder: Annotated[
        str, typer.Option("--encoder", help="As the map was made with; auto: what it names.")
    ] = "auto",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print it as JSON instead, without pictures.")
    ] = False,
) -> None:
    """Write all that a map knows as one page: where things are and were, and what changed.

    It opens in any browser, and needs no network.

    Example: whereseen report home.map --out home.html
    """
    from whereseen.memory.asking import open_map
    from whereseen.memory.io.whole_file import require_suffix
    from whereseen.memory.report import plain_report, report_of, write_report
    from whereseen.terminal import local_zone, print_json

    if not as_json:
        require_suffix(out, (".html", ".htm"), what="the report")
    found = report_of(
        open_map(file, encoder),
        title=title or file.stem,
        zone=local_zone(),
        pictures_mb=0.0 if as_json else pictures_mb,
    )
    if as_json:
        print_json(plain_report(found))
        return
    size = write_report(found, out)
    typer.echo(f"wrote {out} ({size / 1e6:.1f} MB); open it in a browser")


def known_of(file: Path) -> Report | None:
    """What a map knows of things and rooms, without pictures; None if its encoder is not here."""
    from whereseen.memory.asking import open_map
    from whereseen.memory.errors import EncoderUnavailable, MissingDependency
    from whereseen.memory.report import report_of
    from whereseen.terminal import local_zone

    try:
        memory = open_map(file)
    except (EncoderUnavailable, MissingDependency) as error:
        typer.echo(f"things are not shown: {error}", err=True)
        return None
    return report_of(memory, title=file.stem, zone=local_zone(), pictures_mb=0.0)
