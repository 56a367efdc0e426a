"""What is recalled, localized, explained and told, as tables for people and JSON for programs."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from whereseen.terminal import local_zone, print_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from whereseen.memory.answer import Metres3
    from whereseen.memory.log.query import Hit, Reply
    from whereseen.memory.objects.entity import Entity
    from whereseen.memory.objects.explaining import Explanation
    from whereseen.memory.operations.localizing import Localization, Whereabouts
    from whereseen.memory.operations.planning import Briefing
    from whereseen.memory.spatial.keyframes import Keyframe


def report_recall(reply: Reply, *, as_json: bool) -> None:
    """Print observations."""
    if as_json:
        head = {"exact": reply.exact, "candidates": reply.candidates, "scored": reply.scored}
        print_json(head | {"hits": [_hit_json(hit) for hit in reply.hits]})
        return
    if not reply.hits:
        say("[yellow]nothing that was observed fits[/]")
        return
    table = Table("id", "when", "age", "score", "kind", "what", "where (m)", "more")
    table.columns[1].no_wrap = table.columns[6].no_wrap = True
    for hit in reply.hits:
        table.add_row(*map(escape, _row(hit)))
    say(table)
    how = "exact" if reply.exact else "[yellow]approximate: a better one may be missing[/]"
    left = f" of {reply.candidates} that fit" if reply.candidates > len(reply.hits) else ""
    say(f"{len(reply.hits)}{left}, {how}")


def report_localization(found: Localization, as_of_ns: int | None, *, as_json: bool) -> None:
    """Print where something is or was."""
    from whereseen.memory.chronicle.wording import place_of

    if as_json:
        print_json(_localization_json(found, as_of_ns))
        return
    colour, verdict = ("green", "found") if found.found else ("yellow", "not found")
    when = "" if as_of_ns is None else f" at {clock(as_of_ns)}"
    say(f"{escape(found.answer.query)}{when}: [bold {colour}]{verdict}[/], {escape(found.reason)}")
    if found.best is not None:
        say(f"  {escape(found.best.text)}")
        x, y, z = (float(v) ** 0.5 for v in found.best.covariance_m2.diagonal())
        say(f"  [dim]give or take ({x:.2f}, {y:.2f}, {z:.2f}) m[/]")
    say(f"  [dim]evidence[/] {_images(found.evidence)}")
    for each in found.alternatives:
        say(f"  [dim]or else[/] {escape(each.text)}")
    for stay in found.before:
        until = "" if stay.end_ns is None else f" until {clock(stay.end_ns)}"
        say(f"  [dim]before[/] {escape(place_of(stay))}, from {clock(stay.start_ns)}{until}")


def report_explanations(found: Sequence[Explanation], *, as_json: bool) -> None:
    """Print why things are believed in."""
    if as_json:
        print_json([_explanation_json(each) for each in found])
        return
    for each in found:
        head, *lines = each.text.splitlines()
        say(f"[bold]{escape(head)}[/]")
        for line in lines[:-1]:
            say(f"  {escape(line)}")
        say(f"  [dim]{_images(each.evidence)}[/]")


def report_context(made: Briefing, *, as_json: bool) -> None:
    """Print what a planner should know."""
    if as_json:
        items = [asdict(item) | {"section": item.section.value} for item in made.items]
        numbers = {"tokens": made.tokens, "left_out": made.left_out}
        print_json({"text": made.text} | numbers | {"items": items})
        return
    say(escape(made.text) if made.text else "[yellow]nothing fits into so few tokens[/]")
    left = f"; {made.left_out} more lines do not fit" if made.left_out else ""
    say(f"[dim]{made.tokens} tokens{left}[/]")


def report_told(told: Entity, room: str, *, as_json: bool) -> None:
    """Print what was remembered."""
    if as_json:
        print_json(asdict(told) | {"status": told.status.name.lower(), "room": room})
        return
    where = f"in {room}, " if room else ""
    at = f"about ({metres(told.position_m)}) m"
    say(f"{escape(told.label)}: remembered as thing {told.id}, {escape(where)}{at}")


def clock(stamp_ns: int) -> str:
    """A moment on this machine's clocks."""
    return datetime.fromtimestamp(stamp_ns / 1e9, local_zone()).strftime("%Y-%m-%d %H:%M:%S")


def metres(point_m: Metres3) -> str:
    """A point."""
    return ", ".join(f"{value:.2f}" for value in point_m)


def _row(hit: Hit) -> tuple[str, ...]:
    seen = hit.observation
    name = seen.label + (f" #{seen.entity_id}" if seen.entity_id is not None else "")
    where = "" if seen.position_m is None else metres(seen.position_m)
    known = [seen.place or "", seen.text]
    known += [f"{key}={value}" for key, value in sorted(seen.attributes.items())]
    known += [] if seen.image_id is None else [f"image {seen.image_id}"]
    more = ", ".join(filter(None, known))
    age, score = age_of(hit.age_s), f"{hit.score:.2f}"
    return str(hit.id), clock(seen.stamp_ns), age, score, seen.kind, name, where, more


def age_of(age_s: float) -> str:
    """How long ago, in the largest unit that fits."""
    for length, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if age_s >= 2 * length:
            return f"{age_s / length:.0f} {unit}"
    return f"{age_s:.0f} s"


def _hit_json(hit: Hit) -> dict[str, Any]:
    seen = asdict(hit.observation) | {"attributes": dict(hit.observation.attributes)}
    return {"id": hit.id, "score": hit.score, "age_s": hit.age_s} | seen


def _images(frames: Sequence[Keyframe]) -> str:
    if not frames:
        return "no kept image shows it"
    listed = ", ".join(f"{each.image_id} ({clock(each.stamp_ns)[11:]})" for each in frames)
    return f"{'image' if len(frames) == 1 else 'images'} {listed}"


def _localization_json(found: Localization, as_of_ns: int | None) -> dict[str, Any]:
    return {
        "query": found.answer.query,
        "as_of_ns": as_of_ns,
        "status": "found" if found.found else "not_found",
        "reason": found.reason,
        "best": None if found.best is None else _whereabouts_json(found.best),
        "alternatives": [_whereabouts_json(each) for each in found.alternatives],
        "evidence": [_image_json(each) for each in found.evidence],
        "before": [asdict(stay) for stay in found.before],
    }


def _whereabouts_json(at: Whereabouts) -> dict[str, Any]:
    return at.place.to_json() | {
        "covariance_m2": at.covariance_m2.tolist(),
        "entity_id": None if at.entity is None else at.entity.id,
        "label": None if at.entity is None else at.entity.label,
        "room": at.room,
        "relation": at.relation,
        "support": at.support,
        "age_s": at.age_ns / 1e9,
        "text": at.text,
    }


def _explanation_json(made: Explanation) -> dict[str, Any]:
    entity = asdict(made.entity) | {"status": made.entity.status.name.lower()}
    beliefs = [asdict(each) | {"cause": each.cause.name.lower()} for each in made.beliefs]
    evidence = [_image_json(each) for each in made.evidence]
    return {"entity": entity, "beliefs": beliefs, "evidence": evidence, "text": made.text}


def _image_json(frame: Keyframe) -> dict[str, Any]:
    return {"image": frame.image_id, "stamp_ns": frame.stamp_ns, "camera": frame.camera_id}
