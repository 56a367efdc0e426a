"""What is said where a reference means nothing that is known, or several things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from whereseen.acting.references.described import Described
from whereseen.acting.references.fitting import named_so
from whereseen.acting.references.phrase import Phrase
from whereseen.acting.references.resolution import Hypothesis
from whereseen.memory.operations.near_names import known_names

_ARTICLE = re.compile(
    r"^(?:one of (?:the|my) |all (?:of )?(?:the|my) |the |an? |my |our |some |any )", re.IGNORECASE
)
_MOST = 4


def question(text: str, names: Sequence[Hypothesis]) -> str:
    """Which of several is meant.

    Args:
        text: The reference.
        names: What fits it as well, at least two.
    """
    return f"Which do you mean by {text!r}: {_listed(names, 'or')}?"


def unknown(text: str, phrase: Phrase, near: Sequence[Hypothesis], known: Described) -> str:
    """That nothing known fits, and what is known of the kind.

    Args:
        text: The reference.
        phrase: The same as it was read.
        near: What fits in some measure, best first.
        known: All that is known.
    """
    if phrase.is_held:
        return "there is nothing in my hand"
    said = f"I know of nothing that is {text!r}"
    if phrase.query:
        said = f"I know of no {_ARTICLE.sub('', text)}"
    if near and phrase.query:
        return f"{said}, only of {_listed(near, 'and')}"
    kind = _of_kind(phrase, known)
    if kind:
        return f"{said}, only of {_joined(kind, 'and')}"
    labels = {known.name(each) for each in known.things.values()}
    return f"{said}. {known_names(phrase.query or text, labels)}"


def _of_kind(phrase: Phrase, known: Described) -> list[str]:
    """Things of the name that was said, wherever and however they are."""
    thing, things = phrase.asked.thing, known.things.values()
    named = named_so(thing.noun, [each.label for each in things]) if thing and thing.noun else {}
    return [_at(known.name(each), known.where(each)) for each in things if each.label in named]


def _listed(names: Sequence[Hypothesis], last: str) -> str:
    return _joined([_at(each.label, each.where) for each in names], last)


def _joined(options: Sequence[str], last: str) -> str:
    first, final = options[:-1], options[-1]
    if len(options) > _MOST:
        first, final = options[: _MOST - 1], f"{len(options) - _MOST + 1} more"
    return f"{', '.join(first)} {last} {final}" if first else final


def _at(name: str, where: str) -> str:
    return f"the {name} {where}".rstrip()
