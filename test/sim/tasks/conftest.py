from __future__ import annotations

import pytest

from whereseen.sim.tasks.case import Case, Family
from whereseen.sim.tasks.setting import Household


@pytest.fixture(scope="session")
def household() -> Household:
    return Household.of(0)


@pytest.fixture(scope="session")
def case(household: Household) -> Case:
    return household.cases(Family.COMPOSITE, 1)[0]
