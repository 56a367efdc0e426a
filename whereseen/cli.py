"""The command line: map, ask, recall, localize, changes, watch, remember, forget and others.

Exit codes: 0 done or found; 1 an error, explained on standard error; 2 wrong usage; 3 nothing
good enough was found; 130 interrupted, with everything mapped so far kept. `watch` ends with 0.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from whereseen.acting_commands import acting_app
from whereseen.bench_commands import bench_app
from whereseen.errand_command import errand_app
from whereseen.memory.errors import WhereseenError
from whereseen.memory_commands import memory_app
from whereseen.operation_commands import operation_app
from whereseen.report_commands import report_app
from whereseen.scene_commands import scene_app
from whereseen.tool_commands import tool_app
from whereseen.upkeep_commands import upkeep_app
from whereseen.watch_command import watch_app

app = typer.Typer(
    help="A memory for robots that share rooms with people: what is where, since when, how sure.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.add_typer(acting_app)
app.add_typer(operation_app)
app.add_typer(watch_app)
app.add_typer(errand_app)
app.add_typer(memory_app)
app.add_typer(report_app)
app.add_typer(upkeep_app)
app.add_typer(tool_app)
app.add_typer(scene_app, name="scene")
app.add_typer(bench_app, name="bench")

MapPath = Annotated[Path, typer.Argument(help="A map file made by `whereseen map`.")]
EncoderName = Annotated[
    str,
    typer.Option(
        "--encoder",
        help="auto, labels, detector:MODEL.onnx or clip:MODEL/WEIGHTS, as clip:ViT-B-16/openai.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]


def main() -> None:
    """Entry point of the `whereseen` command."""
    try:
        app(standalone_mode=True)
    except (WhereseenError, OSError) as error:
        typer.secho("error: ", fg="red", bold=True, err=True, nl=False)
        typer.echo(str(error), err=True)
        sys.exit(1)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(version("whereseen"))
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Print the version.")
    ] = False,
) -> None:
    """A memory for robots that share rooms with people."""


@app.command("map")
def map_command(
    source: Annotated[Path, typer.Argument(help="A recording: a folder or a .wsr file.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The map file to write.")],
    encoder: EncoderName = "auto",
    voxel_size_m: Annotated[float, typer.Option(help="Edge of a voxel in metres.")] = 0.05,
    range_m: Annotated[float, typer.Option(help="Farthest depth in use, in metres.")] = 5.0,
    memory_limit_mb: Annotated[int, typer.Option(help="Bound of the voxel memory.")] = 1024,
    things: Annotated[
        bool, typer.Option("--things/--no-things", help="Follow things, rooms and relations.")
    ] = True,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an older file.")] = False,
    as_json: AsJson = False,
) -> None:
    """Map a recording. Ctrl-C stops early and keeps what was mapped.

    Example: whereseen map recordings/kitchen --out kitchen.map
    """
    from whereseen.memory.config import MemoryConfig, VoxelConfig
    from whereseen.memory.following import FollowConfig
    from whereseen.memory.mapping import map_recording
    from whereseen.terminal import mapping_progress, report_mapping

    voxels = VoxelConfig(
        voxel_size_m=voxel_size_m, range_m=range_m, memory_limit_mb=memory_limit_mb
    )
    with mapping_progress(quiet=as_json) as progress:
        result = map_recording(
            source,
            out,
            encoder_name=encoder,
            config=MemoryConfig(voxels=voxels),
            overwrite=overwrite,
            progress=progress,
            follow=FollowConfig() if things else None,
        )
    report_mapping(result, as_json=as_json)
    if result.interrupted:
        raise typer.Exit(130)


@app.command()
def ask(
    file: MapPath,
    question: Annotated[str | None, typer.Argument(help='As "a red mug".')] = None,
    image: Annotated[Path | None, typer.Option(help="Ask by example: a picture.")] = None,
    top: Annotated[int, typer.Option(min=1, max=100, help="At most so many places.")] = 5,
    picture: Annotated[Path | None, typer.Option(help="Write the answer as a PNG.")] = None,
    encoder: EncoderName = "auto",
    as_json: AsJson = False,
) -> None:
    """Ask where something is or was, when it moved, what changed. Exits with 3 if it is not known.

    Examples: whereseen ask kitchen.map "something to drink from" --picture answer.png,
    whereseen ask kitchen.map "where was the mug at half past nine?"
    """
    from whereseen.memory.asking import answer_question, open_map, recollect
    from whereseen.terminal import local_zone, report_answer, report_recollection

    if (question is None) == (image is None):
        raise typer.BadParameter('Give either a question, as "a mug", or --image FILE.')
    memory = open_map(file, encoder)
    recollection = recollect(memory, question, local_zone()) if question else None
    if recollection is not None:
        report_recollection(recollection, as_json=as_json)
        raise typer.Exit(0 if recollection.found else 3)
    answer = answer_question(memory, question, image, top=top)
    if picture is not None:
        from whereseen.memory.drawing import draw_answer

        draw_answer(memory, answer, picture)
    report_answer(memory, answer, picture, as_json=as_json)
    if not answer.found:
        raise typer.Exit(3)


@app.command()
def info(file: MapPath, as_json: AsJson = False) -> None:
    """Say what a map holds."""
    from whereseen.memory.asking import describe_map
    from whereseen.terminal import report_info

    report_info(describe_map(file), as_json=as_json)


@app.command()
def export(
    file: MapPath,
    out: Annotated[
        Path, typer.Argument(help="cloud.ply, mesh.glb, or map.png (occupancy grid with its YAML).")
    ],
    resolution_m: Annotated[float, typer.Option(help="Cell of the occupancy grid.")] = 0.05,
) -> None:
    """Write a map as a point cloud (PLY), a mesh (GLB), or a map_server grid (PNG and YAML)."""
    from whereseen.memory.io.export import export_map

    for path in export_map(file, out, resolution_m=resolution_m):
        typer.echo(f"wrote {path}")


@app.command()
def align(
    file: MapPath,
    reference: Annotated[Path, typer.Argument(help="The map whose frame is wanted.")],
    as_json: AsJson = False,
) -> None:
    """Find the rigid transform that lays one map over another. Exits with 3 if it is doubtful."""
    from whereseen.memory.io.alignment import align_maps
    from whereseen.terminal import report_alignment

    alignment = align_maps(file, reference)
    report_alignment(alignment, as_json=as_json)
    if not alignment.trusted:
        raise typer.Exit(3)


@app.command()
def view(
    file: MapPath,
    save: Annotated[Path | None, typer.Option(help="Write an .rrd file instead.")] = None,
) -> None:
    """Look at a map in the rerun viewer, offline."""
    from whereseen.memory.io.viewer import view_map
    from whereseen.report_commands import known_of

    view_map(file, save, known_of(file))
    if save is not None:
        typer.echo(f"wrote {save}; open it with: rerun {save}")


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Folder for the picture and the map.")] = Path("out"),
    short: Annotated[bool, typer.Option("--short", help="Fewer, smaller frames.")] = False,
    as_json: AsJson = False,
) -> None:
    """Let a robot watch a simulated home that people change; ask it, and compare with the truth."""
    from whereseen.demo_report import report_demo
    from whereseen.sim.demo.run import run_demo
    from whereseen.terminal import mapping_progress

    with mapping_progress(quiet=as_json) as progress:
        result = run_demo(out, short=short, progress=progress)
    report_demo(result, as_json=as_json)
    if not result.passed:
        raise typer.Exit(1)


@app.command()
def up(
    name: Annotated[
        str, typer.Argument(metavar="memory|replay|sim|demo|tidy", help="What to start.")
    ],
    arguments: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME:=VALUE]...", help="As rate:=2.0; see --show-args."),
    ] = None,
    show_args: Annotated[
        bool, typer.Option("--show-args", "-s", help="List the arguments and start nothing.")
    ] = False,
    print_only: Annotated[
        bool, typer.Option("--print", "-p", help="Print the command lines and start nothing.")
    ] = False,
) -> None:
    """Start ROS 2 nodes where there is no `ros2 launch`: the same nodes, parameters and names.

    memory: the memory node, for the topics of a robot or a simulator.

    replay: a rosbag2 or a recording as topics, with /clock.

    sim: a simulated home as the topics of a robot in it.

    demo: a simulated home, or a replay, and the memory that watches it.

    tidy: a simulated home, the memory that watches it, and a task that the robot does there.

    Ctrl-C stops all nodes; each saves what it has. Exits with 0 if they did, otherwise with the
    exit code of the node whose end stopped the rest.

    Example: whereseen up replay path:=recordings/kitchen rate:=2.0
    """
    from whereseen.nodes.deployment.settings import parse_assignments
    from whereseen.starting import report_arguments, report_commands, run_deployment

    values = parse_assignments(arguments or [])
    if show_args:
        report_arguments(name)
    elif print_only:
        report_commands(name, values)
    else:
        raise typer.Exit(run_deployment(name, values))


@app.command("record")
def record_command(
    out: Annotated[Path, typer.Argument(help="The .wsr file, or the folder of a new rosbag2.")],
    minutes: Annotated[float, typer.Option(min=0.01, help="Of simulated time.")] = 2.0,
    storage: Annotated[str, typer.Option(help="wsr, mcap or sqlite3.")] = "wsr",
    scene: Annotated[str, typer.Option(help="A home (YAML); empty: a generated one.")] = "",
    rooms: Annotated[int, typer.Option(min=1, max=12, help="Rooms to generate.")] = 3,
    seed: Annotated[int, typer.Option(min=0, help="Of the home, people and errors.")] = 0,
    busyness: Annotated[
        float, typer.Option(min=0.0, help="How busy people are, in times of an ordinary hour.")
    ] = 0.0,
    noisy: Annotated[bool, typer.Option(help="Sense as robots do, with errors.")] = False,
    robot: Annotated[str, typer.Option(help="rover, stretch or stretch_se3.")] = "rover",
    stage: Annotated[str, typer.Option(help="pybullet or habitat.")] = "pybullet",
    python: Annotated[str, typer.Option(help="Interpreter where the simulator is.")] = "",
) -> None:
    """Record a robot on patrol in a simulated home, with what is really so.

    Example: whereseen record out/flat.wsr --minutes 5 --rooms 4 --busyness 30
    """
    from whereseen.simulating import record

    given = {"scene": scene, "rooms": rooms, "seed": seed, "busyness": busyness}
    given |= {"noisy": noisy, "robot": robot, "stage": stage, "python": python}
    record(out, minutes=minutes, storage=storage, settings=given)
