from whereseen.memory.encoder.protocol import Calibration, EncoderSpec
from whereseen.memory.spatial.kernels import (
    carve,
    cells,
    features,
    integrate,
    landing,
    merge,
    scan,
    select,
    sight,
)
from whereseen.memory.warming import warm_up

CALIBRATION = Calibration(midpoint=0.5, slope=10.0)


def test_afterwards_nothing_is_left_to_compile() -> None:
    """What Python calls is compiled; what only other kernels call is part of those."""
    warm_up(EncoderSpec("one", 48, CALIBRATION, CALIBRATION))
    called = (
        integrate.sample, integrate.hit, integrate.strengthen, integrate.paint, carve.carve,
        features.pair, features.blend, scan.voxels_of_cells, scan.score_cells,
        landing.fill, landing.choose, landing.number, merge.gather, merge.place,
        cells.pair, cells.blend_moved, select.list_selected, select.free_voxels, sight.shows_any,
    )  # fmt: skip
    assert [kernel.__name__ for kernel in called if not kernel.signatures] == []
