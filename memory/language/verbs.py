"""Verbs, by what they mean to a memory."""

from __future__ import annotations

from whereseen.memory.language.event import Verb
from whereseen.memory.language.words import Cursor, word_list, word_set

# All forms, since English makes them irregularly.
_FORMS: dict[Verb, str] = {
    Verb.MOVED: """move moves moved moving rearrange rearranges rearranged rearranging shift shifted
        shifting relocate relocated relocating carry carries carried carrying transport transported
        bring brings brought bringing push pushed pushing swap swapped swapping""",
    Verb.PUT: """put puts putting place places placed placing set setting lay laid laying drop drops
        dropped dropping store stores stored storing stow stowed hang hung hanging hid hide hidden
        deposit deposited keep keeps kept deliver delivered give gave given giving return returned
        unload unloaded""",
    Verb.TOOK: """take takes took taken taking pick picks picked picking grab grabbed grabbing lift
        lifted lifting fetch fetched fetching get got gotten getting collect collected collecting
        grasp grasped grasping hold held holding borrow borrowed retrieve retrieved""",
    Verb.OPENED: "open opens opened opening unlock unlocked",
    Verb.CLOSED: "close closes closed closing shut shuts shutting lock locked",
    Verb.APPEARED: "appear appears appeared appearing arrive arrived add added",
    Verb.REMOVED: """remove removes removed removing throw throws threw thrown throwing discard
        discarded disappear disappears disappeared disappearing vanish vanished vanishing bin
        binned""",
    Verb.SAW: """see sees saw seen seeing spot spotted notice noticed observe observed find finds
        found detect detected look looked looking meet met encounter encountered recognise
        recognised recognize recognized""",
    Verb.VISITED: """visit visits visited visiting enter enters entered entering go goes went gone
        going come comes came coming stay stays stayed staying spend spends spent spending walk
        walked walking drive drove driven explore explored exploring travel travelled traveled
        sit sat stand stood arrived""",
    Verb.LEFT: "leave leaves left leaving exit exits exited exiting depart departed",
    Verb.CLEANED: """clean cleans cleaned cleaning wash washes washed washing wipe wiped wiping tidy
        tidied tidying vacuum vacuumed mop mopped mopping scrub scrubbed dust dusted rinse
        rinsed""",
    Verb.SLICED: "sliced slicing cut cutting chopped chopping carved carving halved diced",
    Verb.HEATED: """heated heating warmed warming reheated cooked cooking boiled baked microwaved
        toasted roasted""",
    Verb.USED: """use uses used using read reading drink drank drunk drinking eat ate eaten eating
        wear wore worn wearing""",
    Verb.INTERACTED: """interact interacts interacted interacting touch touches touched touching
        handle handled handling manipulate manipulated manipulating deal dealt""",
    Verb.CHANGED: "change changes changed changing",
    Verb.DID: "do done doing",
}
_VERBS = {form: verb for verb, forms in _FORMS.items() for form in forms.split()}
_PHRASES = {
    "come across": Verb.SAW,
    "came across": Verb.SAW,
    "run into": Verb.SAW,
    "ran into": Verb.SAW,
    "go missing": Verb.REMOVED,
    "gone missing": Verb.REMOVED,
    "went missing": Verb.REMOVED,
    "got lost": Verb.REMOVED,
    "show up": Verb.APPEARED,
    "showed up": Verb.APPEARED,
    "shown up": Verb.APPEARED,
    "drop off": Verb.PUT,
    "dropped off": Verb.PUT,
    "get home": Verb.VISITED,
    "got home": Verb.VISITED,
    "get to": Verb.VISITED,
    "got to": Verb.VISITED,
    "turn up": Verb.APPEARED,
    "turned up": Verb.APPEARED,
    "get rid of": Verb.REMOVED,
    "got rid of": Verb.REMOVED,
}
# What something is used for: base forms, many of which are nouns elsewhere.
_PURPOSES = {
    **dict.fromkeys(word_list("cut slice chop carve halve dice"), Verb.SLICED),
    **dict.fromkeys(
        word_list("heat warm reheat cook boil bake toast roast microwave"), Verb.HEATED
    ),
}
_TURN = word_set("turn turns turned turning switch switched switching")
_ARE_ADJECTIVES = frozenset({"open", "closed", "shut", "clean", "used", "locked"})
_PARTICLES = ("up", "down", "away", "elsewhere", "back", "around", "with", "across", "through")
_AS_STATE = {"on": Verb.TURNED_ON, "off": Verb.TURNED_OFF}


def is_verb(word: str) -> bool:
    """Whether a word is a form of a verb that is known."""
    return word in _VERBS or word in _TURN


def is_verb_next(words: Cursor, ahead: int = 0) -> bool:
    """Whether a verb comes next, be it of several words."""
    probe = Cursor(words.words, words.at + ahead)
    return is_verb(probe.word()) or probe.next_is(*_PHRASES)


def is_state(word: str) -> bool:
    """Whether a verb's form also says what state something is in."""
    return word in _ARE_ADJECTIVES


def take_verb(words: Cursor) -> Verb | None:
    """Pass a verb and what belongs to it: "picked up", "turn off", "interacted with".

    What is turned may come between: then "on" or "off" is passed by `take_switch`.
    """
    phrase = words.take(*_PHRASES)
    if phrase:
        return _PHRASES[phrase]
    word = words.word()
    if word in _TURN:
        words.at += 1
        return _AS_STATE.get(words.take("on", "off") or "", Verb.TURNED_ON)
    if word not in _VERBS:
        return None
    words.at += 1
    take_particle(words)
    if word.startswith(("look", "clean")):
        words.take("at", "for")
    return _VERBS[word]


def take_plain(words: Cursor) -> Verb | None:
    """Pass the base form of a verb that is a noun elsewhere: "did you heat", "to cut"."""
    verb = _PURPOSES.get(words.word())
    if verb is not None:
        words.at += 1
        words.take("up")
    return verb


def take_purpose(words: Cursor) -> Verb | None:
    """Pass "to cut" or "for cutting" of what was used."""
    start = words.at
    if words.take("to", "for", "when", "while"):
        verb = take_plain(words) or take_verb(words)
        if verb is not None:
            return verb
    words.at = start
    return None


def take_particle(words: Cursor) -> None:
    """Pass "away" of "put the book away", but not what begins a place."""
    words.take(*_PARTICLES)
    if words.word() == "out" and words.word(1) not in ("of", "the"):
        words.at += 1


def take_switch(words: Cursor) -> Verb | None:
    """Pass "on" or "off" behind what is turned."""
    word = words.word()
    if word in _AS_STATE and words.word(1) not in ("the", "a", "my", "which"):
        words.at += 1
        return _AS_STATE[word]
    return None
