"""Templates of questions about what the robot did: order, conditions, rooms, durations.

Of several wordings the last is held back: nothing was tuned to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from whereseen.memory.chronicle import Deed
from whereseen.memory.language import Verb
from whereseen.sim.recalling.asking import MINUTE_NS, Gold, Material, within

_NTH = {1: "first", 2: "second", 3: "third", -1: "last"}
_SLACK_NS = 5 * MINUTE_NS
_CLEAR = 1.3  # how much longer the longest must have taken


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is put into the wordings of a template, and what is right.

    Attributes:
        fields: Words to put in.
        gold: What is right.
        is_witnessed: Whether the robot was there, or saw it.
    """

    fields: dict[str, str]
    gold: Gold
    is_witnessed: bool = True


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of question.

    Attributes:
        name: Unique.
        category: One of FindingDory's eleven.
        wordings: With fields in braces; the last is held back.
        draw: Finds what can be asked.
    """

    name: str
    category: str
    wordings: tuple[str, ...]
    draw: Callable[[Material], Iterator[Drawn]]


def _names(values: Sequence[str], *, is_ordered: bool = False) -> Gold:
    return Gold("text", tuple(values), is_ordered)


def _distinct(moves: Sequence[Deed]) -> list[str] | None:
    """Names of what was moved, in order; None where one was moved twice."""
    labels = [deed.label for deed in moves]
    return labels if len(set(labels)) == len(labels) else None


def _moved_in(material: Material) -> Iterator[tuple[str, list[Deed], list[str]]]:
    """Parts of the past with what was moved then."""
    for words, start_ns, end_ns in material.spans():
        moves = within(material.moves(), start_ns, end_ns)
        labels = _distinct(moves) if moves else None
        if moves and labels:
            yield words, moves, labels


def _nth(material: Material) -> Iterator[Drawn]:
    for when, _, labels in _moved_in(material):
        for nth, word in _NTH.items():
            if len(labels) >= max(abs(nth), 2):
                gold = _names([labels[nth - 1 if nth > 0 else nth]])
                yield Drawn({"nth": word, "when": when}, gold)


def _after(material: Material) -> Iterator[Drawn]:
    yield from _beside(material, 1)


def _before(material: Material) -> Iterator[Drawn]:
    yield from _beside(material, -1)


def _beside(material: Material, step: int) -> Iterator[Drawn]:
    """What was moved next to something that was moved only once."""
    moves = material.moves()
    counts = Counter(deed.label for deed in moves)
    for n, deed in enumerate(moves):
        if counts[deed.label] == 1 and 0 <= n + step < len(moves):
            yield Drawn({"x": deed.label}, _names([moves[n + step].label]))


def _moved_before_opening(material: Material) -> Iterator[Drawn]:
    """What was moved last before a piece of furniture was opened, which was opened once."""
    opened = [deed for deed in material.life.deeds if deed.verb is Verb.OPENED]
    counts = Counter(deed.label for deed in opened)
    for deed in opened:
        earlier = [move for move in material.moves() if move.end_ns < deed.start_ns]
        if counts[deed.label] == 1 and deed.label in material.furniture() and earlier:
            yield Drawn({"x": deed.label}, _names([earlier[-1].label]))


def _place_before_move(material: Material) -> Iterator[Drawn]:
    for deed in _once(material):
        if deed.before is not None:
            yield Drawn({"x": deed.label}, Gold("position", stay=deed.before))


def _once(material: Material) -> Iterator[Deed]:
    """Moves of things that the robot moved once, and that alone have their name."""
    labels = material.labels()
    counts = Counter(deed.label for deed in material.moves())
    for deed in material.moves():
        if counts[deed.label] == 1 and deed.label in labels:
            yield deed


def _put_where(material: Material) -> Iterator[Drawn]:
    for deed in _once(material):
        if deed.after is not None and deed.after.support:
            yield Drawn({"x": deed.label}, _names([deed.after.support]))


def _took_from(material: Material) -> Iterator[Drawn]:
    for deed in _once(material):
        if deed.before is not None and deed.before.support:
            yield Drawn({"x": deed.label}, _names([deed.before.support]))


def _all_moved(material: Material) -> Iterator[Drawn]:
    for when, _, labels in _moved_in(material):
        yield Drawn({"when": when}, _names(labels))


def _in_order(material: Material) -> Iterator[Drawn]:
    for when, _, labels in _moved_in(material):
        if len(labels) == 2:
            yield Drawn(
                {"when": when, "order": "second, first"}, _names(labels[::-1], is_ordered=True)
            )
        if len(labels) > 2:
            gold = _names([labels[2], labels[0]], is_ordered=True)
            yield Drawn({"when": when, "order": "third, first"}, gold)


def _reversed(material: Material) -> Iterator[Drawn]:
    for when, _, labels in _moved_in(material):
        if len(labels) > 1:
            yield Drawn({"when": when}, _names(labels[::-1], is_ordered=True))


def _rooms_visited(material: Material) -> Iterator[Drawn]:
    for when, visits in _visits_in(material):
        yield Drawn({"when": when}, _names(sorted({visit.room for visit in visits})))


def _visits_in(material: Material) -> Iterator[tuple[str, list[Deed]]]:
    for when, start_ns, end_ns in material.spans():
        found = [v for v in material.visits() if v.end_ns >= start_ns and v.start_ns < end_ns]
        # A visit that begins or ends with the span, to the minute, may or may not count.
        ends = [stamp for visit in found for stamp in (visit.start_ns, visit.end_ns)]
        edges = [abs(stamp - edge) for stamp in ends for edge in (start_ns, end_ns)]
        if found and min(edges) > MINUTE_NS:
            yield when, found


def _rooms_spared(material: Material) -> Iterator[Drawn]:
    rooms = {room.name for room in material.life.premises.home.scene.rooms}
    for when, visits in _visits_in(material):
        left = rooms - {visit.room for visit in visits}
        if left:
            yield Drawn({"when": when}, _names(sorted(left)))


def _room_after(material: Material) -> Iterator[Drawn]:
    for when, visits in _visits_in(material):
        rooms = [visit.room for visit in visits]
        for n, room in enumerate(rooms[:-1]):
            if rooms.count(room) == 1 and room in material.rooms():
                yield Drawn({"when": when, "x": room}, _names([rooms[n + 1]]))


def _room_most(material: Material) -> Iterator[Drawn]:
    for when, visits in _visits_in(material):
        most = Counter(visit.room for visit in visits).most_common(2)
        if len(most) == 2 and most[0][1] > most[1][1]:
            yield Drawn({"when": when}, _names([most[0][0]]))


def _coloured(material: Material) -> Iterator[Drawn]:
    """What was moved of one colour, if only one thing was."""
    for when, _, labels in _moved_in(material):
        firsts = Counter(label.split()[0] for label in labels if " " in label)
        for label in labels:
            word = label.split()[0]
            if word in _COLOURS and firsts[word] == 1:
                yield Drawn({"when": when, "colour": word}, _names([label]))


_COLOURS = frozenset(
    {
        *("red", "orange", "yellow", "green", "blue", "purple"),
        *("pink", "brown", "black", "white", "grey"),
    }
)


def _longest(material: Material) -> Iterator[Drawn]:
    for when, moves, _ in _moved_in(material):
        ranked = sorted(moves, key=lambda deed: -deed.duration_s)
        if len(ranked) > 1 and ranked[0].duration_s > _CLEAR * ranked[1].duration_s:
            yield Drawn({"when": when}, _names([ranked[0].label]))


def _took_how_long(material: Material) -> Iterator[Drawn]:
    for deed in _once(material):
        yield Drawn({"x": deed.label}, Gold("duration", value=deed.duration_s))


def _how_long_in_room(material: Material) -> Iterator[Drawn]:
    for when, start_ns, end_ns in material.spans():
        for room in material.rooms():
            spent_ns = sum(
                max(0, min(visit.end_ns, end_ns) - max(visit.start_ns, start_ns))
                for visit in material.visits()
                if visit.room == room
            )
            if spent_ns > MINUTE_NS:
                yield Drawn({"when": when, "x": room}, Gold("duration", value=spent_ns / 1e9))


def _moved_at(material: Material) -> Iterator[Drawn]:
    moves = material.moves()
    for deed in moves:
        middle_ns = (deed.start_ns + deed.end_ns) // 2
        low_ns = middle_ns // MINUTE_NS * MINUTE_NS
        near = within_minute(moves, low_ns)
        if len(near) == 1:
            yield Drawn({"at": material.moment(middle_ns)}, _names([deed.label]))


def within_minute(moves: Sequence[Deed], low_ns: int) -> list[Deed]:
    """What was going on in a minute."""
    high_ns = low_ns + MINUTE_NS
    return [deed for deed in moves if deed.start_ns < high_ns and deed.end_ns >= low_ns]


def _when_moved(material: Material) -> Iterator[Drawn]:
    for deed in _once(material):
        gold = Gold("time", at_ns=(deed.start_ns + deed.end_ns) // 2, slack_ns=_SLACK_NS)
        yield Drawn({"x": deed.label}, gold)


def _ago_moved(material: Material) -> Iterator[Drawn]:
    for deed in _once(material):
        ago_s = (material.life.now_ns - deed.end_ns) / 1e9
        if ago_s > 600.0:
            yield Drawn({"x": deed.label}, Gold("duration", value=ago_s))


def _did_move(material: Material) -> Iterator[Drawn]:
    moved = {deed.label for deed in material.moves()}
    for label in sorted(material.labels()):
        yield Drawn({"x": label}, Gold("yes/no", value=float(label in moved)))


def _how_many_moved(material: Material) -> Iterator[Drawn]:
    for when, _, labels in _moved_in(material):
        yield Drawn({"when": when}, Gold("count", value=len(labels)))


def _t(name: str, category: str, draw: Callable[[Material], Iterator[Drawn]], *w: str) -> Template:
    return Template(name, category, w, draw)


DEEDS: tuple[Template, ...] = (
    _t("nth moved", "interaction order", _nth,
       "What was the {nth} object that you moved {when}?",
       "Which was the {nth} thing you moved {when}?",
       "Show me the {nth} item that you carried elsewhere {when}",
       "Of all that you moved {when}, which object was the {nth}?"),
    _t("next moved", "conditional interaction", _after,
       "Which object did you move right after the {x}?",
       "Which thing did you move just after the {x}?",
       "the object that you moved immediately after the {x}"),
    _t("previous moved", "conditional interaction", _before,
       "Which object did you move right before the {x}?",
       "Which item did you move immediately before you moved the {x}?"),
    _t("moved before opening", "conditional interaction", _moved_before_opening,
       "Which object did you move right before you opened the {x}?",
       "Which thing did you move just before opening the {x}?"),
    _t("place before", "conditional interaction", _place_before_move,
       "Where was the {x} before you moved it?",
       "Where was the {x} right before you picked it up?"),
    _t("put where", "interaction", _put_where,
       "Which receptacle did you put the {x} on?",
       "On which piece of furniture did you place the {x}?"),
    _t("took from", "interaction", _took_from,
       "Which receptacle did you take the {x} from?",
       "Go to the receptacle from which you took the {x}",
       "From which receptacle did you pick up the {x}?"),
    _t("did move", "interaction", _did_move,
       "Did you move the {x}?", "Have you moved the {x}?", "Was it you who moved the {x}?"),
    _t("all moved", "unordered revisitation", _all_moved,
       "Revisit all the objects that you moved {when}",
       "Which objects did you move {when}?",
       "List everything you carried elsewhere {when}",
       "What are the things that you moved {when}?"),
    _t("how many moved", "unordered revisitation", _how_many_moved,
       "How many objects did you move {when}?",
       "How many things have you moved {when}?"),
    _t("in order", "ordered revisitation", _in_order,
       "Revisit the objects that you moved {when} in this order: {order}",
       "Go to the things you moved {when} in the following order: {order}"),
    _t("reversed", "ordered revisitation", _reversed,
       "Revisit the objects that you moved {when} in reverse order",
       "Show me the things that you moved {when}, last one first"),
    _t("rooms visited", "room visitation", _rooms_visited,
       "Which rooms did you visit {when}?",
       "Visit every room that you went to {when}"),
    _t("rooms spared", "room visitation", _rooms_spared,
       "Which rooms did you not visit {when}?",
       "Find the rooms that you have not been to {when}"),
    _t("next room", "room visitation", _room_after,
       "Which room did you visit right after the {x} {when}?",
       "What room did you enter next after the {x} {when}?"),
    _t("room most", "room visitation", _room_most,
       "Which room did you visit most often {when}?",
       "Go to the room that you entered most frequently {when}"),
    _t("coloured", "object attributes", _coloured,
       "Which {colour} object did you move {when}?",
       "Find the {colour} thing that you moved {when}",
       "What {colour} item did you carry away {when}?"),
    _t("longest", "duration", _longest,
       "Which object took you longest to move {when}?",
       "Which thing took you the most time to move {when}?"),
    _t("took how long", "duration", _took_how_long,
       "How long did it take you to move the {x}?",
       "How much time did you need to move the {x}?",
       "How long were you busy moving the {x}?"),
    _t("long in room", "duration", _how_long_in_room,
       "How long were you in the {x} {when}?",
       "How much time did you spend in the {x} {when}?"),
    _t("moved at", "time-based", _moved_at,
       "Which object did you move {at}?",
       "What did you move {at}?",
       "Find the thing you were moving {at}"),
    _t("when moved", "time-based", _when_moved,
       "When did you move the {x}?",
       "At what time did you move the {x}?"),
    _t("ago moved", "time-based", _ago_moved,
       "How long ago did you move the {x}?",
       "How much time ago did you move the {x}?"),
)  # fmt: skip
"""About what the robot did."""
