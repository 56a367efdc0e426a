"""What nouns name: by the lexicon, and by what the caller knows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from whereseen.memory.encoder.lexicon import Lexicon
from whereseen.memory.encoder.naming import Namer
from whereseen.memory.language.thing import Sort, Thing
from whereseen.memory.language.words import word_list, word_set

_ANY = {
    "object": Sort.THING,
    "objects": Sort.THING,
    "thing": Sort.THING,
    "things": Sort.THING,
    "item": Sort.THING,
    "items": Sort.THING,
    "stuff": Sort.THING,
    "one": Sort.THING,
    "ones": Sort.THING,
    "something": Sort.THING,
    "anything": Sort.THING,
    "everything": Sort.THING,
    "nothing": Sort.THING,
    "receptacle": Sort.RECEPTACLE,
    "receptacles": Sort.RECEPTACLE,
    "surface": Sort.RECEPTACLE,
    "surfaces": Sort.RECEPTACLE,
    "room": Sort.ROOM,
    "rooms": Sort.ROOM,
    "person": Sort.PERSON,
    "persons": Sort.PERSON,
    "people": Sort.PERSON,
    "place": Sort.PLACE,
    "places": Sort.PLACE,
    "spot": Sort.PLACE,
    "location": Sort.PLACE,
    "position": Sort.PLACE,
    "time": Sort.TIMES,
}
SOME = frozenset({"something", "anything", "everything", "nothing"})
STATES = word_set(
    "clean dirty open opened closed shut full empty wet dry locked unlocked lit broken hot cold"
    " running"
)
ADJECTIVES = STATES | word_set(
    "red orange yellow green blue purple violet pink brown black white grey gray beige turquoise"
    " golden silver dark light colourful striped wooden metal plastic glass paper leather cotton"
    " steel ceramic big small large little tall short long round square soft hard heavy old new"
    " ripe rotten fresh frozen warm full half-full upright asleep awake"
)
_ROOMS = frozenset({"living room", "dining room", "utility room"}) | word_set(
    "kitchen bedroom nursery bathroom study hallway pantry cellar attic garage shed greenhouse"
    " garden balcony patio toilet"
)
_RECEPTACLES = (
    *("kitchen counter", "washing machine", "chest of drawers", "welsh dresser"),
    *word_list("table shelf cabinet drawer fridge freezer oven microwave dishwasher dryer sink"),
    *("bin", "sofa", "bed", "wardrobe", "sideboard"),
)
_UNLISTED = word_set("house home flat apartment office window corner floor dock")
_PLACES = frozenset({"house", "home", "flat", "apartment", "office"})
_LONGEST_NOUN = 4  # words


@dataclass(frozen=True, slots=True)
class Known:
    """Names that a memory has for what it knows.

    Attributes:
        rooms: Of rooms and areas.
        receptacles: Of what things are put in or on.
        things: Of all other things.
        people: Of persons.
    """

    rooms: tuple[str, ...] = ()
    receptacles: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


class Names:
    """Tells what the words of a noun phrase mean.

    Args:
        lexicon: What household things are called.
        known: Names that the caller has.
    """

    def __init__(self, lexicon: Lexicon, known: Known) -> None:
        self._lexicon, self._known = lexicon, known
        self._namer = Namer(lexicon)
        self._people = {name.casefold(): name for name in known.people}

    def describe(self, words: list[str]) -> Thing:
        """A thing, from the words between its article and what follows its noun."""
        if words[0] in SOME and len(words) > 1:
            words = [*words[1:], words[0]]  # "something soft"
        generic = _ANY.get(words[-1])
        is_name = any(self.is_noun(words[at:]) for at in range(len(words) - 1))
        if generic is not None and not is_name:  # a "living room" is not any room
            return self._with_states(words[:-1], Thing(sort=generic))
        at = self._noun_start(words)
        noun, before = " ".join(words[at:]), words[:at]
        known, is_exact = self._resolve(" ".join(words[-2 * _LONGEST_NOUN :]))
        kinds = self._lexicon.read(noun).kinds
        thing = Thing(
            noun, sort=self._sort(noun, kinds, known), kinds=kinds, known=known, is_exact=is_exact
        )
        return self._with_states(before, thing)

    def is_noun(self, words: list[str]) -> bool:
        """Whether words are one name, in the lexicon or the caller's."""
        phrase = " ".join(words)
        reading = self._lexicon.read(phrase)
        return bool(reading.kinds and not reading.attributes) or phrase in self._folded

    def is_known(self, words: list[str]) -> bool:
        """Whether words are a name that the caller knows, to the letter."""
        return " ".join(words) in self._folded

    def is_generic(self, word: str) -> bool:
        """Whether a word names no more than a sort."""
        return word in _ANY

    def is_familiar(self, thing: Thing) -> bool:
        """Whether a noun means anything to anyone."""
        return thing.is_familiar or thing.noun in _UNLISTED or thing.noun in self._people

    def person(self, word: str) -> str | None:
        """The known name of a person, or None."""
        return self._people.get(word)

    def _noun_start(self, words: list[str]) -> int:
        for at in range(max(0, len(words) - _LONGEST_NOUN), len(words) - 1):
            if self.is_noun(words[at:]):
                named = " ".join(words[at:])
                # A caller's "red mug" is a mug that is red.
                if self._lexicon.read(named).kinds and not self._lexicon.read(named).attributes:
                    return at
        if "of" in words[1:-1]:
            return max(words.index("of", 1) - 1, 0)
        return len(words) - 1

    def _with_states(self, before: list[str], thing: Thing) -> Thing:
        states = tuple(word for word in before if word in STATES)
        attributes = tuple(word for word in before if word not in STATES)
        return Thing(
            thing.noun,
            attributes,
            states,
            sort=thing.sort,
            kinds=thing.kinds,
            known=thing.known,
            is_exact=thing.is_exact,
        )

    def _sort(self, noun: str, kinds: frozenset[str], known: tuple[str, ...]) -> Sort:
        lists = (
            (Sort.ROOM, self._known.rooms),
            (Sort.RECEPTACLE, self._known.receptacles),
            (Sort.PERSON, self._known.people),
            (Sort.THING, self._known.things),
        )
        for sort, names in lists:
            if known and known[0] in names:
                return sort
        if kinds & _ROOMS or noun in _PLACES:
            return Sort.ROOM
        if any(self._lexicon.is_a(kind, broad) for kind in kinds for broad in _RECEPTACLES):
            return Sort.RECEPTACLE
        is_person = any(self._lexicon.is_a(kind, "person") for kind in kinds)
        return Sort.PERSON if is_person else Sort.THING

    def _resolve(self, phrase: str) -> tuple[tuple[str, ...], bool]:
        names = self._all
        if not names:
            return (), False
        naming = self._namer.compare(phrase, names)
        found = dict.fromkeys(
            name for name, is_meant in zip(names, naming.is_meant, strict=True) if is_meant
        )
        return (tuple(found), naming.is_exact) if found else self._by_last_words(phrase)

    def _by_last_words(self, phrase: str) -> tuple[tuple[str, ...], bool]:
        """Names that end in a word that no lexicon has: "the bear" is the brown teddy bear."""
        words = phrase.casefold().split()
        if not words or self._lexicon.read(words[-1]).kinds:
            return (), False
        named = ((name, name.casefold().split()) for name in self._all)
        found = [name for name, own in named if own[-1:] == words[-1:] and set(words) <= set(own)]
        return tuple(dict.fromkeys(found)), bool(found)

    @cached_property
    def _all(self) -> tuple[str, ...]:
        known = self._known
        return (*known.rooms, *known.receptacles, *known.things, *known.people)

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(name.casefold() for name in self._all)
