"""The questions of a life, drawn from all templates."""

from __future__ import annotations

from itertools import islice

import numpy as np

from whereseen.memory.chronicle import Chronicle
from whereseen.sim.recalling.asking import Material, Question
from whereseen.sim.recalling.config import Horizon
from whereseen.sim.recalling.life import Life
from whereseen.sim.recalling.templates import DEEDS, Drawn, Template
from whereseen.sim.recalling.templates_stays import STAYS

TEMPLATES: tuple[Template, ...] = (*DEEDS, *STAYS)
CATEGORIES = tuple(dict.fromkeys(template.category for template in TEMPLATES))
_MOST_DRAWN = 200
_UNSEEN = 1  # of each template: questions to which the robot cannot know the answer


def questions_of(
    life: Life, witness: Chronicle, horizon: Horizon, most: int, seed: int
) -> list[Question]:
    """At most so many of each template, with answers that are right by construction.

    Args:
        life: What happened.
        witness: All that could be known; it tells which questions the robot could answer.
        horizon: How long the life was.
        most: Of each template that the robot could answer.
        seed: Of what is drawn.
    """
    material = Material(life, witness, horizon, np.random.default_rng(seed))
    asked: list[Question] = []
    for template in TEMPLATES:
        drawn = list(islice(template.draw(material), _MOST_DRAWN))
        known = [each for each in drawn if each.is_witnessed]
        unseen = [each for each in drawn if not each.is_witnessed]
        chosen = [known[n] for n in material.some(known, most)]
        chosen += [unseen[n] for n in material.some(unseen, _UNSEEN)]
        asked += [_worded(template, each, n) for n, each in enumerate(chosen)]
    return asked


def _worded(template: Template, drawn: Drawn, number: int) -> Question:
    """In the wording whose turn it is."""
    at = number % len(template.wordings)
    return Question(
        text=template.wordings[at].format(**drawn.fields),
        category=template.category,
        template=template.name,
        gold=drawn.gold,
        is_witnessed=drawn.is_witnessed,
        is_held_back=at == len(template.wordings) - 1,
    )
