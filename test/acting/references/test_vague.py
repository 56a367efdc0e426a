"""Vague references under perfect labels: what fits alone is found, else it is asked or refused."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from test.acting.fakes import COUNTER, DESK, FRIDGE, FURNITURE, SHELF, TABLE, FakeWorld, thing
from whereseen.acting.instructions.task import Reference
from whereseen.acting.references.config import Ambiguity, ReferenceConfig
from whereseen.acting.references.resolution import RefusalKind
from whereseen.acting.references.resolver import ReferenceResolver
from whereseen.memory.language import Verb

KINDS = {
    **dict.fromkeys(("apple", "banana", "pear"), "fruit"),
    **dict.fromkeys(("fork", "spoon"), "cutlery"),
    **dict.fromkeys(("mug", "plate", "bowl"), ""),
    **dict.fromkeys(("book", "pen", "teddy bear"), ""),
}
WASHED = ("mug", "plate", "bowl", "fork", "spoon")
COLOURS = ("red", "blue", "green", "white")
PLACES = {"fridge": ("in", FRIDGE), "desk": ("on", DESK), "bookcase": ("on", SHELF),
          "kitchen counter": ("on", COUNTER), "dining table": ("on", TABLE)}  # fmt: skip
KNIFE = 50
FRUITS = tuple(label for label, kind in KINDS.items() if kind == "fruit")


@dataclass(frozen=True)
class Item:
    """A thing as it is drawn."""

    label: str
    colour: str
    is_clean: bool
    place: str


items = st.builds(
    Item, st.sampled_from(sorted(KINDS)), st.sampled_from(COLOURS), st.booleans(),
    st.sampled_from(sorted(PLACES)),
)  # fmt: skip
deeds = st.tuples(
    st.sampled_from(["put", "put", "wash", "slice"]), st.integers(0, 7),
    st.sampled_from(sorted(PLACES)),
)  # fmt: skip


class Told:
    """A home in which something was done, and what is so there."""

    def __init__(self, drawn, done) -> None:
        self.items = {n + 1: item for n, item in enumerate(drawn)}
        self.at = {n: item.place for n, item in self.items.items()}
        self.clean = {n: i.is_clean for n, i in self.items.items() if i.label in WASHED}
        self.puts: list[tuple[int, str]] = []
        self.washed: list[int] = []
        self.sliced: list[int] = []
        knife = thing(KNIFE, "kitchen knife", COUNTER, attributes=("silver",), states=("clean",))
        self.world = FakeWorld((*FURNITURE, knife, *(self._thing(n) for n in self.items)))
        for verb, number, place in done:
            self._do(verb, number % len(self.items) + 1, place)

    def _thing(self, number):
        item, (relation, support) = self.items[number], PLACES[self.at[number]]
        states = () if item.label not in WASHED else ("clean" if item.is_clean else "dirty",)
        return thing(number, item.label, support, relation, attributes=(item.colour,),
                     states=states)  # fmt: skip

    def _do(self, verb, number, place) -> None:
        relation, support = PLACES[place]
        if verb == "put":
            kept = self.world.thing(number)
            self.world.put(number, support.id, relation)
            moved = self.world.thing(number)
            assert moved.attributes == kept.attributes
            self.at[number] = place
            self.puts.append((number, place))
        elif verb == "wash" and number in self.clean:
            self.world.do(Verb.CLEANED, number)
            self.clean[number] = True
            self.washed.append(number)
        elif verb == "slice" and self.items[number].label in FRUITS and number not in self.sliced:
            self.world.do(Verb.TOOK, KNIFE)
            self.world.do(Verb.SLICED, number)
            self.world.put(KNIFE, COUNTER.id, "on")
            self.puts.append((KNIFE, "kitchen counter"))
            self.sliced.append(number)

    def references(self):
        """Vague words, with all that they fit."""
        own = self.items
        for kind in ("fruit", "cutlery"):
            meant = {n for n, item in own.items() if KINDS[item.label] == kind}
            # knives are cutlery, too
            yield f"the {kind}", meant | ({KNIFE} if kind == "cutlery" else set())
        for colour in COLOURS:
            yield f"the {colour} thing", {n for n, item in own.items() if item.colour == colour}
            for label in ("mug", "book"):
                same = {n for n, item in own.items() if item.label == label}
                those = {n for n in same if own[n].colour == colour}
                yield f"the {colour} {label}", those
                yield f"the {label} that is not {colour}", same - those
        mugs = {n for n, item in own.items() if item.label == "mug"}
        yield "the clean mug", {n for n in mugs if self.clean[n]}
        yield "the dirty mug", {n for n in mugs if not self.clean[n]}
        yield "the dirty one", {n for n, is_clean in self.clean.items() if not is_clean}
        yield "what you washed", set(self.washed)
        yield "the mug you washed", set(self.washed) & mugs
        yield "what you washed first", set(self.washed[:1])
        yield "what you sliced", set(self.sliced)
        yield "the sliced thing", set(self.sliced)
        yield "what you used to cut", {KNIFE} if self.sliced else set()
        yield from self._by_place()

    def _by_place(self):
        for place, (relation, _) in PLACES.items():
            where = f"{relation} the {place}"
            put = [n for n, there in self.puts if there == place]
            mugs = {n for n, item in self.items.items() if item.label == "mug"}
            yield f"the mug {where}", {n for n in mugs if self.at[n] == place}
            yield f"what you put {where}", set(put)
            yield f"what you put {where} first", set(put[:1])
            yield f"the thing you put {where} last", set(put[-1:])
            yield f"the mug you put {where}", set(put) & mugs


@settings(max_examples=15, deadline=None)
@given(st.lists(items, min_size=1, max_size=8), st.lists(deeds, max_size=6))
def test_what_alone_fits_is_found_and_nothing_else_is_taken_for_it(drawn, done):
    told = Told(drawn, done)
    asking = ReferenceResolver(told.world, ReferenceConfig(Ambiguity.ASK))
    for text, meant in told.references():
        found = asking.resolve(Reference(text))
        if len(meant) == 1:
            assert found.best is not None and {found.best.thing_id} == meant, text
        elif meant:
            assert found.best is None or found.best.thing_id in meant, text
            assert found.best is not None or found.refusal.kind is RefusalKind.AMBIGUOUS, text
            candidates = () if found.refusal is None else found.refusal.candidates
            assert {each.thing_id for each in candidates} <= meant, text
        else:
            assert found.best is None and found.refusal.kind is RefusalKind.UNKNOWN, text


@settings(max_examples=6, deadline=None)
@given(st.lists(items, min_size=2, max_size=8), st.lists(deeds, max_size=6))
def test_what_several_fit_is_picked_among_them_with_a_reason(drawn, done):
    told = Told(drawn, done)
    asking = ReferenceResolver(told.world, ReferenceConfig(Ambiguity.ASK))
    picking = ReferenceResolver(told.world)
    for text, meant in told.references():
        refusal = asking.resolve(Reference(text)).refusal
        if refusal is not None and refusal.kind is RefusalKind.AMBIGUOUS:
            best = picking.resolve(Reference(text)).best
            assert best.thing_id in meant, text
            assert "picked" in best.reason
