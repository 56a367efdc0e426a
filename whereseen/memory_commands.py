"""The commands about the past of a map: `whereseen changes`, `history`, `tree`, `forget`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from whereseen.memory.forgetting import ErasurePlan, ErasureProof

memory_app = typer.Typer()

MapPath = Annotated[Path, typer.Argument(help="A map file made by `whereseen map`.")]
EncoderName = Annotated[str, typer.Option("--encoder", help="As for `whereseen ask`.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]


@memory_app.command()
def changes(
    file: MapPath,
    since: Annotated[
        str, typer.Option(help='As 9:30, yesterday, 2h; "the last visit", also "to the kitchen".')
    ],
    room: Annotated[str, typer.Option("--in", help="What was or is in a room: kitchen.")] = "",
    encoder: EncoderName = "auto",
    as_json: AsJson = False,
) -> None:
    """Say what appeared, moved or vanished since a time. Exits with 3 if nothing did.

    Examples: whereseen changes home.map --since "half past nine",
    whereseen changes home.map --since "the last visit to the kitchen"
    """
    from whereseen.memory.asking import open_map
    from whereseen.memory.reviewing import changes_since, turn_json
    from whereseen.terminal import local_zone, print_json

    found = changes_since(open_map(file, encoder), since, local_zone(), room=room)
    news = [each for each in found if not each.is_first_sight]
    if as_json:
        print_json([turn_json(each.turn) for each in found])
    else:
        for each in news:
            typer.echo(each.text)
        if len(found) > len(news):
            typer.echo(f"{len(found) - len(news)} things were seen for the first time")
        elif not found:
            typer.secho(f"nothing is known to have changed since {since}", fg="yellow")
    if not news:
        raise typer.Exit(3)


@memory_app.command()
def history(
    file: MapPath,
    thing: Annotated[str, typer.Argument(help="A name, or the identity of a thing, as 7.")],
    encoder: EncoderName = "auto",
    as_json: AsJson = False,
) -> None:
    """Say where a thing was, what happened to it, and how often that was seen.

    Example: whereseen history kitchen.map mug
    """
    from whereseen.memory.asking import open_map
    from whereseen.memory.reviewing import past_of
    from whereseen.terminal import local_zone, print_json

    found = past_of(open_map(file, encoder), thing, local_zone())
    if as_json:
        print_json([each.to_json() for each in found])
        return
    for past in found:
        head, *lines = past.lines
        typer.secho(head, bold=True)
        for line in lines:
            typer.echo(f"  {line}")


@memory_app.command()
def tree(
    file: MapPath,
    out: Annotated[
        Path | None, typer.Option(help="Write it here: .json, .graphml, .txt or .png.")
    ] = None,
    encoder: EncoderName = "auto",
    as_json: AsJson = False,
) -> None:
    """Show the scene graph: building, floors, rooms, furniture and what is on and in it.

    Example: whereseen tree kitchen.map --out kitchen.graphml
    """
    from whereseen.memory.asking import open_map
    from whereseen.memory.graph.exports import to_json, tree_text
    from whereseen.memory.reviewing import current_graph, export_graph

    graph = current_graph(open_map(file, encoder))
    if out is not None:
        export_graph(graph, out)
        typer.echo(f"wrote {out}")
    else:
        typer.echo(to_json(graph.view) if as_json else tree_text(graph.view), nl=False)


@memory_app.command()
def forget(
    file: MapPath,
    what: Annotated[
        list[str],
        typer.Argument(help="Names or identities of things, or boxes in metres: 0,0,0:1,1,2."),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    encoder: EncoderName = "auto",
    as_json: AsJson = False,
) -> None:
    """Erase things or places for good: surfaces, images, history, log, relations.

    Copies of the file are not touched. Exits with 1 if anything is left, or nothing was erased.

    Example: whereseen forget kitchen.map "diary" "2.0,0.5,0:3.5,2.0,2.5"
    """
    from whereseen.memory.asking import resume_map
    from whereseen.memory.forgetting import carry_out, plan_erasure

    with resume_map(file, encoder) as memory:
        plan = plan_erasure(memory, what)
        if not yes:
            _show(plan)
            if not typer.confirm("Erase all this for good?", err=True):
                typer.echo("nothing was erased")
                raise typer.Exit(1)
        proof = carry_out(memory, plan)
    _report(proof, as_json=as_json)
    if not proof.is_proven:
        raise typer.Exit(1)


def _show(plan: ErasurePlan) -> None:
    for thing in plan.things:
        x, y, z = thing.position_m
        typer.echo(f"{thing.label} (thing {thing.id}) at ({x:.2f}, {y:.2f}, {z:.2f})", err=True)
    if plan.boxes:
        typer.echo(f"all that was seen in {len(plan.boxes)} boxes", err=True)
    typer.echo("with all images that show them", err=True)


def _report(proof: ErasureProof, *, as_json: bool) -> None:
    from dataclasses import asdict

    from whereseen.terminal import print_json

    if as_json:
        print_json(asdict(proof) | {"proven": proof.is_proven})
        return
    typer.echo(
        f"erased {proof.things} things, {proof.voxels} voxels, {proof.images} images, "
        f"{proof.rows} rows of the log"
    )
    if proof.is_proven:
        typer.secho("no trace is left in the file", fg="green")
    if not proof.scrubbed:
        typer.secho("another program reads the file: traces go when it is next written", fg="red")
    if proof.left:
        typer.secho(f"still in the file: {', '.join(proof.left)}", fg="red")
