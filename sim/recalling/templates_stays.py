"""Templates of questions about where things were, and what they were like."""

from __future__ import annotations

import math
from collections.abc import Iterator

from whereseen.memory.chronicle import Stay
from whereseen.sim.recalling.asking import MINUTE_NS, Gold, Material
from whereseen.sim.recalling.templates import Drawn, Template

_LEAST_NS = 20 * MINUTE_NS
_CLEAR = 1.15  # how much farther the farthest must be
_OTHERS = 6


def _then(material: Material) -> Iterator[tuple[Stay, int, bool]]:
    """A thing, a moment, and whether the robot saw it there before and after."""
    labels = material.labels()
    stays = [s for s in material.life.stays if s.label in labels and _lasts(material, s)]
    for n in material.some(stays, 40):
        stay = stays[n]
        end_ns = material.life.now_ns if stay.end_ns is None else stay.end_ns
        low_ns, high_ns = stay.start_ns + 2 * MINUTE_NS, end_ns - 2 * MINUTE_NS
        at_ns = int(material.rng.integers(low_ns, high_ns)) // MINUTE_NS * MINUTE_NS
        yield stay, at_ns, _is_witnessed(material, stay, at_ns)


def _lasts(material: Material, stay: Stay) -> bool:
    end_ns = material.life.now_ns if stay.end_ns is None else stay.end_ns
    return end_ns - stay.start_ns > _LEAST_NS


def _is_witnessed(material: Material, stay: Stay, at_ns: int) -> bool:
    return any(
        seen.label == stay.label
        and seen.start_ns <= at_ns <= seen.last_seen_ns
        and seen.start_ns >= stay.start_ns
        for seen in material.witness.stays
    )


def _where_at(material: Material) -> Iterator[Drawn]:
    for stay, at_ns, is_witnessed in _then(material):
        fields = {"x": stay.label, "at": material.moment(at_ns)}
        yield Drawn(fields, Gold("position", stay=stay), is_witnessed)


def _room_at(material: Material) -> Iterator[Drawn]:
    for stay, at_ns, is_witnessed in _then(material):
        fields = {"x": stay.label, "at": material.moment(at_ns)}
        yield Drawn(fields, Gold("text", (stay.room,)), is_witnessed)


def _was_on(material: Material) -> Iterator[Drawn]:
    """Half of them are asked of furniture where it was not."""
    known = sorted(material.furniture())
    for stay, at_ns, is_witnessed in _then(material):
        is_so = bool(material.rng.random() < 0.5) and stay.support in known
        others = [name for name in known if name != stay.support]
        if not is_so and not others:
            continue
        support = stay.support if is_so else others[int(material.rng.integers(len(others)))]
        fields = {"x": stay.label, "f": support, "at": material.moment(at_ns)}
        yield Drawn(fields, Gold("yes/no", value=float(is_so)), is_witnessed)


def _now(material: Material) -> Iterator[tuple[Stay, bool]]:
    labels, now_ns = material.labels(), material.life.now_ns
    for stay in material.life.stays:
        if stay.label in labels and stay.end_ns is None:
            seen = [s for s in material.witness.stays if s.label == stay.label]
            is_known = any(s.end_ns is None and s.last_seen_ns >= stay.start_ns for s in seen)
            yield stay, is_known and stay.holds_at(now_ns)


def _where_is(material: Material) -> Iterator[Drawn]:
    for stay, is_witnessed in _now(material):
        yield Drawn({"x": stay.label}, Gold("position", stay=stay), is_witnessed)


def _last_seen(material: Material) -> Iterator[Drawn]:
    labels = material.labels()
    seen: dict[str, int] = {}
    for look in material.life.looks:
        for each in look.seen:
            seen[each.label] = look.stamp_ns
    for label in sorted(labels & set(seen)):
        gold = Gold("time", at_ns=seen[label], slack_ns=5 * MINUTE_NS)
        yield Drawn({"x": label}, gold)


def _on_furniture(material: Material) -> Iterator[Drawn]:
    """What is on furniture, where all that is there was seen since."""
    open_stays = [stay for stay in material.life.stays if stay.end_ns is None]
    seen = [stay for stay in material.witness.stays if stay.end_ns is None]
    for name in sorted(material.furniture()):
        there = sorted({stay.label for stay in open_stays if stay.support == name})
        known = sorted({stay.label for stay in seen if stay.support == name})
        if there:
            relation = next(stay.relation for stay in open_stays if stay.support == name)
            yield Drawn({"f": name, "on": relation}, Gold("text", tuple(there)), known == there)


def _farthest(material: Material) -> Iterator[Drawn]:
    yield from _by_distance(material, "farthest", -1)


def _nearest(material: Material) -> Iterator[Drawn]:
    yield from _by_distance(material, "nearest", 0)


def _by_distance(material: Material, word: str, at: int) -> Iterator[Drawn]:
    pieces = material.life.premises.home.pieces
    sites = [(name, p) for name, p in material.life.premises.sites if name in pieces]
    origins = {"where you are now": material.life.robot_m}
    origins |= {f"the {name}": p for name, p in sites if name in material.furniture()}
    for said, origin_m in list(origins.items())[:_OTHERS]:
        rest = [(math.dist(p, origin_m), name) for name, p in sites if f"the {name}" != said]
        rest.sort()
        best, next_best = rest[at], rest[1 if at == 0 else -2]
        if max(best[0], next_best[0]) > _CLEAR * min(best[0], next_best[0]):
            yield Drawn({"most": word, "o": said}, Gold("text", (best[1],)))


def _stay_duration(material: Material) -> Iterator[Drawn]:
    """How long things stood where they were once, and no longer are."""
    labels, furniture = material.labels(), material.furniture()
    for stay in material.life.stays:
        is_fit = stay.label in labels and stay.support in furniture and stay.end_ns is not None
        if not is_fit or not _lasts(material, stay):
            continue
        same = [s for s in material.life.stays if s.label == stay.label]
        if sum(s.support == stay.support for s in same) == 1:
            length_s = ((stay.end_ns or 0) - stay.start_ns) / 1e9
            seen = [s for s in material.witness.stays if s.label == stay.label]
            is_known = any(s.support == stay.support for s in seen)
            fields = {"x": stay.label, "f": stay.support, "on": stay.relation}
            yield Drawn(fields, Gold("duration", value=length_s), is_known)


def _state_now(material: Material) -> Iterator[Drawn]:
    """What unique things are like, half of the time asked for what they are not."""
    from whereseen.memory.chronicle.of_stays import OPPOSITE

    labels, life = material.labels(), material.life
    shown: dict[tuple[str, str], int] = {}
    for look in life.looks:
        for each in look.seen:
            shown |= {(each.label, word): look.stamp_ns for word in each.words}
    for state in life.conditions:
        if state.label not in labels or state.end_ns is not None or state.word not in OPPOSITE:
            continue
        is_so = bool(material.rng.random() < 0.5)
        word = state.word if is_so else OPPOSITE[state.word]
        is_known = shown.get((state.label, state.word), 0) >= state.start_ns
        if word not in ("on", "off"):
            yield Drawn(
                {"x": state.label, "word": word}, Gold("yes/no", value=float(is_so)), is_known
            )


def _moved_by_people(material: Material) -> Iterator[Drawn]:
    """When somebody moved what was moved once, as exactly as rounds can tell."""
    labels, life = material.labels(), material.life
    moved: dict[str, list[int]] = {}
    for event in life.events:
        if event.label and event.verb.value in ("moved", "removed", "appeared"):
            moved.setdefault(event.label, []).append(event.end_ns)
    mine = {deed.label for deed in material.moves()}
    slack_ns = round(material.horizon.round_every_s * 2e9)
    for label, stamps in sorted(moved.items()):
        if label in labels and len(stamps) == 1 and label not in mine:
            turns = [t for t in material.witness.turns if t.label == label and t.before]
            gold = Gold("time", at_ns=stamps[0], slack_ns=slack_ns)
            yield Drawn({"x": label}, gold, len(turns) == 1 and turns[0].after is not None)


STAYS: tuple[Template, ...] = (
    Template("where at", "time-based",
             ("Where was the {x} {at}?", "{at}, where was the {x}?"), _where_at),
    Template("room at", "time-based",
             ("Which room was the {x} in {at}?", "In what room was the {x} {at}?"), _room_at),
    Template("was on", "spatial relationship",
             ("Was the {x} on the {f} {at}?", "Was the {x} in or on the {f} {at}?",
              "Did you see the {x} on the {f} {at}?"), _was_on),
    Template("where is", "object recall",
             ("Where is the {x}?", "Where can I find the {x}?", "Where would I find the {x} now?"),
             _where_is),
    Template("last seen", "object recall",
             ("When did you last see the {x}?", "What time did you see the {x} last?"), _last_seen),
    Template("on furniture", "spatial relationship",
             ("What is {on} the {f}?", "Which objects are {on} the {f}?",
              "Which things are there {on} the {f} now?"), _on_furniture),
    Template("farthest", "spatial relationship",
             ("Which receptacle is {most} from {o}?", "Go to the receptacle {most} from {o}"),
             _farthest),
    Template("nearest", "spatial relationship",
             ("Which receptacle is {most} to {o}?", "Go to the receptacle {most} to {o}"),
             _nearest),
    Template("how long there", "duration",
             ("How long was the {x} {on} the {f}?", "For how long was the {x} {on} the {f}?"),
             _stay_duration),
    Template("state now", "object attributes",
             ("Is the {x} {word}?", "Is the {x} {word} now?"), _state_now),
    Template("moved by people", "time-based",
             ("When was the {x} moved?", "At what time was the {x} moved by somebody?",
              "When did anybody move the {x}?"),
             _moved_by_people),
)  # fmt: skip
"""About where things were."""
