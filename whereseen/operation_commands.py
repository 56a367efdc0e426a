"""What a map is asked and told: `whereseen recall`, `localize`, `explain`, `context` and so on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from whereseen.memory.answer import Metres3
    from whereseen.memory.log.query import Where, Within
    from whereseen.memory.spatial_memory import SpatialMemory

operation_app = typer.Typer()

MapPath = Annotated[Path, typer.Argument(help="A map file made by `whereseen map`.")]
EncoderName = Annotated[str, typer.Option("--encoder", help="As for `whereseen ask`.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
AsOf = Annotated[
    str, typer.Option(help='Only what was known by then: "yesterday at nine", 9:30, 2h.')
]


@operation_app.command()
def recall(
    file: MapPath,
    text: Annotated[str | None, typer.Argument(help='Those like this come first: "a cup".')] = None,
    near: Annotated[str, typer.Option(help="About a point: x,y,z in metres.")] = "",
    radius_m: Annotated[float, typer.Option(min=0.0, help="How far from there.")] = 1.0,
    within: Annotated[str, typer.Option("--box", help="In a box in metres: 0,0,0:1,1,2.")] = "",
    room: Annotated[str, typer.Option("--in", help="In a room: kitchen.")] = "",
    since: Annotated[str, typer.Option(help='As 9:30, "yesterday at nine", 2h.')] = "",
    until: Annotated[str, typer.Option(help="As --since; of a day its end.")] = "",
    as_of: AsOf = "",
    kind: Annotated[
        list[str] | None, typer.Option(help="detection, absence, told, or another; repeat it.")
    ] = None,
    label: Annotated[list[str] | None, typer.Option(help="Things called so; repeat it.")] = None,
    thing: Annotated[list[int] | None, typer.Option(help="Identity of a thing; repeat it.")] = None,
    attribute: Annotated[list[str] | None, typer.Option(help="colour=red; repeat it.")] = None,
    words: Annotated[str, typer.Option(help="All of these words, in label or text.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many.")] = 10,
    min_score: Annotated[float | None, typer.Option(help="Nothing that scores less.")] = None,
    encoder: EncoderName = "auto",
    as_json: AsJson = False,
) -> None:
    """Recall what was observed, by any mix of conditions. Exits with 3 if nothing fits.

    With TEXT those most alike come first, else the newest.

    Examples: whereseen recall home.map "something to drink from" --in kitchen --since yesterday,
    whereseen recall home.map --near 1.2,0.4,0.8 --radius-m 0.5 --kind absence
    """
    from whereseen.memory.asking import open_map
    from whereseen.memory.reviewing import current_graph
    from whereseen.operation_tables import report_recall

    memory = open_map(file, encoder)
    where = _where(
        memory,
        near=_point(near, "--near") if near else None,
        radius_m=radius_m,
        within=within,
        times=(since, until, as_of),
        kinds=kind,
        labels=label,
        things=thing,
        attributes=attribute,
        words=words,
    )
    if room:
        current_graph(memory)
    reply = memory.recall(text, where, room=room, limit=limit, min_score=min_score)
    report_recall(reply, as_json=as_json)
    if not reply.hits:
        raise typer.Exit(3)


@operation_app.command()
def localize(
    file: MapPath,
    what: Annotated[str, typer.Argument(help='As "a red mug".')],
    as_of: Annotated[str, typer.Option(help='When: "yesterday at nine", 9:30, 2h; now.')] = "",
    top: Annotated[int, typer.Option(min=1, max=100, help="At most so many places.")] = 5,
    encoder: EncoderName = "auto",
    as_json: AsJson = False,
) -> None:
    """Say where something is or was, how sure that is, and why. Exits with 3 if it is not known.

    Example: whereseen localize home.map "red mug" --as-of "half past nine"
    """
    from whereseen.memory.asking import open_map
    from whereseen.memory.operations.times import as_of_ns
    from whereseen.memory.reviewing import current_graph
    from whereseen.operation_tables import report_localization
    from whereseen.terminal import local_zone

    memory, zone = open_map(file, encoder), local_zone()
    when_ns = as_of_ns(as_of, memory.objects.now_ns, zone) if as_of else None
    current_graph(memory)
    found = memory.localize(what, as_of_ns=when_ns, top=top, zone=zone)
    report_localization(found, when_ns, as_json=as_json)
    if not found.found:
        raise typer.Exit(3)


@operation_app.command()
def explain(
    file: MapPath,
    thing: Annotated[str, typer.Argument(help="A name, or the identity of a thing, as 7.")],
    encoder: EncoderName = "auto",
    as_json: AsJson = False,
) -> None:
    """Say why the map holds that a thing is where it is: looks, hearsay, images.

    Example: whereseen explain home.map mug
    """
    from whereseen.memory.asking import open_map
    from whereseen.operation_tables import report_explanations

    report_explanations(open_map(file, encoder).explain(thing), as_json=as_json)


@operation_app.command()
def context(
    file: MapPath,
    task: Annotated[str, typer.Argument(help='As "bring me something to drink".')] = "",
    budget_tokens: Annotated[int, typer.Option(min=1, help="Most tokens of the text.")] = 1000,
    near: Annotated[str, typer.Option(help="Where the asker is: x,y,z in metres.")] = "",
    encoder: EncoderName = "auto",
    as_json: AsJson = False,
) -> None:
    """Say what a planner should know for a task, most useful first, within a budget of tokens.

    Example: whereseen context home.map "tidy up the living room" --budget-tokens 500
    """
    from whereseen.memory.asking import open_map
    from whereseen.memory.reviewing import current_graph
    from whereseen.operation_tables import report_context

    memory = open_map(file, encoder)
    current_graph(memory)
    near_m = _point(near, "--near") if near else None
    made = memory.context(task, near_m=near_m, budget_tokens=budget_tokens)
    report_context(made, as_json=as_json)


@operation_app.command()
def remember(
    file: MapPath,
    what: Annotated[str, typer.Argument(help='"the keys are on the desk", or a name with --at.')],
    at: Annotated[str, typer.Option(help="Where it is: x,y,z in metres.")] = "",
    size: Annotated[str, typer.Option(help="Its extent with --at: x,y,z in metres.")] = "",
    source: Annotated[str, typer.Option(help="Who says so.")] = "",
    probability: Annotated[float, typer.Option(min=0.0, max=1.0, help="How sure.")] = 1.0,
    encoder: EncoderName = "auto",
    as_json: AsJson = False,
) -> None:
    """Tell the map where something is; it is believed until its place is seen without it.

    The sentence names furniture, a thing or a room that is known; on, in, under, next to.

    Examples: whereseen remember home.map "the keys are on the desk in the office" --source Anna,
    whereseen remember home.map "spare key" --at 2.1,0.4,1.2
    """
    from whereseen.memory.asking import resume_map
    from whereseen.memory.reviewing import current_graph
    from whereseen.operation_tables import report_told

    if size and not at:
        raise typer.BadParameter("--size goes with --at.")
    position_m = _point(at, "--at") if at else None
    size_m = _point(size, "--size") if size else (0.0, 0.0, 0.0)
    with resume_map(file, encoder) as memory:
        graph = current_graph(memory)
        told = memory.remember(
            what, position_m, size_m=size_m, probability=probability, source=source
        )
        room = graph.room_of(told.position_m)
        report_told(told, "" if room is None else room.name, as_json=as_json)


def _where(
    memory: SpatialMemory,
    *,
    near: Metres3 | None,
    radius_m: float,
    within: str,
    times: tuple[str, str, str],
    kinds: list[str] | None,
    labels: list[str] | None,
    things: list[int] | None,
    attributes: list[str] | None,
    words: str,
) -> Where:
    from whereseen.memory.log.query import Near, Where
    from whereseen.memory.operations.times import as_of_ns, since_ns, until_ns
    from whereseen.terminal import local_zone

    now_ns, zone = memory.objects.now_ns, local_zone()
    since, until, as_of = times
    during = None
    if since or until:
        start_ns = since_ns(since, now_ns, zone) if since else -(2**62)
        during = (start_ns, until_ns(until, now_ns, zone) if until else 2**62)
        if during[0] > during[1]:
            raise typer.BadParameter("--until lies before --since.")
    corners = [_point(each, "--box") for each in within.split(":")] if within else []
    if within and len(corners) != 2:
        raise typer.BadParameter("Give --box as two corners in metres: 0,0,0:1.5,1,2.")
    return Where(
        kinds=tuple(kinds or ()),
        labels=tuple(labels or ()),
        entity_ids=tuple(things or ()),
        attributes=dict(map(_pair, attributes or ())),
        words=words,
        near=None if near is None else Near(near, radius_m),
        within=_box(*corners) if within else None,
        during_ns=during,
        as_of_ns=as_of_ns(as_of, now_ns, zone) if as_of else None,
    )


def _box(one: Metres3, other: Metres3) -> Within:
    from whereseen.memory.log.query import Within

    (a, b, c), (x, y, z) = one, other
    return Within((min(a, x), min(b, y), min(c, z)), (max(a, x), max(b, y), max(c, z)))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise typer.BadParameter(f"Give --attribute as name=value, as colour=red; got {text!r}.")
    return name, value


def _point(text: str, option: str) -> Metres3:
    try:
        x, y, z = (float(each) for each in text.split(","))
    except ValueError as error:
        raise typer.BadParameter(f"Give {option} as x,y,z in metres; got {text!r}.") from error
    return x, y, z
