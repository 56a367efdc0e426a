"""A search in a simulated home opens what is closed, where such things are kept, and only there."""

from __future__ import annotations

from typing import Any

import pytest

from test.sim.embodiment.conftest import CABINET, TABLE, told
from whereseen.acting.exploration.viewing import View
from whereseen.acting.skills.call import Explore
from whereseen.acting.skills.embodiment import Order
from whereseen.acting.skills.outcome import FailureKind
from whereseen.sim.embodiment.beliefs import GivenBeliefs
from whereseen.sim.embodiment.body import Body
from whereseen.sim.embodiment.config import BodyConfig
from whereseen.sim.embodiment.floor import TrueFloor
from whereseen.sim.embodiment.robot import SimulatedRobot
from whereseen.sim.sensing.config import SensingConfig
from whereseen.sim.sensing.sensor import Sensors
from whereseen.sim.world.actions import SetJoint

_BEFORE_CABINET, _AT_TABLE = (1.0, 2.6, 1.5708), (4.0, 1.6, -0.6)


class _Explorer:
    """Chooses given views, one after the other."""

    def __init__(self, *poses: Any) -> None:
        self.left = list(poses)

    def next_view(self, query: str, pose: Any) -> View | None:
        return View(self.left.pop(0), "it was told to", 1.0, 1.0, 0.0, 1.0) if self.left else None

    def looked(self, query: str, view: View, *, pose: Any) -> None:
        pass


class _Beliefs(GivenBeliefs):
    """Knows all furniture, notes what frames show, and has a list of views."""

    def __init__(self, simulator: Any, explorer: _Explorer) -> None:
        super().__init__(told(simulator))
        self.shown: list[str] = []
        self._explorer = explorer

    def see(self, sensed: Any) -> None:
        self.shown += [each.label for each in sensed.observation.detections or ()]

    def receptacles(self) -> dict[int, Any]:
        return {each: self.geometry.shape(each) for each in (TABLE, CABINET)}

    def explorer(self) -> Any:
        return self._explorer


@pytest.fixture
def searching(simulator: Any) -> Any:
    """Search for something by given views: the outcome, labels shown, joints that ever opened."""

    def search(query: str, wanted: str, *poses: Any, opens: bool = True) -> Any:
        shares = simulator.world.contents.shares["cabinet"]
        for joint in shares:
            simulator.do(SetJoint("cabinet", joint, 0.0))
        ever: set[str] = set()
        beliefs = _Beliefs(simulator, _Explorer(*poses))

        def is_enough() -> bool:
            ever.update(name for name, share in shares.items() if share > 0.5)
            return wanted in beliefs.shown

        sensors = Sensors(SensingConfig.perfect(), seed=0, alike={})
        config = BodyConfig(see_s=30.0, looks=1, opens=opens)
        body = Body(simulator, sensors, beliefs.see, config)
        robot = SimulatedRobot(body, TrueFloor(simulator.world), beliefs)
        return robot.do(Explore(query), Order(is_enough=is_enough)), beliefs.shown, ever

    return search


def test_what_is_kept_in_a_closed_cabinet_is_found_in_it(searching: Any) -> None:
    done, shown, ever = searching("a bowl", "bowl", _BEFORE_CABINET, _AT_TABLE)
    assert done.is_success and "bowl" in shown and ever
    assert done.areas == 2  # at once: the view and the cabinet, and not the table


def test_it_stays_hidden_from_a_robot_that_opens_nothing(searching: Any) -> None:
    done, shown, ever = searching("a bowl", "bowl", _BEFORE_CABINET, opens=False)
    assert done.failure.kind is FailureKind.NOT_FOUND
    assert "bowl" not in shown and not ever


def test_nothing_is_opened_on_the_way_for_what_is_not_kept_inside(searching: Any) -> None:
    # The red mug stands on the table: a view of that ends the search before all is opened.
    done, _, ever = searching("a pillow", "red mug", _BEFORE_CABINET, _AT_TABLE)
    assert done.is_success and not ever


def test_in_the_end_all_that_is_closed_is_looked_into(searching: Any, simulator: Any) -> None:
    done, _, ever = searching("a unicorn", "unicorn")
    assert done.failure.kind is FailureKind.NOT_FOUND
    assert ever == set(simulator.world.contents.shares["cabinet"])
    assert not any(simulator.world.contents.shares["cabinet"].values())  # and closed again
