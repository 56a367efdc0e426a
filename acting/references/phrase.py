"""A reference as it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.language import Answer, Asked, NotUnderstood, QuestionReader, Rank, RankBy
from whereseen.memory.language.thing import Thing as Said

_NAMING = (Answer.WHERE, Answer.WHICH)
_SILENT = frozenset({"used", "before", "please", "there", "now", "currently", "other", "same"})
_INDEFINITE = re.compile(r"^(?:an?|some|any|one|another|something|anything)\b", re.IGNORECASE)
_HELD = re.compile(
    r"\b(?:(?:is )?in your (?:hands?|gripper)|you (?:are |now )?(?:hold|holding|carry|carrying)|"
    r"you have in your (?:hands?|gripper))\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:was|were|used to be|has been|had been)\b", re.IGNORECASE)
_USE = re.compile(
    r"^(?:(?:some|any)(?:thing|where)|(?:a|any|some|the) (?:thing|tool|object|place))\b"
    r"(?P<more>.*?)\b(?:to|i can|we can|for)\s+"
    r"(?P<verb>\w+)(?P<rest>(?:\s+\w+){0,3})$",
    re.IGNORECASE,
)
_JUST = re.compile(r"\bjust\b", re.IGNORECASE)
_SWITCHED = re.compile(
    r"^((?:all |both )?(?:the |a |an |my )?)(?:switched|turned)[ -](on|off) (\w[\w ]*)$",
    re.IGNORECASE,
)
_USES = {
    "cut": "cut with",
    "slice": "cut with",
    "chop": "cut with",
    "write": "write with",
    "sit": "sit on",
    "wear": "wear",
    "clean": "clean with",
    "wipe": "clean with",
    "drinking": "drink",
    "eating": "eat",
    "reading": "read",
    "writing": "write with",
    "cutting": "cut with",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A reference as it is read.

    Attributes:
        asked: What the language says of it.
        is_indefinite: Whether any such thing will do: "a mug", "something to drink".
        is_past: Whether it says where the thing was.
        use: What one can do with it, as "drink from"; empty if that is not said.
        is_held: Whether it is what the robot holds.
        is_one: Whether one thing is meant.
    """

    asked: Asked
    is_indefinite: bool = False
    is_past: bool = False
    use: str = ""
    is_held: bool = False
    is_one: bool = True

    @property
    def query(self) -> str:
        """What to look for where nothing is known of it."""
        thing = self.asked.thing
        return thing.phrase if thing is not None and thing.noun else ""


def read_phrase(text: str, reader: QuestionReader, now_ns: int, uses: frozenset[str]) -> Phrase:
    """Read a noun phrase.

    Args:
        text: As "the red mug on the table".
        reader: Knows the names of the home.
        now_ns: When it is said.
        uses: What things that are known can be used for.

    Raises:
        InvalidQuery: if it cannot be read.
    """
    text = _SWITCHED.sub(r"\1\3 that is \2", text)
    if _HELD.search(text):
        return Phrase(Asked(text, Answer.WHICH), is_held=True)
    use = _use_of(text, uses)
    if use:
        more = use[1].strip()
        thing = _described(more, reader, now_ns) if more else Said()
        is_any = not text.strip().casefold().startswith("the ")
        return Phrase(Asked(text, Answer.WHICH, thing=thing), is_indefinite=is_any, use=use[0])
    asked = reader.read(text, now_ns)
    _require_thing(asked)
    if asked.event is not None and asked.rank is None and _JUST.search(text):
        asked = replace(asked, rank=Rank(RankBy.TIME, -1))
    is_past = asked.event is None and bool(_PAST.search(text))
    return Phrase(asked, bool(_INDEFINITE.match(text.strip())), is_past)


def _require_thing(asked: Asked) -> None:
    """Refuse what names no thing, or says of it what is not understood.

    Raises:
        NotUnderstood: if it does.
    """
    thing = asked.thing
    noun = "" if thing is None or thing.is_familiar else thing.noun
    features = " ".join((*thing.attributes, *thing.excluded)).split() if thing is not None else []
    known = {noun, *features, *_SILENT}
    unknown = [each for each in asked.unknown if each not in known]
    if unknown:
        raise NotUnderstood(
            "some words were not understood",
            got=", ".join(unknown),
            remedy="Leave them out, or say them in other words",
        )
    if asked.answer not in _NAMING:
        raise NotUnderstood(
            "this names no thing", got=repr(asked.text[:60]), remedy='Name one, as "the red mug"'
        )


def _described(words: str, reader: QuestionReader, now_ns: int) -> Said:
    """Of "something cold to drink": that it is cold."""
    try:
        asked = reader.read(f"the {words} thing", now_ns)
    except InvalidQuery:
        return Said()
    return replace(asked.thing or Said(), noun="")


def _use_of(text: str, uses: frozenset[str]) -> tuple[str, str] | None:
    said = _USE.match(" ".join(text.split()).rstrip(".?! "))
    if said is None:
        return None
    verb, rest = said["verb"].casefold(), said["rest"].strip().casefold()
    preposition = rest.split()[-1] if rest else ""
    for use in (f"{verb} {preposition}".strip(), verb, _USES.get(verb, "")):
        if use in uses:
            return use, said["more"]
    starts = sorted(each for each in uses if each.split()[0] == verb)
    if starts:
        return starts[0], said["more"]
    is_use = verb in _USES or preposition in ("with", "from", "on", "in")
    return (_USES.get(verb, f"{verb} {preposition}"), said["more"]) if is_use else None
