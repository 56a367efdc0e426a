"""What a question is about."""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"^(?:please |can you |could you |would you )*"
    r"(?:(?:do you know )?where(?:'s| is| are| was| were)|find(?: me)?|show(?: me)?"
    r"|look for|search for|locate"
    r"|(?:i am|i'm|we are|we're) looking for|(?:i|we) (?:need|want)"
    r"|(?:is|are) there|have you seen|do you (?:see|have)"
    r"|bring(?: me)?|get(?: me)?|fetch(?: me)?|go to)\s+",
    re.IGNORECASE,
)
_DETERMINER = re.compile(r"^(?:an?|the|my|our|your|his|her|their|some|any|this|that)\s+", re.I)


def subject_of(question: str) -> str:
    """Thing that a question asks for: "Where is the red mug?" asks for "red mug".

    Sentence encoders give all questions some likeness, which lowers the scores of right answers
    by .1. A text that is no such question comes back without its article and question mark.
    """
    subject = question.strip().rstrip("?.! ")
    subject = _DETERMINER.sub("", _LEAD.sub("", subject))
    return subject or question.strip()


_AFTER_NOUN = re.compile(
    r"\s(?:on|in|at|under|near|next|by|from|with|without|that|which|who|for|to|into|behind|above"
    r"|below|beside|between|inside|beneath|over|against|around)\s.*$",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(
    r"^(?:some(?:thing|where|one|body)|any(?:thing|where)|things?|a place|places?|what|who|when|how"
    r"|why|where|which|is|are|was|were|do|does|did|can (?:i|you|we|they)|could|will|would|i|you"
    r"|we|they|he|she|it)\b",
    re.IGNORECASE,
)


def noun_phrase_of(question: str) -> str | None:
    """The thing that a question names, without what is said about where it is.

    "Where is the blue mug on the table?" names a "blue mug"; "something to sit on" and "what time
    is it" name nothing, and None comes back.
    """
    subject = subject_of(question)
    if _NO_NOUN.match(subject):
        return None
    return _AFTER_NOUN.sub("", subject) or None
