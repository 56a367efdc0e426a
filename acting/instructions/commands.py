"""Verbs that tell a robot what to do."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.acting.instructions.task import Goal
from whereseen.acting.skills.call import Relation
from whereseen.memory.language.words import Cursor, word_list

HOME = "where it belongs"
FORMER = "where it was before"


@dataclass(frozen=True, slots=True)
class Command:
    """What a verb asks for.

    Attributes:
        goal: What for; PUT where it also says where to.
        destination: Where to, or with what, where nothing else is said.
        relation: How it lies to that.
        is_swap: Whether two things are to change places.
        is_going: Whether it may be about going somewhere: "move to the kitchen".
        needs_place: Whether it means nothing without a place: "leave the mug on the table".
        is_throwing: Whether places but bins say where the thing is.
        needs_particle: Whether it means nothing without "on" or "off".
    """

    goal: Goal
    destination: str = ""
    relation: Relation = Relation.ON
    is_swap: bool = False
    is_going: bool = False
    needs_place: bool = False
    needs_particle: bool = False
    is_throwing: bool = False


_BIN = Command(Goal.PUT, "the bin", Relation.IN, is_throwing=True)
_PUT = Command(Goal.PUT)
_VERBS: dict[str, Command] = {
    **dict.fromkeys(word_list("put place set lay drop stick pop position deposit rest"), _PUT),
    **dict.fromkeys(word_list("move carry transport relocate transfer shift"),
                    Command(Goal.PUT, is_going=True)),
    **dict.fromkeys(word_list("deliver"), Command(Goal.PUT)),
    **dict.fromkeys(word_list("leave keep hide"), Command(Goal.PUT, needs_place=True)),
    **dict.fromkeys(word_list("store stow stash shelve file"), Command(Goal.PUT, HOME)),
    **dict.fromkeys(("put away", "clear away", "tidy away", "stow away", "clear up", "pack away"),
                    Command(Goal.PUT, HOME)),
    **dict.fromkeys(("put back", "place back", "take back", "bring back", "set back"),
                    Command(Goal.PUT, FORMER)),
    "return": Command(Goal.PUT, HOME, is_going=True),
    **dict.fromkeys(("throw away", "throw out", "throw", "bin", "trash", "discard", "dispose of",
                     "get rid of", "chuck", "chuck out", "chuck away", "toss", "toss out", "dump"),
                    _BIN),
    **dict.fromkeys(word_list("bring fetch get give hand pass serve"), Command(Goal.BRING)),
    **dict.fromkeys(("i want", "i need", "i would like", "i had like", "we need", "we want",
                     "let me have", "i could use"), Command(Goal.BRING)),
    **dict.fromkeys(("take", "pick up", "pick", "grab", "hold", "lift", "lift up", "collect",
                     "remove", "take out", "grasp", "pull out"), Command(Goal.TAKE)),
    **dict.fromkeys(("find", "look for", "search for", "locate", "show me", "help me find",
                     "hunt for", "seek", "i am looking for", "i can not find",
                     "i lost", "i have lost", "we are looking for", "i could not find",
                     "look around for", "spot", "show"), Command(Goal.FIND)),
    **dict.fromkeys(("go", "drive", "navigate", "head", "walk", "come", "travel", "visit", "enter",
                     "approach", "roll"), Command(Goal.GO, is_going=True)),
    **dict.fromkeys(("open", "open up", "unlock"), Command(Goal.OPEN)),
    **dict.fromkeys(("close", "shut", "close up"), Command(Goal.CLOSE)),
    **dict.fromkeys(("turn on", "switch on", "activate", "start", "power on", "light", "light up",
                     "turn up", "run"), Command(Goal.TURN_ON)),
    **dict.fromkeys(("turn off", "switch off", "deactivate", "stop", "power off", "power down",
                     "turn out", "switch out", "shut off", "shut down", "extinguish", "kill"),
                    Command(Goal.TURN_OFF)),
    **dict.fromkeys(("slice", "cut", "chop", "cut up", "slice up", "chop up", "carve", "halve",
                     "dice"), Command(Goal.SLICE)),
    **dict.fromkeys(("wash", "clean", "rinse", "scrub", "wipe", "wash up", "wash off", "rinse off",
                     "clean off", "do"), Command(Goal.WASH)),
    **dict.fromkeys(("heat", "heat up", "warm", "warm up", "reheat", "cook", "bake", "roast",
                     "boil"), Command(Goal.HEAT)),
    "microwave": Command(Goal.HEAT, "the microwave", Relation.IN),
    "toast": Command(Goal.HEAT, "the toaster", Relation.IN),
    **dict.fromkeys(("tidy up", "tidy", "clean up", "straighten up", "straighten", "declutter",
                     "clear"), Command(Goal.TIDY)),
    **dict.fromkeys(("swap", "exchange", "swap around", "switch", "swap over", "trade"),
                    Command(Goal.PUT, is_swap=True)),
    **dict.fromkeys(("turn", "power"), Command(Goal.TURN_ON, needs_particle=True)),
}  # fmt: skip
_PARTICLES: dict[tuple[str, str], str] = {
    ("turn", "on"): "turn on", ("turn", "off"): "turn off", ("switch", "on"): "switch on",
    ("switch", "off"): "switch off", ("put", "away"): "put away", ("put", "back"): "put back",
    ("throw", "away"): "throw away", ("throw", "out"): "throw out", ("pick", "up"): "pick up",
    ("place", "back"): "put back", ("bring", "back"): "put back", ("take", "back"): "put back",
    ("clear", "away"): "put away", ("tidy", "away"): "put away", ("clean", "up"): "clean up",
    ("tidy", "up"): "tidy up", ("heat", "up"): "heat", ("warm", "up"): "heat", ("cut", "up"): "cut",
    ("chop", "up"): "chop", ("slice", "up"): "slice", ("wash", "up"): "wash",
    ("lift", "up"): "lift", ("power", "on"): "turn on", ("power", "off"): "turn off",
    ("power", "down"): "turn off", ("put", "down"): "put", ("set", "down"): "put",
    ("lay", "down"): "put", ("toss", "out"): "throw", ("chuck", "out"): "throw",
    ("chuck", "away"): "throw", ("toss", "away"): "throw", ("take", "out"): "take",
    ("turn", "out"): "turn off", ("shut", "off"): "turn off", ("shut", "down"): "turn off",
    ("move", "away"): "put away", ("pack", "away"): "put away", ("stow", "away"): "put away",
    ("wipe", "down"): "wipe", ("wipe", "off"): "wipe",
    ("rinse", "off"): "wash", ("rinse", "out"): "wash", ("move", "back"): "put back",
    ("take", "away"): "put away", ("clean", "off"): "wash", ("open", "up"): "open",
    ("swap", "around"): "swap",
    ("swap", "over"): "swap", ("put", "on"): "turn on", ("bring", "over"): "bring",
    ("bring", "along"): "bring", ("set", "back"): "put back", ("dispose", "of"): "throw",
}  # fmt: skip
_IRREGULAR = {
    "put": ("put", "putting"), "set": ("set", "setting"), "get": ("got", "getting"),
    "cut": ("cut", "cutting"), "shut": ("shut", "shutting"), "take": ("taken", "taking"),
    "bring": ("brought", "bringing"), "leave": ("left", "leaving"), "go": ("gone", "going"),
    "throw": ("thrown", "throwing"), "find": ("found", "finding"), "give": ("given", "giving"),
    "hold": ("held", "holding"), "chop": ("chopped", "chopping"), "drop": ("dropped", "dropping"),
    "grab": ("grabbed", "grabbing"), "swap": ("swapped", "swapping"), "bin": ("binned", "binning"),
    "pop": ("popped", "popping"), "do": ("done", "doing"), "keep": ("kept", "keeping"),
    "tidy": ("tidied", "tidying"), "carry": ("carried", "carrying"), "lay": ("laid", "laying"),
    "stop": ("stopped", "stopping"), "come": ("come", "coming"), "stick": ("stuck", "sticking"),
    "scrub": ("scrubbed", "scrubbing"), "light": ("lit", "lighting"),
    "drive": ("driven", "driving"),
}  # fmt: skip


def _forms(base: str) -> tuple[str, ...]:
    done, doing = _IRREGULAR.get(base, ("", ""))
    if not done:
        stem = base.removesuffix("e")
        done, doing = f"{stem}ed", f"{stem}ing"
    return base, done, doing


_BASE_OF = {
    form: name.split()[0] for name in _VERBS for form in _forms(name.split()[0]) if name[:2] != "i "
}
_PHRASES = tuple(sorted(_VERBS, key=lambda name: (-len(name.split()), name)))
FIRST_WORDS = tuple(sorted({name.split()[0] for name in _VERBS} - {"i", "we", "let", "help"}))


def command_named(name: str) -> Command:
    """What a verb asks for, by its base form with its particle."""
    return _VERBS[name]


def take_command(words: Cursor) -> str | None:
    """Pass a verb and what belongs to it; returns its base form: "pick up"."""
    return words.take(*_PHRASES)


def base_of(word: str) -> str | None:
    """The base form of "washing" or "washed", None if that is no command."""
    return _BASE_OF.get(word)


def with_particle(name: str, particle: str) -> str | None:
    """A verb with a particle that comes behind its object: "turn ... off"."""
    found = _PARTICLES.get((name, particle))
    return found if found in _VERBS else None
