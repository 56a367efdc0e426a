"""Instructions in other words, where these are easier to read, and kinds that are not read."""

from __future__ import annotations

import re

from whereseen.acting.instructions.commands import FIRST_WORDS
from whereseen.acting.instructions.errors import InstructionNotUnderstood
from whereseen.memory.operations.near_names import near_names

_STATES = {
    "closed": "close", "shut": "close", "open": "open", "on": "turn on", "off": "turn off",
    "turned on": "turn on", "turned off": "turn off", "switched on": "turn on",
    "switched off": "turn off", "clean": "wash", "washed": "wash", "sliced": "slice", "hot": "heat",
    "warm": "heat",
}  # fmt: skip
_MAKE_SURE = re.compile(
    r"\b(?:make sure|ensure|see to it|check|be sure)(?: that)? "
    r"(?P<noun>(?:the|my|all|every|both|it|they)\b[\w' -]*?) (?:is|are|gets) "
    rf"(?P<state>{'|'.join(sorted(_STATES, key=len, reverse=True))})\b(?! (?:the|a|my)\b)",
    re.IGNORECASE,
)
_MAKE_SURE_PLACE = re.compile(
    r"\b(?:make sure|ensure|see to it|be sure)(?: that)? (?P<noun>(?:the|my|all|every|both|it)\b"
    r"[\w' -]*?) (?:is|are) (?P<place>(?:in|on|at) (?:the|my) )",
    re.IGNORECASE,
)
_POSITIONS = re.compile(
    r"\b(swap|exchange|switch)(?: around)? the (?:positions?|places?|locations?) of ", re.IGNORECASE
)
_QUESTION = re.compile(
    r"^\W*(?:where|what|who|whom|whose|when|why|how|which|is|are|was|were|did|does|has|have)\b",
    re.I,
)
_CONDITION = re.compile(
    r"\b(?:if(?! you can\b)|unless|whenever|until|every (?:day|morning|evening|hour|time|week)|"
    r"in case|tomorrow|tonight|in (?:\d+|an?|a few|some|five|ten) (?:minutes?|hours?))\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:do not(?! forget\b)|don['\N{RIGHT SINGLE QUOTATION MARK}]?t(?! forget\b)|never|"
    r"without|instead of|rather than)\b",
    re.IGNORECASE,
)


def reworded(text: str) -> str:
    """The same in words that the grammar reads: "make sure the door is closed" as "close it"."""
    text = _MAKE_SURE.sub(lambda it: f"{_STATES[it['state'].casefold()]} {it['noun']}", text)
    text = _POSITIONS.sub(r"\1 ", text)
    return _MAKE_SURE_PLACE.sub(lambda it: f"put {it['noun']} {it['place']}", text)


def require_instruction(text: str) -> None:
    """Refuse questions, conditions, times and what must not be done.

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
    for pattern, what in ((_CONDITION, "conditions and times"), (_NOT, "what must not be done")):
        found = pattern.search(text)
        if found is not None:
            raise InstructionNotUnderstood(
                f"{what} cannot be followed",
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
