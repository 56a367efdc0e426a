"""The command line: map, ask, info, export, view, demo, bench."""

from __future__ import annotations

import typer

app = typer.Typer(help="A memory for robots that share rooms with people.", no_args_is_help=True)


def main() -> None:
    """Entry point of the `whereseen` command."""
    app()
