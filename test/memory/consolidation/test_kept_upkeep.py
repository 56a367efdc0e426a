from __future__ import annotations

import pytest

from whereseen.memory.consolidation.kept_upkeep import KeptUpkeep
from whereseen.memory.consolidation.rows import Habit, Progress, Summary, UpkeepRows
from whereseen.memory.spatial.selection import Selection


def summary(scope: str, text: str, *ids: int, t0_ns: int = 0, t1_ns: int = 10) -> Summary:
    return Summary("thing", scope, "2024-10-04", scope, t0_ns, t1_ns, text, "{}", "x", 10, ids)


ROWS = UpkeepRows(
    (
        summary("mug", "The mug was there.", 1, 2),
        summary("smug face", "Smugness in Mugello.", 3),
        summary("vase", "The vase stood by the Mug.", 4, t0_ns=20, t1_ns=30),
    ),
    (Habit("bowl", "kitchen", "mug", 1.0), Habit("mug", "", "", 1.0), Habit("vase", "", "", 2.0)),
    Progress(10, "thin", 3),
)


@pytest.fixture
def upkeep() -> KeptUpkeep:
    found = KeptUpkeep()
    found.restore(ROWS)
    return found


def scopes(upkeep: KeptUpkeep) -> list[str]:
    return [row.scope for row in upkeep.rows().summaries]


def test_what_is_kept_comes_back_in_order(upkeep: KeptUpkeep) -> None:
    assert upkeep.rows() == ROWS
    upkeep.summaries = dict(reversed(upkeep.summaries.items()))
    assert upkeep.rows() == ROWS


def test_things_go_by_their_identities(upkeep: KeptUpkeep) -> None:
    upkeep.forget([2, 3])
    assert scopes(upkeep) == ["vase"]
    assert upkeep.habits == ROWS.habits
    assert upkeep.progress == Progress()
    assert upkeep.erasures == 1


def test_names_go_wherever_they_stand_as_words(upkeep: KeptUpkeep) -> None:
    upkeep.forget([99], ["mug"])
    assert scopes(upkeep) == ["smug face"]
    assert upkeep.habits == (Habit("vase", "", "", 2.0),)


def test_a_forgotten_time_goes_with_all_habits(upkeep: KeptUpkeep) -> None:
    upkeep.forget((), (), Selection(since_ns=15, until_ns=None))
    assert scopes(upkeep) == ["mug", "smug face"]
    assert upkeep.habits == ()


def test_a_box_drops_what_is_known_of_its_things_only(upkeep: KeptUpkeep) -> None:
    upkeep.forget((), (), Selection.between((0, 0, 0), (1, 1, 1)))
    assert upkeep.rows() == UpkeepRows(ROWS.summaries, ROWS.habits, Progress())


def test_nothing_forgotten_changes_nothing(upkeep: KeptUpkeep) -> None:
    upkeep.forget(())
    assert upkeep.rows() == ROWS
    assert upkeep.erasures == 0
