"""The memory for other agents: `whereseen tools`, `whereseen mcp`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from whereseen.acting.tools.toolbox import ToolBox

tool_app = typer.Typer()

MapPath = Annotated[Path, typer.Argument(help="A map file made by `whereseen map`.")]
EncoderName = Annotated[str, typer.Option("--encoder", help="As for `whereseen ask`.")]
Allow = Annotated[
    str,
    typer.Option(
        help="Tools that may change the map, with commas: remember, note_deed, forget, consolidate."
    ),
]
_FORMS = ("openai", "mcp")


@tool_app.command()
def tools(
    file: MapPath,
    action: Annotated[
        str, typer.Argument(metavar="[call", help="`call` to call a tool; nothing to list them.")
    ] = "",
    name: Annotated[str, typer.Argument(metavar="NAME", help="The tool.")] = "",
    arguments: Annotated[
        str, typer.Argument(metavar="JSON]", help="Its arguments; - reads standard input.")
    ] = "{}",
    form: Annotated[
        str,
        typer.Option(help="openai for function calling, mcp for names with both their schemas."),
    ] = "openai",
    allow: Allow = "",
    encoder: EncoderName = "auto",
) -> None:
    """List what an agent can do with a map, as JSON; or call one of these tools.

    The map is only read, unless --allow names tools that change it.

    Examples: whereseen tools home.map,
    whereseen tools home.map call localize '{"what": "red mug"}'
    """
    from whereseen.terminal import print_json

    if form not in _FORMS:
        raise typer.BadParameter(f"Give --form as one of: {', '.join(_FORMS)}.")
    box = _toolbox(file, encoder, allow)
    if not action:
        print_json(box.functions() if form == "openai" else box.schemas())
        return
    if action != "call" or not name:
        raise typer.BadParameter("To call a tool: whereseen tools MAP call NAME JSON.")
    print_json(box.call(name, _read(arguments)))


@tool_app.command()
def mcp(
    file: MapPath,
    allow: Allow = "",
    http: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65535,
            metavar="PORT",
            help="Serve http://127.0.0.1:PORT/mcp instead; 0 takes any port that is free.",
        ),
    ] = None,
    key_variable: Annotated[
        str, typer.Option(help="Environment variable with a key that --http asks clients for.")
    ] = "",
    encoder: EncoderName = "auto",
) -> None:
    """Serve a map to agents by the Model Context Protocol, over standard input and output.

    What a robot commits to the map meanwhile is seen. Nothing is changed without --allow.

    Example: whereseen mcp home.map, as the command of a server in the settings of a client;
    see docs/agents.md
    """
    from whereseen.acting.secrets import key_in
    from whereseen.acting.tools.mcp_server import listen, serve_http, serve_stdio

    if key_variable and http is None:
        raise typer.BadParameter("--key-variable goes with --http.")
    key = key_in(os.environ, key_variable)
    box = _toolbox(file, encoder, allow)
    if http is None:
        serve_stdio(box)
        return
    waiting = listen(http)
    host, port = waiting.getsockname()
    typer.echo(f"serving {file} at http://{host}:{port}/mcp; Ctrl-C stops it", err=True)
    serve_http(box, waiting, key)


def _toolbox(file: Path, encoder: str, allow: str) -> ToolBox:
    from whereseen.acting.tools.sources import MapOnDisk
    from whereseen.acting.tools.toolbox import ToolBox
    from whereseen.memory.store.map_file import MapFile
    from whereseen.terminal import local_zone

    with MapFile.open(file):
        pass  # what is no map is said now, not at the first call
    allowed = [each.strip() for each in allow.split(",") if each.strip()]
    zone = local_zone()
    return ToolBox(MapOnDisk(file, encoder, zone), allow=allowed, zone=zone)


def _read(text: str) -> Any:
    from whereseen.acting.strict_json import strict_json

    said = sys.stdin.read() if text == "-" else text
    return strict_json(said or "{}", most_letters=100_000)
