"""How the parts of a task are said: by name at first, later by name or vaguely.

What is vague has one referent among all that this task has spoken of; where that cannot be, the
thing is named, and where too much is named, another task is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from whereseen.acting.instructions.task import Goal
from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.sim.symbolic.looks import looks_of
from whereseen.sim.tasks.case import Step, Vague
from whereseen.sim.tasks.means import Means

_SENTENCES = {
    Goal.PUT: ("put {thing} {where}", "place {thing} {where}", "move {thing} {where_to}",
               "bring {thing} {to}"),
    Goal.WASH: ("wash {thing}", "clean {thing}", "rinse {thing}"),
    Goal.SLICE: ("slice {thing} with {knife}", "cut {thing} with {knife}",
                 "chop {thing} with {knife}"),
    Goal.TURN_ON: ("turn on {thing}", "switch on {thing}", "switch {thing} on"),
    Goal.HEAT: ("heat {thing}", "warm up {thing}", "warm {thing}"),
}  # fmt: skip
_CATEGORIES = ("fruit", "vegetable", "food", "toy", "book", "dish", "cup", "bottle", "drink",
               "bag", "tool", "cutlery", "garment", "lamp", "electronic device", "container",
               "piece of clothing", "ornament", "crockery", "cookware")  # fmt: skip
_DONE = {
    Goal.WASH: ("the thing you washed", "what you washed", "the thing you cleaned"),
    Goal.SLICE: ("the thing you cut", "what you sliced", "what you cut"),
    Goal.TURN_ON: ("the thing you switched on", "what you turned on"),
    Goal.HEAT: ("the thing you heated", "what you warmed up", "what you heated"),
}
_STATES = {Goal.WASH: "clean", Goal.SLICE: "sliced", Goal.TURN_ON: "switched on",
           Goal.HEAT: "hot"}  # fmt: skip
_NOUNS = ("one", "thing")


def worded(
    steps: Sequence[Step], means: Means, vague_share: float, rng: np.random.Generator
) -> tuple[Step, ...] | None:
    """The parts with their sentences; None if too little can be said vaguely.

    Args:
        steps: What is to be done.
        means: What things are called.
        vague_share: Of later mentions, those that are vague.
        rng: Draws words.
    """
    found: list[Step] = []
    vague = later = 0
    for at, step in enumerate(steps):
        spoken = _spoken_of(steps[:at])
        is_later = step.thing in spoken
        said, way = f"the {means.label(step.thing)}", None
        if is_later:
            later += 1
            if rng.random() < vague_share:
                options = list(_vague(step.thing, steps[:at], means, rng))
                if not options:
                    return None
                way, said = options[int(rng.integers(len(options)))]
                vague += 1
        text = _sentence(step, said, means, rng)
        found.append(replace(step, said=said, vague=way, is_later=is_later, text=text))
    if vague_share and not vague:
        return None
    return tuple(found)


def _sentence(step: Step, said: str, means: Means, rng: np.random.Generator) -> str:
    forms = _SENTENCES[step.goal]
    if step.goal is not Goal.PUT:
        knife = f"the {means.label(step.place)}" if step.place else ""
        return forms[int(rng.integers(len(forms)))].format(thing=said, knife=knife)
    relation, place = step.condition.predicate.value, f"the {means.label(step.place)}"
    form = forms[int(rng.integers(3))]
    into = {"on": "onto", "in": "into"}[relation]
    return form.format(thing=said, where=f"{relation} {place}", where_to=f"{into} {place}")


def _spoken_of(steps: Sequence[Step]) -> tuple[str, ...]:
    names = [each for step in steps for each in (step.thing, _tool(step)) if each]
    return tuple(dict.fromkeys(names))


def _tool(step: Step) -> str:
    return step.place if step.goal is Goal.SLICE else ""


def _vague(
    thing: str, before: Sequence[Step], means: Means, rng: np.random.Generator
) -> Iterator[tuple[Vague, str]]:
    """Ways to speak of a thing, none of which fits another that was spoken of."""
    others = [name for name in _spoken_of(before) if name != thing]
    noun = _NOUNS[int(rng.integers(len(_NOUNS)))]
    for category in _CATEGORIES:
        if _is_a(means.label(thing), category):
            if not any(_is_a(means.label(other), category) for other in others):
                yield Vague.CATEGORY, f"the {category}"
            break
    for colour in looks_of(means.label(thing)).colours:
        if all(colour not in looks_of(means.label(other)).colours for other in others):
            yield Vague.COLOUR, f"the {colour} {noun}"
    yield from _by_deeds(thing, before, noun, rng)
    yield from _by_places(thing, before, means, rng)


def _by_deeds(
    thing: str, before: Sequence[Step], noun: str, rng: np.random.Generator
) -> Iterator[tuple[Vague, str]]:
    for goal, phrases in _DONE.items():
        done = [step.thing for step in before if step.goal is goal]
        if done == [thing]:
            yield Vague.ROLE, phrases[int(rng.integers(len(phrases)))]
            yield Vague.STATE, f"the {_STATES[goal]} {noun}"
    if any(_tool(step) == thing for step in before):
        yield Vague.ROLE, "what you used to cut"


def _by_places(
    thing: str, before: Sequence[Step], means: Means, rng: np.random.Generator
) -> Iterator[tuple[Vague, str]]:
    puts = [step for step in before if step.goal is Goal.PUT]
    for step in puts:
        if step.thing == thing:
            where = f"{step.condition.predicate.value} the {means.label(step.place)}"
            forms = ("what you put {}", "the thing you put {}", "what you put {} first")
            yield Vague.PLACE, forms[int(rng.integers(len(forms)))].format(where)
    if len({step.thing for step in puts}) > 1 and puts[0].thing == thing:
        yield Vague.PLACE, "the first thing you moved"


def _is_a(label: str, category: str) -> bool:
    lexicon = household_lexicon()
    own = lexicon.with_broader(lexicon.read(label).kinds)
    return bool(lexicon.read(category).kinds & own)
