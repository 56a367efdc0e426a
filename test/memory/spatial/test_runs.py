from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.spatial.runs import begins, distinct


@given(numbers=st.lists(st.integers(-5, 5)))
def test_each_number_is_there_once(numbers: list[int]) -> None:
    values = np.array(numbers, dtype=np.int64)
    assert distinct(values).tolist() == sorted(set(numbers))
    ascending = np.sort(values)
    assert begins(ascending).tolist() == [sorted(numbers).index(n) for n in sorted(set(numbers))]
