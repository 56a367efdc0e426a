"""A short life in a small home, from beginning to end."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from whereseen.memory.chronicle import ChronicleAnswerer
from whereseen.memory.language import Verb
from whereseen.sim.recalling.bars import is_sane, verdicts
from whereseen.sim.recalling.config import (
    HOUR,
    NOISY,
    PERFECT,
    QUICK,
    RecallingConfig,
    SeeingConfig,
)
from whereseen.sim.recalling.examining import LATEST, OURS, TRUTH, WITNESS, frames_of_life
from whereseen.sim.recalling.known import Eyewitness, true_chronicle
from whereseen.sim.recalling.life import live
from whereseen.sim.recalling.ours import OurMemory
from whereseen.sim.recalling.questions import questions_of
from whereseen.sim.recalling.rows import rows_of, vectors_of
from whereseen.sim.recalling.suite import run
from whereseen.sim.recalling.tables import category_table, score_table

SEED = 1000
SHORT = replace(HOUR, busyness=6.0, chores=1.5)
BLIND = SeeingConfig("blind", miss_share=1.0)


@pytest.fixture(scope="module")
def life():
    return live(SEED, SHORT, 2)


@pytest.fixture(scope="module")
def witness(life):
    return Eyewitness(life).chronicle()


def test_equal_seeds_live_equal_lives(life):
    again = live(SEED, SHORT, 2)
    assert (again.looks, again.stays, again.deeds) == (life.looks, life.stays, life.deeds)


def test_a_thing_is_in_one_place_at_a_time(life):
    by_thing: dict[int, list] = {}
    for stay in life.stays:
        by_thing.setdefault(stay.thing_id, []).append(stay)
    for stays in by_thing.values():
        stays.sort(key=lambda stay: stay.start_ns)
        for one, other in pairwise(stays):
            assert one.end_ns is not None
            assert one.end_ns <= other.start_ns


def test_what_is_in_view_is_where_it_is(life):
    for look in life.looks[::7]:
        for seen in look.seen:
            stays = [stay for stay in life.stays if stay.thing_id == seen.thing_id]
            assert any(stay.holds_at(look.stamp_ns) for stay in stays)


def test_the_robot_knows_what_it_did(life):
    verbs = {deed.verb for deed in life.deeds}
    assert {Verb.MOVED, Verb.VISITED} <= verbs
    assert all(deed.start_ns <= deed.end_ns <= life.now_ns for deed in life.deeds)


def test_an_eyewitness_knows_no_more_than_is_true(life, witness):
    true = {stay.label for stay in life.stays}
    assert {stay.label for stay in witness.stays} <= true
    assert len(witness.stays) > 5


def test_tracked_things_are_those_that_were_seen(life, witness):
    memory = OurMemory(life)
    memory.see(frames_of_life(life, PERFECT, SEED))
    ours = memory.chronicle()
    assert {stay.label for stay in ours.stays} == {stay.label for stay in witness.stays}
    assert len({s.thing_id for s in ours.stays}) <= 1.2 * len({s.thing_id for s in witness.stays})


def test_who_sees_nothing_knows_only_what_it_did(life):
    memory = OurMemory(life)
    memory.see(frames_of_life(life, BLIND, SEED))
    ours = memory.chronicle()
    moved = {deed.label for deed in life.deeds if deed.verb is Verb.MOVED}
    assert {stay.label for stay in ours.stays} == moved


def test_questions_are_those_of_the_seed(life, witness):
    asked = questions_of(life, witness, SHORT, 2, SEED)
    assert asked == questions_of(life, witness, SHORT, 2, SEED)
    assert len({question.category for question in asked}) >= 9


def test_the_answerer_reads_and_answers_its_questions(life, witness):
    answerer = ChronicleAnswerer(true_chronicle(life))
    asked = questions_of(life, witness, SHORT, 2, SEED)
    read = [answerer.read(question.text) for question in asked]
    assert sum(bool(each.unknown) for each in read) <= 0.1 * len(read)


def test_rows_tell_what_was_seen_and_done(life):
    rows = rows_of(life, frames_of_life(life, NOISY, SEED))
    assert sum(row.deed is not None for row in rows) == len(life.deeds)
    vectors = vectors_of(["red mug on the desk", "red mug", "blanket"])
    alike = vectors @ vectors.T
    assert alike[0, 1] > 0.5 > alike[0, 2]


def test_lives_that_are_examined_at_the_same_time_get_the_same_marks():
    tiny = replace(SHORT, hours=0.2)
    config = RecallingConfig(
        horizons=(tiny,), seeing=(PERFECT,), rooms=2, questions=1, emem=False
    )  # fmt: skip
    alone = run([SEED, SEED + 1], config, None)
    assert run([SEED, SEED + 1], config, None, jobs=2).metrics == alone.metrics


def test_surfaces_are_found_as_by_hand(life):
    premises = life.premises
    for look in life.looks[:40]:
        for seen in look.seen:
            at = premises.spotted(seen.position_m, seen.size_m)
            stay = next(s for s in life.stays if s.thing_id == seen.thing_id
                        and s.holds_at(look.stamp_ns))  # fmt: skip
            assert (at.room, at.support) == (stay.room, stay.support)


def test_the_short_form(tmp_path):
    config = replace(QUICK, horizons=(SHORT,), rooms=2)
    results = run([SEED], config, tmp_path)
    cells = {metric.key: metric.value for metric in results.metrics}
    case = f"{SHORT.name}, {PERFECT.name}"
    assert cells[TRUTH, case, "score"] > 0.9
    assert cells[OURS, case, "score"] > cells[LATEST, case, "score"] + 0.2
    assert cells[WITNESS, case, "score"] > 0.9
    assert is_sane(results)
    assert len(list(verdicts(results))) == 2 * 2  # oracles, ways of seeing
    assert score_table(results).row_count > 5
    assert category_table(results).row_count > 9
    assert (tmp_path / "results.json").exists()
    assert results.config["skipped"] == {"emem": "not part of the short form"}
