"""Reads what stands behind the verb: nouns, each with the places behind it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from whereseen.acting.instructions.noun import Noun, Placed
from whereseen.acting.instructions.nouns import OUT_OF, NounReader
from whereseen.acting.instructions.sentences import text_of
from whereseen.memory.language.names import Names
from whereseen.memory.language.words import Cursor, Word

_PARTICLES = ("away", "back", "up", "down", "on", "off", "out", "over", "around", "along")
_ME = ("me and my guests", "me", "us", "everybody", "everyone")
_FOR = ("for me", "for us", "over to me", "back to me", "to me", "to us")
_AND = (", and then", ", and also", "and also", ", and", "and", "as well as", ",", "plus")
_MOST = 12
_BESIDE = frozenset({"next", "close", "nearest", "left", "right"})
_COPULAR = frozenset({"is", "are"})
_DOERS = frozenset({"you", "i", "we", "between", "before", "after"})
_AT_END = frozenset({"away", "back"})
_HEADED = frozenset({"away", "back", "up", "down", "over"})


@dataclass(slots=True)
class Unit:
    """A noun with what stands behind it.

    Attributes:
        noun: None where only places are said.
        places: Behind it.
        particle: As "away".
        tool: As of "with the knife".
        there: As "in it", empty if that is not said.
        whole: As "where it belongs".
        whom: Who gets it, where that is not who asks.
    """

    noun: Noun | None = None
    places: list[Placed] = field(default_factory=list)
    particle: str = ""
    tool: Noun | None = None
    there: str = ""
    whole: Noun | None = None
    whom: Noun | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        said = (self.noun, self.places, self.particle, self.tool, self.there, self.whole)
        return not any(said)


def replaced(unit: Unit, other: Unit) -> Unit:
    """A unit with the places and the tool of another."""
    return replace(unit, places=other.places, tool=other.tool, there=other.there, whole=other.whole)


def units_of(
    words: Cursor, names: Names, *, may_give: bool, aims: tuple[str, ...] = ()
) -> list[Unit]:
    """Pass all that is understood.

    Args:
        words: Behind the verb.
        names: What nouns name.
        may_give: Whether "me" is who gets it.
        aims: Prepositions that tell where to, even behind "the mug that you washed".
    """
    reader, found = NounReader(names), list[Unit]()
    whom = reader.person(words) if may_give and not words.take(*_ME) else None
    while len(found) < _MOST:
        unit = _unit(words, reader, aims)
        if unit.is_empty:
            break
        unit.whom = whom
        found.append(unit)
        mark = words.at
        if words.is_done or not words.take(*_AND) or words.is_done:
            break
        if reader.noun(Cursor(words.words, words.at)) is None and not _is_place(words, reader):
            words.at = mark
            break
    return found


def _is_place(words: Cursor, reader: NounReader) -> bool:
    return reader.place(Cursor(words.words, words.at)) is not None


def _unit(words: Cursor, reader: NounReader, aims: tuple[str, ...]) -> Unit:
    unit = Unit()
    _particle(words, unit, reader)
    if not words.next_is(*_FOR):
        unit.noun = _noun(words, reader, aims)
    while not words.is_done:
        if words.take(*_FOR):
            continue
        if _particle(words, unit, reader) or _there(words, unit, reader):
            continue
        if words.next_is(", using", ", with"):
            words.at += 1
        tool = reader.tool(words)
        if tool is not None:
            unit.tool = tool
            continue
        whole = reader.whole(words)
        if whole is not None:
            unit.whole = whole
            break
        place = reader.place(words)
        if place is None:
            break
        unit.places.append(place)
    return unit


def _particle(words: Cursor, unit: Unit, reader: NounReader) -> bool:
    """Pass "away", but not "on" where a noun follows it."""
    if unit.particle or not words.next_is(*_PARTICLES) or words.next_is(*OUT_OF):
        return False
    behind = Cursor(words.words, words.at + 1)
    is_alone = words.word() in _HEADED or behind.is_done or behind.word() in (",", "and")
    if not is_alone and reader.noun(behind) is not None:
        return False
    unit.particle = words.word()
    words.at += 1
    return True


def _there(words: Cursor, unit: Unit, reader: NounReader) -> bool:
    said = reader.there(words)
    if said is None:
        return False
    unit.there = said
    return True


def _noun(words: Cursor, reader: NounReader, aims: tuple[str, ...]) -> Noun | None:
    """A noun; a place behind the clause that tells which one is left, if it tells where to."""
    start = words.at
    noun = reader.noun(words)
    if noun is None or not noun.is_clause:
        return noun
    at = _next_noun(words, start, reader)
    if at is not None:
        words.words, words.at, rest = words.words[:at], start, words.words
        noun = _noun(words, reader, () if _is_placed(rest, at + 1, reader) else aims)
        words.words = rest
        return noun
    for at in range(len(words.words) - 1, start + 1, -1):
        if words.words[at - 1].text in _BESIDE:
            continue  # "the mug that stands next to the plate"
        is_particle = words.words[at].text in _AT_END and at == len(words.words) - 1
        if words.words[at].text in aims and (is_particle or _ends_with_place(words, at, reader)):
            words.at = at
            return replace(noun, text=text_of(words.words[start:at]))
    return noun


def _next_noun(words: Cursor, start: int, reader: NounReader) -> int | None:
    """Where the clause of "the mug that is red and the plate" ends, since another noun follows."""
    said = [word.text for word in words.words]
    if not _COPULAR & set(said[start:]) or _DOERS & set(said[start:]):
        return None
    for at in range(len(said) - 2, start + 3, -1):
        probe = Cursor(words.words, at + 1)
        is_listed = said[at] == "and" and probe.word() in ("the", "my", "a", "an")
        if is_listed and reader.noun(probe, may_go_on=False) is not None:
            return at
    return None


def _is_placed(words: list[Word], at: int, reader: NounReader) -> bool:
    """Whether a noun is followed by a place, which then is meant for what is before it, too."""
    probe = Cursor(words, at)
    reader.noun(probe, may_go_on=False)
    return not probe.is_done


def _ends_with_place(words: Cursor, at: int, reader: NounReader) -> bool:
    """Whether the words from there on are a place that is no mere room of another one."""
    probe = Cursor(words.words, at)
    place = reader.place(probe)
    if place is None:
        return reader.there(Cursor(words.words, at)) is not None and at >= len(words.words) - 2
    while place is not None and not probe.is_done:
        place = reader.place(probe)
    return place is not None
