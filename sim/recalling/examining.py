"""One life, everybody's answers to its questions, and how right they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from whereseen.memory.chronicle import ChronicleAnswerer, Recollection
from whereseen.memory.errors import InvalidQuery
from whereseen.sim.catalogue.household import household
from whereseen.sim.recalling.asking import Question
from whereseen.sim.recalling.config import Horizon, RecallingConfig, SeeingConfig
from whereseen.sim.recalling.known import Eyewitness, true_chronicle
from whereseen.sim.recalling.life import Life, live
from whereseen.sim.recalling.others import (
    Emem,
    KarmaLike,
    LatestValues,
    Memory,
    VectorStore,
    emem_is_here,
)
from whereseen.sim.recalling.ours import OurMemory
from whereseen.sim.recalling.questions import questions_of
from whereseen.sim.recalling.rows import rows_of, vectors_of
from whereseen.sim.recalling.scoring import score
from whereseen.sim.recalling.seeing import Frame, frames_of
from whereseen.sim.sensing.alike import alike_labels

TRUTH, WITNESS, OURS = "oracle: all that was so", "oracle: all that was in view", "whereseen"
LATEST, VECTORS, KARMA, EMEM = "latest value", "vectors, post-filter", "KARMA-like", "emem"
METHODS = (TRUTH, WITNESS, OURS, LATEST, VECTORS, KARMA, EMEM)


@dataclass(frozen=True, slots=True)
class Mark:
    """How right one answer is.

    Attributes:
        method: Whose answer.
        horizon, seeing: Names of what it lived through, and of how well it saw.
        seed: Of the home.
        question: What was asked.
        score: 0 to 1.
        is_refused: Whether it said that it cannot answer.
    """

    method: str
    horizon: str
    seeing: str
    seed: int
    question: Question
    score: float
    is_refused: bool


def examine(
    seed: int, horizon: Horizon, config: RecallingConfig, say: Callable[[str], None]
) -> Iterator[Mark]:
    """Let a life happen, ask everybody, and mark the answers."""
    say(f"{horizon.name}, home {seed}: living")
    life = live(seed, horizon, config.rooms)
    witness = Eyewitness(life).chronicle()
    truth = ChronicleAnswerer(true_chronicle(life))
    questions = questions_of(life, witness, horizon, config.questions, seed)
    seen = ChronicleAnswerer(witness)
    for seeing in config.seeing:
        say(f"{horizon.name}, home {seed}: remembering, {seeing.name}")
        asked: list[tuple[str, Callable[[str], Recollection]]]
        asked = [(TRUTH, truth.answer), (WITNESS, seen.answer)]
        asked.append((OURS, _ours(life, seeing, seed).answer))
        for method, memory in _others(life, seeing, seed, config):
            asked.append((method, _reading(truth, memory)))
        for method, answer in asked:
            for question in questions:
                value, is_refused = _mark(question, answer)
                where = (method, horizon.name, seeing.name, seed)
                yield Mark(*where, question, value, is_refused)


def _reading(reader: ChronicleAnswerer, memory: Memory) -> Callable[[str], Recollection]:
    """A memory that is asked through a reader that knows all names."""

    def answer(text: str) -> Recollection:
        return memory.answer(reader.read(text))

    return answer


def _mark(question: Question, answer: Callable[[str], Recollection]) -> tuple[float, bool]:
    try:
        said = answer(question.text)
    except InvalidQuery:
        return 0.0, True
    return score(question.gold, said), False


def _ours(life: Life, seeing: SeeingConfig, seed: int) -> ChronicleAnswerer:
    memory = OurMemory(life)
    memory.see(frames_of_life(life, seeing, seed))
    return ChronicleAnswerer(memory.chronicle())


def _others(
    life: Life, seeing: SeeingConfig, seed: int, config: RecallingConfig
) -> Iterator[tuple[str, Memory]]:
    rows = rows_of(life, frames_of_life(life, seeing, seed))
    vectors = vectors_of([row.text for row in rows], seed)
    yield LATEST, LatestValues(life, rows)
    yield VECTORS, VectorStore(life, rows, vectors)
    yield KARMA, KarmaLike(life, rows)
    if config.emem and emem_is_here():
        yield EMEM, Emem(life, rows, vectors)


def frames_of_life(life: Life, seeing: SeeingConfig, seed: int) -> Iterator[Frame]:
    """What was recognised; the same for all."""
    return frames_of(life, seeing, alike_labels(household()), seed)
