"""Instructions in other words, where these are easier to read and tell the same."""

from __future__ import annotations

import re

_I = re.IGNORECASE
_STATES = {
    "closed": "close", "shut": "close", "open": "open", "on": "turn on", "off": "turn off",
    "turned on": "turn on", "turned off": "turn off", "switched on": "turn on",
    "switched off": "turn off", "clean": "wash", "washed": "wash", "sliced": "slice", "hot": "heat",
    "warm": "heat",
}  # fmt: skip
_AGAINST = {"open": "close", "closed": "open", "shut": "open", "on": "turn off", "off": "turn on"}
_SAME = {"shut": "close", "switch off": "turn off", "switch on": "turn on"}
_NOUN = r"(?:the|my|our) [\w' -]+?"
_IS = r"(?:(?: is| are|'s|'re)(?: still| already)?)"
_ACT = r"(?:close|shut|open|(?:turn|switch) (?:on|off))"
_MAKE_SURE = re.compile(
    r"\b(?:make sure|ensure|see to it|check|be sure)(?: that)? "
    r"(?P<noun>(?:the|my|all|every|both|it|they)\b[\w' -]*?) (?:is|are|gets) "
    rf"(?P<state>{'|'.join(sorted(_STATES, key=len, reverse=True))})\b(?! (?:the|a|my)\b)",
    _I,
)
_IF_SO = re.compile(
    rf"\b(?P<when>if|unless) (?P<noun>{_NOUN}){_IS} (?P<state>{'|'.join(_AGAINST)}),?(?: then)? "
    rf"(?:please )?(?P<act>{_ACT}) (?:it|them|that)\b(?: again)?",
    _I,
)
_SO_IF = re.compile(
    rf"\b(?P<act>{_ACT}) (?P<noun>(?:{_NOUN}|it|them)),? (?P<when>if|unless) (?:it|they|that){_IS} "
    rf"(?P<state>{'|'.join(_AGAINST)})\b",
    _I,
)
_PARTED = (
    re.compile(rf"\b(turn|switch) ({_NOUN}) (on|off)(?=,? (?:if|unless)\b|\W*$)", _I),
    re.compile(r"\b(turn|switch) (it|them) (on|off)\b", _I),
)
_EXCEPT = r"(?:except(?: for)?|apart from|other than|besides|but|but not)"
_ADJECTIVE = r"(?P<adjective>\w+)"
_CHANGES: tuple[tuple[re.Pattern[str], str], ...] = (
    # politeness
    (re.compile(r"^\W*(?:(?:would|could) you (?:please )?be so (?:kind|good) (?:as to|and)|"
                r"i(?:'d| would| had) (?:really )?(?:appreciate it|be (?:glad|happy|grateful)) if "
                r"you (?:could|would)|(?:would|is) it (?:be )?possible (?:for you )?to|"
                r"it would be (?:nice|great|good|kind) if you (?:could|would)|"
                r"i (?:was wondering|wonder|am wondering) if you (?:could|would|can)|"
                r"(?:please )?do me a favou?r(?:,| and)|"
                r"(?:please )?be (?:a dear|so kind|kind enough|an angel)(?: and| to)|mind)\s+",
                _I), ""),
    (re.compile(r",? (?:if (?:possible|you (?:do not|don't) mind|you (?:would|please))|"
                r"and hurry(?: up)?|instead)(?=\W*$)", _I), ""),
    # who gets it
    (re.compile(r"\b(?:grab|pick up|pick|take|collect) (me|us) "
                r"(?=(?:the|a|an|my|some|one|two|three|all|both|another|something)\b)", _I),
     r"bring \1 "),
    # what is not meant
    (re.compile(rf"\b(all|the|both) ([\w ]+s),? {_EXCEPT} (?:the )?{_ADJECTIVE} ones?\b", _I),
     r"\1 \2 that are not \3"),
    (re.compile(rf"\b(every|each) ([\w ]+?),? {_EXCEPT} (?:the )?{_ADJECTIVE} one\b", _I),
     r"\1 \2 that is not \3"),
    (re.compile(rf"\ball,? {_EXCEPT} the {_ADJECTIVE} (\w+?)s?\b(?= (?:in|on|to|away)\b)", _I),
     r"all the \2s that are not \1"),
    (re.compile(rf"\b((?:the|an?|any) [\w ]+?),? (?:but )?not (?:the|an?|any) {_ADJECTIVE} ones?"
                r"\b,?", _I), r"\1 that is not \2"),
    (re.compile(r",? (?:and |but )?(?:not|instead of|rather than) (?:(?:in|on|into|onto|at|to) )?"
                r"(?:the|my|an?) [\w ]+?(?=[.,;!]|$)", _I), ""),
    (re.compile(r"\b((?:the|my) [\w ]+?), (?:the|my) (\w+) ones?(?=[.!?;]|$)", _I),
     r"\1 that are \2"),
    (re.compile(r"\b((?:the|my) [\w ]+?), the ones? "
                r"(?=(?:in|on|under|next|near|that|which|you|i)\b)(?!.*\band the\b)", _I), r"\1 "),
    # shorter ways to say it
    (re.compile(r"\b(swap|exchange|switch)(?: around)? the (?:positions?|places?|locations?) of ",
                _I), r"\1 "),
    (re.compile(r"\b(?:make sure|ensure|see to it|be sure)(?: that)? (?P<noun>(?:the|my|all|every|"
                r"both|it)\b[\w' -]*?) (?:is|are) (?P<place>(?:in|on|at) (?:the|my) )", _I),
     r"put \g<noun> \g<place>"),
    (re.compile(r"\b(?:find out|see|check) where ((?:the|my|our) [\w ]+?) (?:is|are)\b", _I),
     r"find \1"),
    (re.compile(r"^\W*(?:the )?((?:\w+ )?(?:lights?|lamps?)) (on|off)\b", _I), r"turn \2 the \1"),
    (re.compile(r"\b(fridge|freezer|oven|microwave|dishwasher|cabinet|cupboard|wardrobe) doors?\b",
                _I), r"\1"),
    (re.compile(r"\b((?:cut|slice|chop|carve|dice)\b[\w' ]*?) (?:in|into) (?:half|halves|two|"
                r"(?:small |thin |little )?(?:pieces|slices|cubes))\b", _I), r"\1"),
    (re.compile(r"\b(?:a|some) different\b", _I), "another"),
    (re.compile(r"\b(?:closest|next) (?=to (?:the|my|me|you)\b)(?<=closest )", _I), "nearest "),
)  # fmt: skip


def reworded(text: str) -> str:
    """The same in words that the grammar reads: "make sure the door is closed" as "close it".

    "Close the fridge if it is open" is to close it: what already is so is not done again.
    """
    text = _MAKE_SURE.sub(lambda it: f"{_STATES[it['state'].casefold()]} {it['noun']}", text)
    for pattern in _PARTED:
        text = pattern.sub(r"\1 \3 \2", text)
    for pattern in (_IF_SO, _SO_IF):
        text = pattern.sub(_unconditional, text)
    for pattern, other in _CHANGES:
        text = pattern.sub(other, text)
    return text


def _unconditional(said: re.Match[str]) -> str:
    """A condition that says no more than what the deed changes; others stay, and are refused."""
    act, state = said["act"].casefold(), said["state"].casefold()
    act = _SAME.get(act, act)
    other = _AGAINST[state]
    undone = {"close": "open", "open": "close", "turn on": "turn off", "turn off": "turn on"}
    needed = other if said["when"].casefold() == "if" else undone[other]
    return f"{act} {said['noun']}" if act == needed else said[0]
