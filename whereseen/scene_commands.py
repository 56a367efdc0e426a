"""The commands about simulated homes as files: `whereseen scene`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

scene_app = typer.Typer(help="Simulated homes as files.", no_args_is_help=True)


@scene_app.command("generate")
def scene_generate(
    out: Annotated[Path, typer.Option(help="The YAML file to write.")] = Path("out/home.yaml"),
    rooms: Annotated[int, typer.Option(min=1, max=12, help="How many rooms.")] = 4,
    objects: Annotated[int, typer.Option(min=0, help="How many things; 0: as suits it.")] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same home.")] = 0,
    kitchen: Annotated[
        str, typer.Option(help="ours, or synthesized: by scene-synthesizer, files in meshes/.")
    ] = "ours",
    plan: Annotated[Path | None, typer.Option(help="Draw the floor plan into this PNG.")] = None,
) -> None:
    """Make up a home: rooms, doors, furniture, things."""
    from whereseen.simulating import make_scene

    make_scene(out, rooms=rooms, objects=objects, seed=seed, kitchen=kitchen, plan=plan)


@scene_app.command("kitchen")
def scene_kitchen(
    out: Annotated[
        Path, typer.Option(help="The YAML file to write, with meshes/ beside it.")
    ] = Path("out/kitchen.yaml"),
    layout: Annotated[
        str,
        typer.Option(help="single_wall, l_shaped, u_shaped, galley, peninsula or island."),
    ] = "l_shaped",
    objects: Annotated[int, typer.Option(min=0, help="How many things.")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same kitchen.")] = 0,
    plan: Annotated[Path | None, typer.Option(help="Draw the floor plan into this PNG.")] = None,
) -> None:
    """Make a procedural kitchen, with all its doors and drawers, a home of one room.

    Needs the extra `assets`.
    """
    from whereseen.simulating import make_kitchen

    make_kitchen(out, layout=layout, objects=objects, seed=seed, plan=plan)


@scene_app.command("check")
def scene_check(file: Annotated[Path, typer.Argument(help="A home (YAML).")]) -> None:
    """Look for what is not believable: overlaps, blocked doors, things in the air.

    Exits with 1 if there is any.
    """
    from whereseen.simulating import check_scene

    if not check_scene(file):
        raise typer.Exit(1)


@scene_app.command("import")
def scene_import(
    source: Annotated[
        Path,
        typer.Argument(help="An SDF world, a Habitat scene_instance.json, a GLB; or its folder."),
    ],
    out: Annotated[
        Path, typer.Option(help="The YAML file to write; meshes go into `meshes` beside it.")
    ] = Path("out/imported/home.yaml"),
    names: Annotated[
        Path | None, typer.Option(help="What parts are called: CSV or YAML, see the README.")
    ] = None,
    models: Annotated[
        list[Path] | None, typer.Option(help="Where models lie, if not near the world.")
    ] = None,
    lenient: Annotated[
        bool, typer.Option("--lenient", help="Leave out what is missing or cannot be read.")
    ] = False,
    up: Annotated[str, typer.Option(help="Of a GLB: the axis that points up, y or z.")] = "y",
    scale: Annotated[float, typer.Option(help="Of a GLB: metres per unit.")] = 1.0,
    pictures: Annotated[
        bool, typer.Option("--pictures", help="Draw it from above and as the robot sees it.")
    ] = False,
    stage: Annotated[str, typer.Option(help="For pictures: pybullet or habitat.")] = "pybullet",
    python: Annotated[str, typer.Option(help="Interpreter where the simulator is.")] = "",
) -> None:
    """Make a home of a world made elsewhere.

    Example: whereseen scene import small_house/worlds/small_house.world --out out/house/home.yaml
    """
    from whereseen.simulating import draw_scene, import_home

    import_home(source, out, table=names, models=models or [], lenient=lenient, up=up, scale=scale)
    if pictures:
        draw_scene(out, stage=stage, python=python)
