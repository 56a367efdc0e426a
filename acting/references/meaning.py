"""What one noun phrase means among all that is known."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from whereseen.acting.instructions.task import Mention, Reference
from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.references.config import Ambiguity, ReferenceConfig
from whereseen.acting.references.described import Described
from whereseen.acting.references.finding import Finder, Found
from whereseen.acting.references.fitting import Fit
from whereseen.acting.references.phrase import Phrase, read_phrase
from whereseen.acting.references.resolution import (
    PICKED,
    Hypothesis,
    Refusal,
    RefusalKind,
    Resolution,
)
from whereseen.acting.references.saying import question, unknown
from whereseen.acting.references.weighing import Circumstances, Weighed, ranked, weighed
from whereseen.acting.references.where import Whereabouts
from whereseen.memory.answer import Metres3
from whereseen.memory.errors import InvalidQuery

Bindings = Mapping[Mention, Sequence[int | str]]
"""What mentions mean: identities of things and furniture, names of rooms."""

_GONE = 0.05
_CLOSER_M = 0.3
_MOST_NEAR = 3


@dataclass(frozen=True, slots=True)
class Meaning:
    """Tells what references mean at one time.

    Attributes:
        known: All that is known.
        config: What to do with what is ambiguous.
        bindings: What was named before in the task means.
        excluded: What was looked for and not found.
        near_m: From where distances count, None for where the robot last was.
        alike: How well things fit a phrase by other means than words, by identity.
    """

    known: Described
    config: ReferenceConfig
    bindings: Bindings = field(default_factory=dict)
    excluded: Collection[int] = ()
    near_m: Metres3 | None = None
    alike: Callable[[str], Mapping[int, float]] = lambda _: {}

    def told(self, reference: Reference) -> Resolution | None:
        """Of what is known without a look at things: an identity, or what "it" means."""
        text = reference.text
        if reference.thing_id is not None:
            meant: Sequence[int | str] = (reference.thing_id,)
        elif reference.same_as:
            if any(each not in self.bindings for each in reference.same_as):
                reason = f"what {text!r} means is not known yet"
                return refused(text, RefusalKind.NOT_YET_KNOWN, reason)
            meant = [each for it in reference.same_as for each in self.bindings[it]]
        else:
            return None
        found = [self._named_before(each) for each in meant]
        hypotheses = tuple(each for each in found if each is not None)
        if not hypotheses:
            return refused(text, RefusalKind.UNKNOWN, f"what {text!r} means is no longer known")
        return Resolution(text, hypotheses)

    def phrase(self, text: str) -> Phrase:
        """A reference as it is read.

        Raises:
            InvalidQuery: if it cannot be read.
        """
        return read_phrase(text, self.known.reader, self.known.now_ns, self.known.uses)

    def resolved(
        self,
        reference: Reference,
        phrase: Phrase | None = None,
        share: Callable[[Thing], float] = lambda _: 1.0,
    ) -> Resolution:
        """What a noun phrase means, best first.

        Args:
            reference: As an instruction has it.
            phrase: The same as it was read, if it was.
            share: How likely things are meant at all, for what is done with them.
        """
        told = self.told(reference)
        if told is not None:
            return told
        try:
            phrase = self.phrase(reference.text) if phrase is None else phrase
            phrase = replace(phrase, is_one=reference.count == 1)
            found = Finder(self.known, self.alike).find(phrase)
            found = [replace(it, fit=it.fit.times(share(it.thing))) for it in found]
            found = [each for each in found if each.thing.id not in self._others(reference)]
            found = ranked(found, phrase, lambda: self._origins_m(phrase))
        except InvalidQuery as error:
            return refused(reference.text, RefusalKind.NOT_UNDERSTOOD, str(error))
        return self._chosen(reference, phrase, weighed(found, phrase, self._around()))

    def _others(self, reference: Reference) -> set[int | str]:
        return {each for it in reference.other_than for each in self.bindings.get(it, ())}

    def _around(self) -> Circumstances:
        salient = {it for some in self.bindings.values() for it in some if isinstance(it, int)}
        handled = self.known.past.handled
        return Circumstances(frozenset(salient), handled, frozenset(self.excluded), self._from_m())

    def _from_m(self) -> Metres3 | None:
        return self.near_m or self.known.past.source.robot_m

    def _origins_m(self, phrase: Phrase) -> list[Metres3]:
        rank = phrase.asked.rank
        if rank is not None and rank.place is not None:
            return Whereabouts(self.known).points_m(rank.place)
        at_m = self._from_m()
        return [at_m] if at_m is not None else []

    def _named_before(self, meant: int | str) -> Hypothesis | None:
        if isinstance(meant, str):
            return Hypothesis(0, meant, 1.0, 1.0, "it was named before", "", 0, meant)
        thing = self.known.things.get(meant)
        if thing is None:
            return None
        return self._hypothesis(Weighed(Found(thing, Fit(1.0, ("it was named before",))), 1.0), 1.0)

    def _chosen(self, reference: Reference, phrase: Phrase, found: list[Weighed]) -> Resolution:
        text, most = reference.text, self.config.most
        good = [each for each in found if each.found.fit.match >= self.config.least_match]
        if not good:
            return self._unknown(text, phrase, found)
        if reference.count != 1:
            least = self.config.ambiguous_share * max(each.found.fit.match for each in good)
            good = [each for each in good if each.found.fit.match >= least]
            return Resolution(text, self._hypotheses(good), query=phrase.query)
        hypotheses = self._hypotheses(good)
        rivals = self._rivals(good, phrase)
        if len(rivals) < 2:
            return Resolution(text, hypotheses[:most], query=phrase.query)
        if self.config.ambiguity is Ambiguity.ASK:
            names = hypotheses[: len(rivals)]
            refusal = Refusal(RefusalKind.AMBIGUOUS, question(text, names), names)
            return Resolution(text, refusal=refusal, query=phrase.query)
        why = self._why(rivals)
        first = replace(hypotheses[0], reason=f"{hypotheses[0].reason}; {why}".removeprefix("; "))
        return Resolution(text, (first, *hypotheses[1:most]), query=phrase.query)

    def _rivals(self, good: list[Weighed], phrase: Phrase) -> list[Weighed]:
        """Those that weigh about as much; none where any will do or an order tells which."""
        if phrase.is_indefinite or phrase.asked.rank is not None:
            return good[:1]
        least = good[0].weight * self.config.ambiguous_share
        return [each for each in good if each.weight >= least]

    def _why(self, rivals: Sequence[Weighed]) -> str:
        """Why the first of several was picked."""
        first, second = rivals[0], rivals[1]
        count = f"of {len(rivals)} that fit"
        if first.weight > 1.05 * second.weight:
            return f"{PICKED} {count} because it is the most likely"
        one, other, from_m = first.found.thing, second.found.thing, self._from_m()
        if from_m is not None and (
            math.dist(one.position_m, from_m) + _CLOSER_M < math.dist(other.position_m, from_m)
        ):
            return f"{PICKED} {count} because it is the nearest"
        if one.last_seen_ns > other.last_seen_ns:
            return f"{PICKED} {count} because it was seen last"
        return f"{PICKED} {count}, any of them"

    def _hypotheses(self, good: Sequence[Weighed]) -> tuple[Hypothesis, ...]:
        total = sum(each.weight for each in good) or 1.0
        return tuple(self._hypothesis(each, each.weight / total) for each in good)

    def _hypothesis(self, each: Weighed, share: float) -> Hypothesis:
        thing, fit = each.found.thing, each.found.fit
        there = 1.0 if thing.is_held else min(thing.probability, _GONE if thing.is_gone else 1.0)
        return Hypothesis(
            thing.id,
            self.known.name(thing),
            share * there,
            fit.match,
            "; ".join(dict.fromkeys((*fit.notes, *each.notes))),
            self.known.where(thing),
            thing.last_seen_ns,
            thing.room,
        )

    def _unknown(self, text: str, phrase: Phrase, found: list[Weighed]) -> Resolution:
        near = self._hypotheses(found[:_MOST_NEAR])
        refusal = Refusal(RefusalKind.UNKNOWN, unknown(text, phrase, near, self.known), near)
        return Resolution(text, refusal=refusal, query=phrase.query)


def refused(text: str, kind: RefusalKind, reason: str) -> Resolution:
    """A reference that is not resolved."""
    return Resolution(text, refusal=Refusal(kind, reason))
