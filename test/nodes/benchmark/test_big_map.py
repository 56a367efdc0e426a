from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.nodes.benchmark.big_map import write_big_map


def test_a_map_has_exactly_the_voxels_wanted_and_answers(tmp_path):
    file = tmp_path / "big.map"
    write_big_map(file, voxels=30_000, seed=1)
    memory = SpatialMemory.open(file, make_encoder("labels"))
    assert memory.voxel_map.n_voxels == 30_000
    assert memory.ask("a chair").found
