"""What a question is about."""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"^(?:please |can you |could you |would you )*"
    r"(?:where(?:'s| is| are| was| were)|find|show(?: me)?|look for|search for|locate"
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
