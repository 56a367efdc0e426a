"""Tasks one after the other, between which the memory's process is killed."""

from __future__ import annotations

from whereseen.sim.symbolic.people import Interference
from whereseen.sim.tasks.chains import run_chain
from whereseen.sim.tasks.methods import OURS
from whereseen.sim.tasks.setting import Circumstances, Household

AROUND = Circumstances("chain", Interference(move=0.05))


def test_a_memory_that_is_killed_knows_what_it_would_have_known(household: Household) -> None:
    killed, spared = (
        list(run_chain(household, 3, AROUND, OURS, lambda: None, is_killed=is_killed))
        for is_killed in (True, False)
    )
    assert [mark.was_killed for mark in killed] == [False, True, True]
    assert not any(mark.was_killed for mark in spared)
    assert [mark.position for mark in killed] == [1, 2, 3]
    assert [mark.done_in for mark in killed] == [mark.done_in for mark in spared]
    assert killed[0].is_success
