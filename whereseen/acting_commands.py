"""The commands about acting on memory: `whereseen do`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from whereseen.acting.model.config import ModelConfig

acting_app = typer.Typer()


@acting_app.command("do")
def do_command(
    instruction: Annotated[
        str | None, typer.Argument(help='As "put the red mug in the sink"; none with --resume.')
    ] = None,
    home: Annotated[
        int | None, typer.Option(min=0, help="Seed of a generated home; else that of the demo.")
    ] = None,
    rooms: Annotated[int, typer.Option(min=1, max=12, help="Of a generated home.")] = 2,
    scene: Annotated[
        Path | None, typer.Option(help="A home (YAML) instead, as `whereseen scene` makes it.")
    ] = None,
    map_file: Annotated[
        Path | None,
        typer.Option("--map", help="The robot's memory and the home as it is; made if missing."),
    ] = None,
    stage: Annotated[str, typer.Option(help="pybullet or habitat.")] = "pybullet",
    stage_python: Annotated[
        Path | None, typer.Option(help="Python in which the simulator is, if it is not here.")
    ] = None,
    sensing: Annotated[str, typer.Option(help='"default noise", or perfect.')] = "default noise",
    seed: Annotated[int, typer.Option(min=0, help="Of noise and of what people do.")] = 0,
    moved: Annotated[
        int, typer.Option(min=0, help="People carry so many things elsewhere before.")
    ] = 0,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask which of several is meant, and do nothing.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with what was interrupted; needs --map.")
    ] = False,
    experience: Annotated[
        Path | None, typer.Option(help="Where experiences are kept; usually beside the map.")
    ] = None,
    looks: Annotated[
        int, typer.Option(min=1, help="Places looked at for each thing, at most.")
    ] = 18,
    travel_weight: Annotated[
        float, typer.Option(min=0.0, help="What a metre takes from the log-probability of a place.")
    ] = 0.15,
    planner: Annotated[
        str,
        typer.Option(help="deterministic, or llm: a language model proposes; see docs/agents.md."),
    ] = "deterministic",
    llm_url: Annotated[
        str | None, typer.Option(help="Its endpoint; else WHERESEEN_LLM_URL.")
    ] = None,
    llm_model: Annotated[str | None, typer.Option(help="Else WHERESEEN_LLM_MODEL.")] = None,
    llm_timeout_s: Annotated[
        float | None, typer.Option(help="How long it may take to reply; else 60.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option(help="Append what it is asked and replies to this file.")
    ] = None,
    replay: Annotated[Path | None, typer.Option(help="Take replies from such a file.")] = None,
    video: Annotated[Path | None, typer.Option(help="Film it (GIF).")] = None,
    picture: Annotated[Path | None, typer.Option(help="Draw its steps (PNG).")] = None,
    things: Annotated[
        bool, typer.Option("--things", help="Only list what the robot knows of.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")] = False,
) -> None:
    """Let a simulated robot do something by what it remembers, and show what it thinks.

    Ctrl-C stops it as soon as that is safe. With --map the robot and its home go on where the last
    run ended; --resume takes up what was interrupted. Exits with 3 if it was not done or refused,
    with 130 if it was stopped.

    Example: whereseen do "put the red mug in the sink" --home 7 --map home7.map --moved 3
    """
    from whereseen.acting.planning.config import PlanningConfig
    from whereseen.acting.references.config import Ambiguity
    from whereseen.doing import Showing, do_it
    from whereseen.sim.doing.config import DoConfig

    wants = instruction is not None
    if wants + resume + things != 1:
        raise typer.BadParameter("give an instruction, or --resume, or --things")
    if resume and map_file is None:
        raise typer.BadParameter("--resume needs the --map of the interrupted run")
    model = _model(
        planner,
        base_url=llm_url,
        model=llm_model,
        timeout_s=llm_timeout_s,
        record=record,
        replay=replay,
    )
    config = DoConfig(
        home=home,
        rooms=rooms,
        scene=scene,
        map_file=map_file,
        experience=experience,
        stage=stage,
        stage_python=stage_python,
        sensing=sensing,
        seed=seed,
        moved=moved,
        ambiguity=Ambiguity.ASK if ask else Ambiguity.PICK,
        planning=PlanningConfig(looks_per_thing=looks, travel_weight_per_m=travel_weight),
        model=model,
    )
    code = do_it(config, instruction, Showing(video, picture, things, as_json))
    if code:
        raise typer.Exit(code)


def _model(planner: str, **given: Any) -> ModelConfig | None:
    """The model that is asked for plans, None for the planner without one."""
    from whereseen.acting.model.config import ModelConfig

    if planner not in ("deterministic", "llm"):
        raise typer.BadParameter("Give --planner as deterministic or llm.")
    if planner == "llm":
        return ModelConfig.from_environment(os.environ, **given)
    if any(each is not None for each in given.values()):
        raise typer.BadParameter(
            "--llm-url, --llm-model, --llm-timeout-s, --record, --replay go with --planner llm."
        )
    return None
