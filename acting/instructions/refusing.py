"""Kinds of instructions that are not read, and what is said of them."""

from __future__ import annotations

import re

from whereseen.acting.instructions.commands import FIRST_WORDS
from whereseen.acting.instructions.errors import InstructionNotUnderstood
from whereseen.memory.operations.near_names import near_names

_QUESTION = re.compile(
    r"^\W*(?:where|what|who|whom|whose|why|how|which|is|are|was|were|did|does|has|have|"
    r"when (?:is|are|was|were|did|does|do|has|have|will|can))\b",
    re.I,
)
_CONDITION = re.compile(
    r"\b(?:if(?! you can\b)|unless|whenever|until|every (?:day|morning|evening|hour|time|week)|"
    r"in case|(?:once|when|as soon as) (?:the|my|it|they|he|she|i)\b|"
    r"tomorrow|tonight|in (?:\d+|an?|a few|some|five|ten) (?:minutes?|hours?))\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:do not(?! forget\b)|don['\N{RIGHT SINGLE QUOTATION MARK}]?t(?! forget\b)|never|"
    r"without|instead of|rather than|except|no (?!longer\b)(?=\w)|none of)\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\b(?:either|or)\b(?: \w+){0,3}", re.IGNORECASE)
_SHARE = re.compile(
    r"\b(?:twice|(?:two|three|four|five|\d+|several) times|"
    r"half (?:of )?(?:the|my|all)|most of|as (?:many|much)|a (?:third|quarter) of)\b[\w ]*",
    re.IGNORECASE,
)
_KINDS = (
    (_CONDITION, "conditions and times cannot be followed"),
    (_NOT, "what must not be done cannot be followed"),
    (_CHOICE, "a choice between things is not made for you"),
    (_SHARE, "shares and amounts are not counted"),
)


def require_instruction(text: str) -> None:
    """Refuse questions, conditions, choices, shares, times and what must not be done.

    Raises:
        InstructionNotUnderstood: if it is one.
    """
    said = repr(text[:60])
    if _QUESTION.match(text):
        raise InstructionNotUnderstood(
            "this is a question and no instruction",
            got=said,
            remedy='Ask the memory ("whereseen ask"), or say what to do, as in "find my keys"',
        )
    for pattern, what in _KINDS:
        found = pattern.search(text)
        if found is not None:
            raise InstructionNotUnderstood(
                what,
                got=repr(found[0]),
                remedy="Say only what is to be done now",
            )


def no_verb(text: str) -> InstructionNotUnderstood:
    """That a clause begins with no verb, with one that may have been meant."""
    near = near_names(text.split()[0], FIRST_WORDS) if text else ()
    remedy = 'Begin with one, as in "put the red mug in the sink"'
    if near:
        remedy = f"Did you mean {' or '.join(near)}?"
    return InstructionNotUnderstood(
        "no verb that is known says what is to be done", got=repr(text[:60]), remedy=remedy
    )
