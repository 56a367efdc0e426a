import pytest

from whereseen.memory.encoder.detection import Detection


def test_area():
    assert Detection((10.0, 20.0, 14.0, 25.0), "cup", 0.5).area_px == 20.0


@pytest.mark.parametrize(
    ("point", "slack", "expected"),
    [((12, 22), 0, True), ((9, 22), 0, False), ((9, 22), 2, True), ((12, 28), 2, False)],
)
def test_covers(point, slack, expected):
    assert Detection((10, 20, 14, 25), "cup", 0.5).covers(point, slack_px=slack) is expected
