"""The command that sends a task to a robot that runs: `whereseen errand`."""

from __future__ import annotations

from typing import Annotated

import typer

errand_app = typer.Typer()


@errand_app.command()
def errand(
    instruction: Annotated[
        str, typer.Argument(help='As "put the red mug in the sink"; empty with --resume.')
    ] = "",
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the task that was interrupted.")
    ] = False,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask which of several is meant, and do nothing.")
    ] = False,
    planner: Annotated[
        str, typer.Option(help="deterministic or llm; empty: as the node has it.")
    ] = "",
    timeout_s: Annotated[float, typer.Option(min=0.0, help="For all of it; 0: no bound.")] = 0.0,
    memory: Annotated[str, typer.Option(help="Name of the memory node.")] = "memory",
    namespace: Annotated[str, typer.Option(help="Of the robot, as robot1.")] = "",
    wait_s: Annotated[float, typer.Option(min=0.0, help="A memory node is waited for.")] = 20.0,
) -> None:
    """Have a robot do something: the task goes to the memory node of a running ROS 2 stack.

    Prints what the robot believes, does and why. Ctrl-C cancels the task, and waits for the robot
    to stop. Exits with 3 if it was not done or refused, with 130 if it was cancelled.

    Example: whereseen errand "put the red mug in the sink", after: whereseen up tidy instruction:=
    """
    from whereseen.nodes.deployment.presence import require_ros

    if bool(instruction.strip()) == resume:
        raise typer.BadParameter("give an instruction, or --resume")
    require_ros()
    from whereseen.nodes.tasks.asking import ask_robot
    from whereseen.nodes.tasks.errand import Errand

    sent = Errand(
        instruction.strip(),
        memory=memory,
        ambiguity="ask" if ask else "pick",
        planner=planner,
        timeout_s=timeout_s,
        wait_s=wait_s,
    )
    code = ask_robot(sent, typer.echo, namespace=namespace)
    if code:
        raise typer.Exit(code)
