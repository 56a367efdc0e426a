"""Reads what a clause speaks of: noun phrases with what is said of them, and places."""

from __future__ import annotations

from dataclasses import replace

from whereseen.acting.instructions.noun import Noun, Placed
from whereseen.acting.instructions.sentences import text_of
from whereseen.memory.language.names import Names
from whereseen.memory.language.noun_phrases import Phrase, take_phrase
from whereseen.memory.language.numbers import number_at
from whereseen.memory.language.prepositions import take_relation
from whereseen.memory.language.thing import Relation, Sort
from whereseen.memory.language.words import Cursor, word_set

_ALL = ("all of the", "all the", "all of my", "all my", "all of", "all", "every", "each of the",
        "each of", "each", "any and all")  # fmt: skip
_BOTH = ("both of the", "both the", "both of", "both")
_PAIR = ("a couple of the", "a couple of", "a pair of the", "a pair of", "the pair of", "pair of")
_ONE_THING = word_set("scissors shears sunglasses glasses goggles headphones earphones tweezers "
                      "pliers tongs trousers jeans shorts shoes boots slippers")  # fmt: skip
_ONE_OF = ("one of the", "one of my", "one of these", "any of the", "any one of the")
_OF = ("of the", "of my", "of these", "of those", "of")
_FREE = ("what", "whatever", "whichever")
_RELATIVE = word_set("that which who whose where")
_SUBJECTS = word_set("you i we")
OUT_OF = ("out of it", "from it", "out of them", "from them", "out of there", "from there")
_THERE = ("there", "in there", "on there", "in it", "on it", "inside it", "inside",
          "here", "over there", "in them", "on them", "to it", "into it", "onto it",
          "over here", *OUT_OF)  # fmt: skip
_WITH = ("with", "using", "by using", "by means of")
_PRONOUNS = word_set("it them they these those this that")
_OTHERS = ("the other one", "the other ones", "the others", "the rest", "the other", "another one",
           "another")  # fmt: skip
_NO_VERB = word_set("the a an my me us your our his her it them there this that")
_SUPERLATIVES = word_set("nearest closest farthest furthest")
_BE = word_set("is are was were")
_ENDS_PURPOSE = word_set("from with on in")


class NounReader:
    """Reads nouns and places.

    Args:
        names: What nouns name.
    """

    def __init__(self, names: Names) -> None:
        self._names = names

    def noun(self, words: Cursor, *, may_go_on: bool = True) -> Noun | None:
        """Pass a noun phrase and the clause that tells which one is meant.

        Args:
            words: Where the reading is.
            may_go_on: Whether such a clause may follow; it takes all words that are left.
        """
        start = words.at
        if words.take(*_OTHERS):
            return self._other(words, start, may_go_on=may_go_on)
        if words.next_is(*_FREE):
            return self._rest(words, start, None)
        if self._is_both(words):
            return Noun("them", pronoun="them", count=None)
        if words.next_is(*_ONE_OF):
            return self._one_of(words)
        count, is_said = self._quantity(words)
        body = words.at
        found = self._pronoun(words, count, is_said=is_said)
        if found is not None:
            return found
        phrase = take_phrase(words, self._names)
        if phrase is None:
            words.at = start
            return None
        if not is_said:
            count = self._count(words, body, phrase)
        self._purpose(words, phrase)
        text = text_of(words.words[body : words.at])
        is_other = " other " in f" {text} " or "another " in text
        found = Noun(text, phrase, count=count, is_other=is_other)
        if may_go_on and self._goes_on(words):
            return replace(self._rest(words, body, phrase), count=count)
        return found

    def _is_both(self, words: Cursor) -> bool:
        """Pass "both" and "all of them" where no noun follows."""
        start = words.at
        if words.take("both of them", "all of them", "each of them", "all of these", "both", "all"):
            if words.is_done or words.word() in (",", "and") or self._ends(words):
                return True
            words.at = start
        return False

    def _pair(self, words: Cursor) -> int:
        """Pass "the pair of": how many things that means, one before "scissors"; else 0."""
        if not words.take(*_PAIR):
            return 0
        behind = Cursor(words.words, words.at)
        phrase = take_phrase(behind, self._names)
        last = words.words[behind.at - 1].text if phrase is not None else ""
        return 1 if last in _ONE_THING else 2

    def _one_of(self, words: Cursor) -> Noun | None:
        """As in "one of the mugs": any of them will do."""
        start = words.at
        words.take(*_ONE_OF)
        phrase = take_phrase(words, self._names)
        if phrase is None:
            words.at = start
            return None
        return Noun(text_of(words.words[start : words.at]), phrase)

    def place(self, words: Cursor, *, may_go_on: bool = True) -> Placed | None:
        """Pass a preposition and what follows it."""
        start = words.at
        relation = take_relation(words)
        if relation is None:
            return None
        preposition = text_of(words.words[start : words.at])
        noun = self.noun(words, may_go_on=may_go_on) or self._person(words)
        if noun is None:
            words.at = start
            return None
        if relation is Relation.BETWEEN and words.take("and"):
            other = self.noun(words, may_go_on=may_go_on)
            if other is not None:
                noun = replace(noun, text=f"{noun.text} and {other.text}")
        return Placed(preposition, relation, noun)

    def person(self, words: Cursor) -> Noun | None:
        """Pass the name of a person who gets something, where a noun follows."""
        name = self._names.person(words.word())
        behind = Cursor(words.words, words.at + 1)
        if name is None or self.noun(behind) is None:
            return None
        words.at += 1
        return Noun(name)

    def tool(self, words: Cursor) -> Noun | None:
        """Pass "with the knife"."""
        start = words.at
        if words.take(*_WITH):
            noun = self.noun(words)
            if noun is not None:
                return noun
        words.at = start
        return None

    def there(self, words: Cursor) -> str | None:
        """Pass "there" or "in it"; of "in it" the preposition tells how."""
        return words.take(*_THERE)

    def whole(self, words: Cursor) -> Noun | None:
        """Pass "where it belongs" and the like, to the end."""
        if words.word() != "where":
            return None
        start = words.at
        words.at = len(words.words)
        return Noun(text_of(words.words[start:]))

    def _person(self, words: Cursor) -> Noun | None:
        if words.next_is("me", "us", "you", "him", "her"):
            words.at += 1
            return Noun(words.word(-1), pronoun=words.word(-1))
        return None

    def _other(self, words: Cursor, start: int, *, may_go_on: bool) -> Noun | None:
        said = text_of(words.words[start : words.at])
        if said not in ("the other", "another") or self._ends(words):
            count = None if said.endswith(("ones", "others", "rest")) else 1
            return Noun(said, count=count, is_other=True)
        body = words.at
        phrase = take_phrase(words, self._names)
        if phrase is None:
            words.at = start
            return None
        article = "a" if said == "another" else "the"
        text = f"{article} {text_of(words.words[body : words.at])}"
        return Noun(text, phrase, count=self._count(words, body, phrase), is_other=True)

    def _ends(self, words: Cursor) -> bool:
        probe = Cursor(words.words, words.at)
        return probe.is_done or probe.word() in (",", "and") or take_relation(probe) is not None

    def _pronoun(self, words: Cursor, count: int | None, *, is_said: bool) -> Noun | None:
        word, behind = words.word(), words.word(1)
        if word not in _PRONOUNS:
            return None
        probe = Cursor(words.words, words.at)
        phrase = take_phrase(probe, self._names)
        if phrase is not None and not phrase.is_pronoun and probe.at > words.at + 1:
            return None  # "that mug", "these plates"
        if word == "that" and behind in _SUBJECTS:
            return None
        words.at += 1
        many = word in ("them", "they", "these", "those")
        words.take("all", "both")
        return Noun(word, pronoun="them" if many else "it", count=None if many else 1)

    def _quantity(self, words: Cursor) -> tuple[int | None, bool]:
        """Pass how many; whether that was said."""
        if words.take(*_ALL):
            number = self._number(words)
            words.take(*_OF)
            return number, True
        if words.take(*_BOTH):
            return 2, True
        pair = self._pair(words)
        if pair:
            return pair, True
        if words.take("a few", "several"):
            words.take(*_OF)
            return 3, True
        if words.next_is("the") and self._number(Cursor(words.words, words.at + 1)):
            words.at += 1
            return self._number(words), True
        start = words.at
        number = self._number(words)
        if number is not None and number > 1 and not words.next_is(*_OF, "percent"):
            return number, True
        if number is not None and words.take(*_OF):
            return number, True
        words.at = start
        return 1, False

    def _number(self, words: Cursor) -> int | None:
        found = number_at([words.word(), words.word(1)])
        if found is None or (words.next_is("one") and not words.next_is("one of")):
            return None
        words.at += found[1]
        return found[0]

    def _count(self, words: Cursor, start: int, phrase: Phrase) -> int | None:
        count = max(phrase.count, phrase.rank.count if phrase.rank is not None else 1)
        if count > 1:
            return count
        said = [word.text for word in words.words[start : words.at]]
        is_name = self._names.is_known(said[1:]) or self._names.is_known(said)
        is_any = said[:1] in (["any"], ["one"])
        if said[:1] == ["some"] and phrase.is_plural:
            return 2
        return 1 if not phrase.is_plural or is_name or is_any else None

    def _purpose(self, words: Cursor, phrase: Phrase) -> None:
        """Pass what "something" is for: "to drink from"."""
        if phrase.thing.noun or words.word() != "to" or words.word(1) in ("", *_NO_VERB):
            return
        if self._names.describe([words.word(1)]).sort in (Sort.ROOM, Sort.RECEPTACLE):
            return
        words.at += 2
        probe = Cursor(words.words, words.at)
        is_noun = take_phrase(probe, self._names) is not None
        if is_noun and probe.word() in _ENDS_PURPOSE and probe.word(1) in ("", ",", "and"):
            words.at = probe.at  # "to cut the bread with"
        behind = Cursor(words.words, words.at + 1)
        if words.word() in _ENDS_PURPOSE and (behind.is_done or behind.word() in (",", "and")):
            words.at += 1

    def _goes_on(self, words: Cursor) -> bool:
        """Whether a clause follows that tells which one is meant."""
        word = words.word()
        if word in _SUBJECTS or (word in _RELATIVE and word != "where"):
            return True
        if word in _SUPERLATIVES and words.word(1) in ("to", "from"):
            return True
        if word in ("it", "they", "he", "she") and words.word(1) in _BE:
            return True
        return bool(self._names.person(word)) and not words.is_done

    def _rest(self, words: Cursor, start: int, phrase: Phrase | None) -> Noun:
        words.at = len(words.words)
        return Noun(text_of(words.words[start:]), phrase, is_clause=True)
