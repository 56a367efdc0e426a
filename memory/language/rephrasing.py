"""Questions in other words, where those are easier to read."""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"\W*(?:please |so |and |hey |ok )*"
    r"(?:what|which|whose|who|whom|when|where|why|how|list|name|tell|is|are|was|were|do|does|did|"
    r"has|have|had|will|in which|on which|show me what|show me which)\b",
    re.IGNORECASE,
)
_NAMES_ANSWER = re.compile(
    r"\W*(?:please |so |and |hey |ok )*(?:show me |tell me )?"
    r"(?:what|which|list|name|in which|on which|in what|on what)\b",
    re.IGNORECASE,
)
_MAY_BE = re.compile(
    r"\b(?:(?<!watering )can(?= \w)(?! of)|could|would|should|may|might|like|"
    r"(?<!next )(?<!close )(?<!nearest )(?<!closest )to(?! (?:the|my|a|an|it|this|that)\b))\b",
    re.IGNORECASE,
)
_EVER = re.compile(r"\bever\b", re.IGNORECASE)
_RULES = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (
            r"^\W*(?:please )?(?:(?:show|give|tell) me |what is |what's |list )?"
            r"(?:the |my )?([\w -]+?)'s (?:history|story|past)\b",
            r"the history of the \1",
        ),
        (r"^(\W*what) (?:is|are) (?:no longer|not) (?:there|here|around)\b", r"\1 is missing"),
        (
            r"^(\W*(?:what|which) .*?)\b(?:is|are) gone (?:since|from here)\b",
            r"\1disappeared since",
        ),
    )
)


def rephrased(text: str) -> str:
    """The same question in words that the grammar reads."""
    text = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    for pattern, words in _RULES:
        text = pattern.sub(words, text)
    return text


def is_question(text: str) -> bool:
    """Whether a text begins as a question does, rather than as the name of a thing."""
    return _ASKS.match(text) is not None


def asks_for_names(text: str) -> bool:
    """Whether it asks what or which, of what is so or was done; not of what could be done."""
    return _NAMES_ANSWER.match(text) is not None and not says_maybe(text)


def says_maybe(text: str) -> bool:
    """Whether it is about what could be, or what something is for."""
    return _MAY_BE.search(text) is not None


def says_ever(text: str) -> bool:
    """Whether all the past is meant."""
    return _EVER.search(text) is not None
