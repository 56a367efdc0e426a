import pytest

from whereseen.nodes.benchmark.traffic import _WAYS, _voxels
from whereseen.nodes.convert.cloud import points_of, voxels_cloud


def test_points_are_all_different():
    cloud = voxels_cloud(_voxels(40_000), frame_id="map", stamp_ns=0)
    points = points_of(cloud)
    assert len({tuple(point) for point in points[["x", "y", "z"]].tolist()}) == 40_000


@pytest.mark.parametrize("way", ["ndarray", "list"])
def test_the_slow_ways_fill_in_the_same_bytes(way):
    voxels = _voxels(100)
    assert bytes(_WAYS[way](voxels).data) == bytes(_WAYS["whereseen"](voxels).data)
