"""What `whereseen demo` prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.table import Table

from whereseen.terminal import metres, path_text, print_json, say

if TYPE_CHECKING:
    from whereseen.sim.demo.run import DemoResult


def report_demo(result: DemoResult, *, as_json: bool) -> None:
    """Print what the demo asked and was told, what it noticed, and what is true."""
    if as_json:
        print_json(_demo_json(result))
        return
    say(_asked(result), _noticed(result), _past(result))
    asked = len(result.questions) + len(result.past)
    right = sum(each.is_right for each in result.questions)
    right += sum(each.is_right for each in result.past)
    seen = sum(each.is_right for each in result.noticed)
    made_up = sum(each.happening is None for each in result.noticed)
    say(
        f"{right} of {asked} answers right, "
        f"{seen} of {len(result.noticed) - made_up} changes noticed, {made_up} made up"
    )
    say(f"{result.frames} frames, {result.voxels:,} voxels, {result.wall_s:.1f} s")
    say(f"wrote [bold]{path_text(result.picture)}[/] and [bold]{path_text(result.map_file)}[/]")
    file = path_text(result.map_file)
    say(f'ask it yourself: whereseen ask {file} "where was the red mug at 9:15?"')


def _asked(result: DemoResult) -> Table:
    from whereseen.sim.demo.story import clock

    table = Table("asked", "question", "memory says (m)", "p", "truth (m)", "off by", "")
    round_ = 0
    for asked in result.questions:
        if asked.round != round_:
            table.add_section()
            round_ = asked.round
        best = asked.answer.places[0] if asked.answer.places else None
        nearest = asked.nearest
        table.add_row(
            clock(asked.stamp_ns),
            asked.question.text,
            metres(best.position_m) if best and asked.answer.found else "not here",
            f"{best.probability:.2f}" if best else "",
            f"{metres(nearest.position_m)} {nearest.on}" if nearest else "not there",
            f"{asked.distance_m:.2f} m" if asked.distance_m is not None else "",
            "[green]right[/]" if asked.is_right else "[red]wrong[/]",
        )
    return table


def _noticed(result: DemoResult) -> Table:
    from whereseen.sim.demo.story import clock

    table = Table("at", "by", "what people did", "the memory noticed", "between", "")
    for each in result.noticed:
        done, change = each.happening, each.change
        between = f"{clock(change.earliest_ns)}, {clock(change.latest_ns)}" if change else ""
        table.add_row(
            clock(done.event.stamp_ns) if done else "",
            done.event.actor if done else "",
            str(done) if done else "",
            each.said if done or not change else f"{change.entity.label}: {each.said}",
            between,
            "[green]right[/]" if each.is_right else "[red]wrong[/]",
        )
    return table


def _past(result: DemoResult) -> Table:
    table = Table("asked at the end", "memory says", "truth", "")
    for each in result.past:
        table.add_row(
            each.question.text,
            _on(each.said),
            _on(each.right),
            "[green]right[/]" if each.is_right else "[red]wrong[/]",
        )
    return table


def _on(things: Mapping[str, str]) -> str:
    return ", ".join(f"{label} on the {on}" if on else label for label, on in things.items())


def _demo_json(result: DemoResult) -> dict[str, Any]:
    return {
        "passed": result.passed,
        "frames": result.frames,
        "voxels": result.voxels,
        "picture": str(result.picture),
        "map": str(result.map_file),
        "questions": [
            asked.answer.to_json()
            | {
                "round": asked.round,
                "stamp_ns": asked.stamp_ns,
                "truth": [{"position_m": it.position_m, "on": it.on} for it in asked.right],
                "distance_m": asked.distance_m,
                "right": asked.is_right,
            }
            for asked in result.questions
        ],
        "past": [
            {
                "question": each.question.text,
                "answer": each.answer.text if each.answer else None,
                "said": dict(each.said),
                "truth": dict(each.right),
                "right": each.is_right,
            }
            for each in result.past
        ],
        "changes": [
            {
                "stamp_ns": each.happening.event.stamp_ns if each.happening else None,
                "by": each.happening.event.actor if each.happening else None,
                "done": str(each.happening) if each.happening else None,
                "noticed": each.said or None,
                "earliest_ns": each.change.earliest_ns if each.change else None,
                "latest_ns": each.change.latest_ns if each.change else None,
                "right": each.is_right,
            }
            for each in result.noticed
        ],
    }
