import numpy as np
import pytest
from geometry_msgs.msg import PoseStamped
from nav_msgs.msg import Path

from whereseen.nodes.config import CorrectionConfig
from whereseen.nodes.convert.stamp import header_of
from whereseen.nodes.intake.loop_closures import LoopClosures
from whereseen.nodes.transforms.buffer import Found
from whereseen.nodes.transforms.errors import LookupFailed

SECOND_NS = 1_000_000_000
CAMERA = "camera_optical"


def shift(x):
    T = np.eye(4)
    T[0, 3] = x
    return T


class Transforms:
    """map -> odom as told; the camera stands at the origin of odom."""

    def __init__(self):
        self.T_map_odom, self.stamp_ns = np.eye(4), 0

    def latest(self, target, source):
        if source == "odom" and self.T_map_odom is None:
            raise LookupFailed("there is no such frame", got="odom")
        return Found(self.T_map_odom if target == "map" else np.eye(4), self.stamp_ns)

    def lookup(self, target, source, stamp_ns):
        """The map at the stamp is that before any jump, as tf has it for frames that waited."""
        return np.eye(4)


class Core:
    map_frame = "map"

    def __init__(self):
        self.corrections = []
        self.memory = object()

    def correct(self, correction):
        self.corrections.append(correction)

    def pose_of_frame(self, frame_id):
        return np.eye(4)


@pytest.fixture
def core():
    return Core()


def drive(core, jumps, follow):
    """Look once a second; map -> odom has the shifts given, second by second."""
    closures, transforms = (
        LoopClosures(CorrectionConfig(follow=follow), odom_frame="odom"),
        Transforms(),
    )
    for second, x in enumerate(jumps, start=10):
        transforms.T_map_odom, transforms.stamp_ns = shift(x), second * SECOND_NS
        closures.look(core, transforms, CAMERA, transforms.stamp_ns)
    return closures


def moved(correction, second):
    return float(correction.at([second * SECOND_NS])[0][0, 3])


def test_a_jump_moves_what_was_seen_since_the_node_listens(core):
    closures = drive(core, [0.0, 0.0, 0.5], "rigid")
    (correction,) = core.corrections
    assert closures.count == 1
    assert moved(correction, 9) == 0.0  # of an earlier session, and right where it is
    assert moved(correction, 11) == 0.5


def test_a_jump_is_spread_as_drift_grows(core):
    drive(core, [0.0, 0.0, 0.0, 0.0, 0.4], "spread")
    (correction,) = core.corrections
    assert [moved(correction, s) for s in (9, 10, 12, 14, 15)] == pytest.approx(
        [0.0, 0.0, 0.2, 0.4, 0.4]
    )


def test_the_next_jump_moves_only_what_was_seen_since_the_last(core):
    drive(core, [0.0, 0.5, 0.5, 1.5], "rigid")
    first, second = core.corrections
    assert (moved(first, 10), moved(second, 10)) == (0.5, 0.0)
    assert moved(second, 12) == pytest.approx(1.0)


def dated_ahead(core, *, follow="rigid"):
    """A back end that dates map -> odom a second ahead; it jumps before the frame of second 12."""
    closures = LoopClosures(CorrectionConfig(follow=follow), odom_frame="odom")
    transforms = Transforms()
    for second, x in [(10, 0.0), (11, 0.0), (12, 0.4)]:
        transforms.T_map_odom, transforms.stamp_ns = shift(x), (second + 1) * SECOND_NS
        closures.look(core, transforms, CAMERA, second * SECOND_NS)
    return closures, transforms


@pytest.mark.parametrize(("follow", "at_11"), [("rigid", 0.4), ("spread", 0.2)])
def test_all_that_was_mapped_moves_though_the_jump_is_dated_ahead(core, follow, at_11):
    dated_ahead(core, follow=follow)
    (correction,) = core.corrections
    assert moved(correction, 9) == 0.0
    assert moved(correction, 11) == pytest.approx(at_11)
    assert moved(correction, 12) == pytest.approx(0.4)


def test_a_frame_from_before_the_jump_is_mapped_where_the_map_is_now(core):
    closures, transforms = dated_ahead(core)
    x_m = [
        float(closures.pose_now(core, transforms, CAMERA, second * SECOND_NS)[0, 3])
        for second in (11, 12, 13)
    ]
    assert x_m == pytest.approx([0.4, 0.4, 0.0])  # from the jump's stamp on tf is right by itself


def test_frames_mapped_around_a_jump_move_with_the_next(core):
    closures, transforms = dated_ahead(core)
    transforms.T_map_odom, transforms.stamp_ns = shift(1.4), 15 * SECOND_NS
    closures.look(core, transforms, CAMERA, 14 * SECOND_NS)
    _, second = core.corrections
    assert [moved(second, s) for s in (11, 12)] == pytest.approx([0.0, 1.0])


def test_what_is_loaded_stays_where_it_is(core):
    closures, transforms = LoopClosures(CorrectionConfig(follow="rigid"), odom_frame="odom"), None
    for second, x in [(10, 0.0), (11, 0.0), (12, 0.4)]:
        transforms = Transforms()
        transforms.T_map_odom, transforms.stamp_ns = shift(x), second * SECOND_NS
        if second == 11:
            core.memory = object()
        closures.look(core, transforms, CAMERA, second * SECOND_NS)
    (correction,) = core.corrections
    assert [moved(correction, s) for s in (10, 11)] == pytest.approx([0.0, 0.4])


def test_after_time_jumped_back_what_is_mapped_then_moves(core):
    drive_again = drive(core, [0.0, 0.0], "rigid")
    transforms = Transforms()
    for second, x in [(2, 0.0), (3, 0.0), (4, 0.4)]:
        transforms.T_map_odom, transforms.stamp_ns = shift(x), second * SECOND_NS
        drive_again.look(core, transforms, CAMERA, second * SECOND_NS)
    (correction,) = core.corrections
    assert [moved(correction, s) for s in (1, 2, 3)] == pytest.approx([0.0, 0.4, 0.4])


def test_small_corrections_of_a_localiser_move_nothing(core):
    assert drive(core, np.linspace(0.0, 1.0, 30), "rigid").count == 0
    assert core.corrections == []


def test_jumps_are_ignored_when_they_are_to_be(core):
    drive(core, [0.0, 5.0], "none")
    assert core.corrections == []


def test_without_odometry_nothing_happens(core):
    closures, transforms = LoopClosures(CorrectionConfig(), odom_frame="odom"), Transforms()
    transforms.T_map_odom = None
    closures.look(core, transforms, CAMERA, 10 * SECOND_NS)
    assert core.corrections == []


def graph(*nodes):
    path = Path(header=header_of("map", SECOND_NS))
    for second, x in nodes:
        pose = PoseStamped(header=header_of("map", second * SECOND_NS))
        pose.pose.position.x = x
        pose.pose.orientation.w = 1.0
        path.poses.append(pose)
    return path


def test_an_optimised_pose_graph_moves_each_time_by_its_own_node(core):
    closures = LoopClosures(CorrectionConfig(), odom_frame="odom")
    closures.follow_graph(core, graph((1, 0.0), (2, 1.0), (3, 2.0)))
    assert core.corrections == []
    closures.follow_graph(core, graph((1, 0.0), (2, 1.2), (3, 2.6), (4, 3.0)))
    (correction,) = core.corrections
    assert moved(correction, 2) == pytest.approx(0.2)
    assert moved(correction, 3) == pytest.approx(0.6)


def test_an_empty_pose_graph_is_no_news(core):
    closures = LoopClosures(CorrectionConfig(), odom_frame="odom")
    closures.follow_graph(core, graph())
    assert core.corrections == []


def test_where_a_pose_graph_tells_jumps_are_not_counted_twice(core):
    closures, transforms = LoopClosures(CorrectionConfig(), odom_frame=None), Transforms()
    for second, x in enumerate([0.0, 5.0], start=10):
        transforms.T_map_odom, transforms.stamp_ns = shift(x), second * SECOND_NS
        closures.look(core, transforms, CAMERA, transforms.stamp_ns)
    assert core.corrections == []
