from __future__ import annotations

import pytest

from whereseen.sim.tasks.setting import Household


@pytest.fixture(scope="session")
def household() -> Household:
    return Household.of(0)
