import pytest

from whereseen.nodes.benchmark.kinds import KINDS, SURFACES, THINGS, kind_of
from whereseen.sim.benchmark.room_layout import LABELS


@pytest.mark.parametrize(
    ("label", "kind"),
    [("cabinet 3", "cabinet"), ("wall west", "wall"), ("partition", "wall"), ("sofa", "sofa")],
)
def test_single_things_are_of_a_kind(label, kind):
    assert kind_of(label) == kind


def test_every_label_has_its_kind_and_surfaces_are_no_things():
    assert len(KINDS) == len(LABELS)
    assert {"chair", "table", "sofa"} <= set(THINGS)
    assert set(SURFACES) <= set(KINDS)
    assert set(THINGS).isdisjoint(SURFACES)
