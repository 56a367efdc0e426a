"""What was seen of a skill, where frames come late."""

import pytest

from whereseen.nodes.tasks.memory_ground import MemoryGround


@pytest.mark.parametrize(("newest_ns", "seen"), [(5, None), (10, False), (20, False)])
def test_nobody_says_that_a_thing_is_missing_before_a_frame_of_it_came(newest_ns, seen):
    ground = MemoryGround(lambda _: False, lambda: newest_ns, None, "map", "base_link")
    assert ground.is_seen(7, 10) is seen


def test_frames_up_to_the_end_of_a_skill_are_waited_for():
    stamps, asked = iter([1, 2, 3, 4, 5]), []
    ground = MemoryGround(asked.append, lambda: next(stamps), None, "map", "base_link")
    ground.settle((7,), 4)
    assert next(stamps) == 5 and len(asked) == 1
