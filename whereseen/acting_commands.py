"""The commands about acting on memory: `whereseen do`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from whereseen.acting.model.config import ModelConfig
    from whereseen.sim.doing.config import DoConfig

acting_app = typer.Typer()


_Instruction = Annotated[
    str | None, typer.Argument(help='As "put the red mug in the sink"; none with --resume.')
]
_Home = Annotated[
    int | None,
    typer.Option(min=0, help="Seed of a generated home; else that of the map, or the demo's."),
]
_Rooms = Annotated[int, typer.Option(min=1, max=12, help="Of a generated home.")]
_Scene = Annotated[
    Path | None, typer.Option(help="A home (YAML) instead, as `whereseen scene` makes it.")
]
_MapFile = Annotated[
    Path | None,
    typer.Option("--map", help="The robot's memory and the home as it is; made if missing."),
]
_Stage = Annotated[str, typer.Option(help="pybullet or habitat.")]
_StagePython = Annotated[
    Path | None, typer.Option(help="Python in which the simulator is, if it is not here.")
]
_Sensing = Annotated[str, typer.Option(help='"default noise", or perfect.')]
_Seed = Annotated[int, typer.Option(min=0, help="Of noise and of what people do.")]
_Moved = Annotated[int, typer.Option(min=0, help="People carry so many things elsewhere before.")]
_Ask = Annotated[bool, typer.Option("--ask", help="Ask which of several is meant, and do nothing.")]
_Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with what was interrupted; needs --map.")
]
_Experience = Annotated[
    Path | None, typer.Option(help="Where experiences are kept; usually beside the map.")
]
_Looks = Annotated[int, typer.Option(min=1, help="Places looked at for each thing, at most.")]
_TravelWeight = Annotated[
    float, typer.Option(min=0.0, help="What a metre of way costs, when a look costs one.")
]
_Planner = Annotated[
    str, typer.Option(help="deterministic, or llm: a language model proposes; see docs/agents.md.")
]
_LlmUrl = Annotated[str | None, typer.Option(help="Its endpoint; else WHERESEEN_LLM_URL.")]
_LlmModel = Annotated[str | None, typer.Option(help="Else WHERESEEN_LLM_MODEL.")]
_LlmTimeout = Annotated[float | None, typer.Option(help="How long it may take to reply; else 60.")]
_Record = Annotated[
    Path | None, typer.Option(help="Append what it is asked and replies to this file.")
]
_Replay = Annotated[Path | None, typer.Option(help="Take replies from such a file.")]
_Video = Annotated[Path | None, typer.Option(help="Film it (GIF).")]
_Picture = Annotated[Path | None, typer.Option(help="Draw its steps (PNG).")]
_Things = Annotated[bool, typer.Option("--things", help="Only list what the robot knows of.")]
_AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]


@acting_app.command("do")
def do_command(
    instruction: _Instruction = None,
    home: _Home = None,
    rooms: _Rooms = 2,
    scene: _Scene = None,
    map_file: _MapFile = None,
    stage: _Stage = "pybullet",
    stage_python: _StagePython = None,
    sensing: _Sensing = "default noise",
    seed: _Seed = 0,
    moved: _Moved = 0,
    ask: _Ask = False,
    resume: _Resume = False,
    experience: _Experience = None,
    looks: _Looks = 18,
    travel_weight: _TravelWeight = 0.5,
    planner: _Planner = "deterministic",
    llm_url: _LlmUrl = None,
    llm_model: _LlmModel = None,
    llm_timeout_s: _LlmTimeout = None,
    record: _Record = None,
    replay: _Replay = None,
    video: _Video = None,
    picture: _Picture = None,
    things: _Things = False,
    as_json: _AsJson = False,
) -> None:
    """Let a simulated robot do something by what it remembers, and show what it thinks.

    Ctrl-C stops it as soon as that is safe. With --map the robot and its home go on where the last
    run ended; --resume takes up what was interrupted. Exits with 3 if it was not done or refused,
    with 130 if it was stopped.

    Example: whereseen do "put the red mug in the sink" --home 7 --map home7.map --moved 3
    """
    from whereseen.doing import Showing, do_it

    _require_one(instruction, map_file, resume=resume, things=things)
    model = _model(
        planner,
        base_url=llm_url,
        model=llm_model,
        timeout_s=llm_timeout_s,
        record=record,
        replay=replay,
    )
    config = _config(
        {"home": home, "rooms": rooms, "scene": scene, "map_file": map_file, "stage": stage,
         "stage_python": stage_python, "sensing": sensing, "seed": seed, "moved": moved,
         "experience": experience, "model": model},
        ask=ask, looks=looks, travel_weight=travel_weight,
    )  # fmt: skip
    code = do_it(config, instruction, Showing(video, picture, things, as_json))
    if code:
        raise typer.Exit(code)


def _require_one(
    instruction: str | None, map_file: Path | None, *, resume: bool, things: bool
) -> None:
    if (instruction is not None) + resume + things != 1:
        raise typer.BadParameter("give an instruction, or --resume, or --things")
    if resume and map_file is None:
        raise typer.BadParameter("--resume needs the --map of the interrupted run")


def _config(home: dict[str, Any], *, ask: bool, looks: int, travel_weight: float) -> DoConfig:
    from whereseen.acting.planning.config import PlanningConfig
    from whereseen.acting.references.config import Ambiguity
    from whereseen.sim.doing.config import DoConfig

    return DoConfig(
        **home,
        ambiguity=Ambiguity.ASK if ask else Ambiguity.PICK,
        planning=PlanningConfig(looks_per_thing=looks, travel_weight_per_m=travel_weight),
    )


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
