"""How things came to be where they are, kept as a note."""

import json
from dataclasses import replace

import numpy as np
import pytest

from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.objects.rows import ObjectRows, ThingRow
from whereseen.memory.objects.track import Presumption, Standing
from whereseen.memory.store.identity_note import identity_text, with_identity

MUG = Entity(7, "mug", Status.PRESENT, 0.5, (1.0, 2.0, 3.0), (0.1, 0.2, 0.3), 10**18, 2 * 10**18, 4)
POINTS = np.array([[1.0, 2.0, 3.0], [1.5, -2.0, 0.25]], np.float32)
WAS = Presumption(
    replace(MUG, position_m=(9.0, 8.0, 7.0), image_id=None), POINTS, 5, 10**18 + 1, 10**18 + 2
)
BARE = ObjectRows(things=(ThingRow(MUG, POINTS, 6),), next_id=9)


@pytest.mark.parametrize("presumed", [WAS, None])
def test_what_was_noted_is_read(presumed):
    standing = Standing(10**18 + 3, 4, 5, 6, 7, True, False, presumed)
    rows = replace(BARE, things=(replace(BARE.things[0], standing=standing),), merged={8: 7})
    read = with_identity(BARE, identity_text(rows))
    found = read.things[0].standing
    assert read.merged == {8: 7}
    assert replace(found, presumed=None) == replace(standing, presumed=None)
    if presumed is None:
        assert found.presumed is None
    else:
        assert found.presumed.entity == WAS.entity
        assert (found.presumed.points_map == POINTS).all()
        assert (found.presumed.voxels, found.presumed.at_ns) == (5, 10**18 + 2)


def test_files_without_a_note_are_read():
    assert with_identity(BARE, None) is BARE
    assert with_identity(BARE, identity_text(BARE)).things[0].standing is None


@pytest.mark.parametrize(
    "text", ["{", "[]", json.dumps({"merged": {}, "standing": {"7": {"at": 3}}})]
)
def test_damage_is_told(text):
    with pytest.raises(ValueError, match=r"identity|line 1"):
        with_identity(BARE, text)
