"""Recognises noun phrases."""

from __future__ import annotations

from dataclasses import dataclass, replace

from whereseen.memory.language.asked import Rank
from whereseen.memory.language.durations import is_duration
from whereseen.memory.language.event import Verb
from whereseen.memory.language.names import ADJECTIVES, SOME, STATES, Names
from whereseen.memory.language.numbers import number_at
from whereseen.memory.language.ranks import take_adjective_rank
from whereseen.memory.language.thing import Thing
from whereseen.memory.language.verbs import is_verb, take_verb
from whereseen.memory.language.words import Cursor, word_set

PRONOUNS = ("it", "them", "they", "he", "she", "him", "her", "these", "those")
_ARTICLES = (
    *("all of the", "all of my", "all the", "all my", "any of the", "one of the", "each of the"),
    *(
        "some of the",
        "some of my",
        "both of the",
        "of the",
        "of my",
        "of all the",
        "the",
        "a",
        "an",
    ),
    *("my", "our", "your", "his", "their", "some", "any", "this", "that", "these", "those"),
    *("every", "each", "all", "both", "no", "another", "other"),
)
_CERTAIN = frozenset({"the", "a", "an", "my", "our", "your"})
_PLURAL_ARTICLES = ("all", "every", "each", "both", "some of", "these", "those")
_SINGULAR_S = word_set(
    "glass scissors glasses keys trousers jeans shorts headphones pyjamas dress gas"
)
_STOP = word_set(
    "in on at to of from by with without under underneath below beneath above over behind near"
    " next beside inside into onto within between around off out about for through against"
    " across towards upon is are was were am be been being has have had did does do will would"
    " can could should may might must that which who whom whose where when while whilst before"
    " after since until till once as than then and or but not no never still ever also longer"
    " any more you i we he she they it there here last first most least longest shortest often"
    " right immediately directly just straight shortly nearest closest farthest furthest anybody"
    " anyone somebody someone everybody everyone nobody how what why because please , : ; ? !"
    " other except"
)
_PARTICLES = frozenset({"up", "down", "away", "back"})
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase.

    Attributes:
        thing: What it describes.
        is_plural: Whether it means several.
        count: How many it means, if it says so.
        verb: What was done to it: "the most recently opened drawer".
        is_partitive: Whether it is what one of is meant: "of the mugs".
        rank: Which one of several.
        is_pronoun: Whether it only refers to what was said.
        has_article: Whether it says "the", "a" or the like.
    """

    thing: Thing
    is_plural: bool = False
    count: int = 1
    verb: Verb | None = None
    is_partitive: bool = False
    rank: Rank | None = None
    is_pronoun: bool = False
    has_article: bool = False


def take_phrase(words: Cursor, names: Names) -> Phrase | None:
    """Pass a noun phrase and what is excepted from it, or nothing."""
    phrase = _phrase(words, names)
    return None if phrase is None else _with_exclusion(words, names, phrase)


def _phrase(words: Cursor, names: Names) -> Phrase | None:
    start = words.at
    if words.take(*PRONOUNS) and not _goes_on(words, names):
        return Phrase(Thing(), is_pronoun=True, is_plural=words.word(-1) in ("them", "they"))
    words.at = start
    article = words.take(*_ARTICLES)
    rank = take_adjective_rank(words)
    count = number_at([words.word(), words.word(1)])
    if words.next_is("one"):
        count = None
    if count:
        words.at += count[1]
    verb = _participle(words) if rank else None
    found = _nouns(words, names, has_article=article in _CERTAIN)
    if not found:
        words.at = start
        return None
    thing = names.describe(found)
    is_many = bool(article and article.startswith(_PLURAL_ARTICLES)) or bool(count)
    is_plural = is_many or _is_plural(found, thing) or bool(rank and rank.count > 1)
    return Phrase(
        thing,
        is_plural,
        max(count[0], 1) if count else 1,
        verb,
        is_partitive=bool(article and article.startswith("of ")),
        rank=rank,
        has_article=bool(article or rank),
    )


def _participle(words: Cursor) -> Verb | None:
    word = words.word()
    is_one = word.endswith(("ed", "en", "put")) and is_verb(word) and _is_content(words, 1)
    return take_verb(words) if is_one else None


def _goes_on(words: Cursor, names: Names) -> bool:
    """Whether "these" or "her" was an article."""
    article = words.word(-1)
    is_article = article in ("these", "those", "her")
    return is_article and not words.is_done and bool(_nouns(Cursor(words.words, words.at), names))


def _nouns(words: Cursor, names: Names, *, has_article: bool = False) -> list[str]:
    """Words up to where the phrase ends."""
    found: list[str] = []
    if has_article and is_verb(words.word()) and words.word() not in _STOP:
        found.append(words.word())
        words.at += 1
    while words.word() and len(found) < _MOST_WORDS and not _is_over(words, names, found):
        found.append(words.word())
        words.at += 1
    return found


def _is_over(words: Cursor, names: Names, found: list[str]) -> bool:
    """Whether the next word is no part of a noun phrase that has begun so."""
    word = words.word()
    if word == "of":
        return not (found and not names.is_generic(found[-1]) and _is_content(words, 1))
    if word == "can" and found and names.is_noun([found[-1], word]):
        return False  # of a watering can
    if word in _STOP or (is_verb(word) and _ends(words, names, found)):
        return True
    if not found:
        return False
    if found[-1] in SOME and (word == "missing" or (is_verb(word) and word not in ADJECTIVES)):
        return True
    if word in _PARTICLES or words.next_is("end up", "ended up"):
        return True
    if word in _CERTAIN or (word in ADJECTIVES and _is_predicate(words, names, found)):
        return True
    if is_duration(words) or names.person(word):
        return True
    return _is_no_noun(word, found, names) and not names.is_noun([word, words.word(1)])


def _is_predicate(words: Cursor, names: Names, found: list[str]) -> bool:
    """Whether an adjective stands behind its noun: "is the dishwasher full"."""
    is_compound = names.is_noun([found[-1], words.word()])
    is_compound |= found[-1] in ADJECTIVES and names.is_noun([words.word()])  # "a green orange"
    is_noun = any(names.is_noun(found[at:]) for at in range(len(found)))
    return not is_compound and is_noun and not _is_content(words, 1)


def _is_no_noun(word: str, found: list[str], names: Names) -> bool:
    """Whether a word only tells how something is done: "quickly", "falling"."""
    is_other = word.endswith(("ly", "ing")) and not names.is_generic(word)
    is_other = is_other and not names.is_noun([word])
    return is_other and names.is_noun(found[-1:])


def _is_content(words: Cursor, ahead: int) -> bool:
    word = words.word(ahead)
    return bool(word) and word not in _STOP and word not in _ARTICLES


def _ends(words: Cursor, names: Names, found: list[str]) -> bool:
    """Whether a verb's form is no part of the noun phrase."""
    word = words.word()
    if not found:
        return not (
            names.is_generic(word)
            or word in STATES
            or _is_content(words, 1)
            or names.is_noun([word])
        )
    if names.is_noun([found[-1], word]) or names.is_noun([word, words.word(1)]):
        return False
    return word not in STATES or not _is_content(words, 1)


def _is_plural(found: list[str], thing: Thing) -> bool:
    last = found[-1] if "of" not in found else found[max(found.index("of") - 1, 0)]
    if thing.is_any and last in ("people", "everything"):
        return True
    return last.endswith("s") and not last.endswith(("ss", "us", "'s")) and last not in _SINGULAR_S


def _with_exclusion(words: Cursor, names: Names, phrase: Phrase) -> Phrase:
    """As in "... other than the red one"."""
    mark = words.at
    if not words.take("other than", "except for", "except", "apart from", "besides", "but not"):
        return phrase
    other = _phrase(words, names)
    if other is None:
        words.at = mark
        return phrase
    said = other.thing
    excluded = (*said.states, *said.attributes, *([said.noun] if said.noun else []))
    return replace(phrase, thing=replace(phrase.thing, excluded=excluded))
