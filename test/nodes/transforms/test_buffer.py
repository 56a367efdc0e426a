from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.frames import Float64, from_quaternion, invert, is_rigid
from whereseen.nodes.transforms.buffer import Buffer, TransformBuffer
from whereseen.nodes.transforms.edge import Edge, Refusal
from whereseen.nodes.transforms.errors import (
    ConnectivityFailed,
    FutureExtrapolationFailed,
    LookupFailed,
    PastExtrapolationFailed,
)
from whereseen.nodes.transforms.time_cache import CacheLimits

Make = Callable[[CacheLimits], Buffer]
S = 1_000_000_000
NO_TURN = (0.0, 0.0, 0.0, 1.0)
LEFT = (0.0, 0.0, 0.5**0.5, 0.5**0.5)  # 90 degrees about z
HALF_LEFT = (0.0, 0.0, 0.3826834323650898, 0.9238795325112867)

metres = st.floats(-10.0, 10.0)
places = st.tuples(metres, metres, metres)
turns = st.tuples(*[st.floats(-1.0, 1.0)] * 4).filter(lambda q: np.linalg.norm(q) > 0.1)


def edge(
    parent: str,
    child: str,
    stamp_s: float = 1.0,
    at: Sequence[float] = (0.0, 0.0, 0.0),
    turn: Sequence[float] = NO_TURN,
) -> Edge:
    return Edge(parent, child, round(stamp_s * S), tuple(at), tuple(turn))


def robot(make: Make) -> Buffer:
    """map -> odom at 10 to 20 s, odom -> base at 10 to 19 s, base -> camera always."""
    buffer = make(CacheLimits())
    for stamp_s in (10.0, 15.0, 20.0):
        buffer.insert(edge("map", "odom", stamp_s, (100.0, 0.0, 0.0)))
    for stamp_s in range(10, 20):
        buffer.insert(edge("odom", "base", stamp_s, (stamp_s, 0.0, 0.0), LEFT))
    buffer.insert_static(edge("base", "camera", 3.0, (0.2, 0.0, 0.5)))
    return buffer


def position(T: Float64) -> list[float]:
    return T[:3, 3].round(9).tolist()


def test_a_chain_is_followed_up_and_down(make_buffer: Make) -> None:
    buffer = robot(make_buffer)
    up = buffer.lookup("map", "camera", 12 * S)
    assert up.stamp_ns == 12 * S
    np.testing.assert_allclose(
        up.T_target_source, from_quaternion((112.0, 0.2, 0.5), LEFT), atol=1e-9
    )
    down = buffer.lookup("camera", "map", 12 * S)
    np.testing.assert_allclose(down.T_target_source, invert(up.T_target_source), atol=1e-9)


def test_branches_meet_at_a_common_ancestor(make_buffer: Make) -> None:
    buffer = robot(make_buffer)
    buffer.insert_static(edge("base", "lidar", at=(0.0, 0.0, 1.0)))
    found = buffer.lookup("lidar", "camera", 999 * S)  # map and odom have nothing to do with it
    assert position(found.T_target_source) == [0.2, 0.0, -0.5]


def test_between_samples_it_interpolates(make_buffer: Make) -> None:
    buffer = make_buffer(CacheLimits())
    buffer.insert(edge("odom", "base", 10.0, (0.0, 0.0, 0.0), NO_TURN))
    buffer.insert(edge("odom", "base", 12.0, (4.0, 2.0, 0.0), LEFT))
    found = buffer.lookup("odom", "base", 11 * S)
    expected = from_quaternion((2.0, 1.0, 0.0), HALF_LEFT)
    np.testing.assert_allclose(found.T_target_source, expected, atol=1e-9)


@pytest.mark.parametrize("stamp_s", [19.001, 20.0, 25.0])
def test_it_never_extrapolates_into_the_future(make_buffer: Make, stamp_s: float) -> None:
    with pytest.raises(FutureExtrapolationFailed) as raised:
        robot(make_buffer).lookup("map", "camera", round(stamp_s * S))
    assert raised.value.into_future


@pytest.mark.parametrize("stamp_s", [0.001, 9.999])
def test_it_never_extrapolates_into_the_past(make_buffer: Make, stamp_s: float) -> None:
    with pytest.raises(PastExtrapolationFailed) as raised:
        robot(make_buffer).lookup("map", "camera", round(stamp_s * S))
    assert not raised.value.into_future


@pytest.mark.parametrize(
    ("stamp_s", "error"), [(9.0, PastExtrapolationFailed), (11.0, FutureExtrapolationFailed)]
)
def test_one_sample_answers_for_its_very_time(
    make_buffer: Make, stamp_s: float, error: type[Exception]
) -> None:
    buffer = make_buffer(CacheLimits())
    buffer.insert(edge("odom", "base", 10.0, (1.0, 2.0, 3.0)))
    assert position(buffer.lookup("odom", "base", 10 * S).T_target_source) == [1.0, 2.0, 3.0]
    with pytest.raises(error):
        buffer.lookup("odom", "base", round(stamp_s * S))


@pytest.mark.parametrize("stamp_ns", [None, 0])
def test_no_time_means_the_latest_in_common(make_buffer: Make, stamp_ns: int | None) -> None:
    found = robot(make_buffer).lookup("map", "camera", stamp_ns)
    assert found.stamp_ns == 19 * S
    assert position(found.T_target_source) == [119.0, 0.2, 0.5]


def test_static_edges_are_of_no_time(make_buffer: Make) -> None:
    buffer = robot(make_buffer)
    assert buffer.lookup("base", "camera").stamp_ns == 0
    assert buffer.lookup("base", "camera", 1).stamp_ns == 1


def test_the_last_static_edge_counts(make_buffer: Make) -> None:
    buffer = robot(make_buffer)
    buffer.insert_static(edge("base", "camera", 2.0, (0.3, 0.0, 0.0)))
    assert position(buffer.lookup("base", "camera").T_target_source) == [0.3, 0.0, 0.0]


def test_a_frame_that_changes_its_parent_has_each_in_its_time(make_buffer: Make) -> None:
    buffer = make_buffer(CacheLimits())
    buffer.insert_static(edge("map", "table", at=(5.0, 0.0, 0.0)))
    buffer.insert_static(edge("map", "hand", at=(0.0, 7.0, 0.0)))
    buffer.insert(edge("table", "mug", 10.0, (0.0, 0.0, 1.0)))
    buffer.insert(edge("hand", "mug", 12.0, (0.0, 0.0, 2.0)))
    buffer.insert(edge("hand", "mug", 13.0, (0.0, 0.0, 4.0)))
    at = [position(buffer.lookup("map", "mug", round(s * S)).T_target_source) for s in (11, 12.5)]
    assert at == [[5.0, 0.0, 1.0], [0.0, 7.0, 3.0]]


def test_the_same_frame_is_where_it_is_even_if_unknown(make_buffer: Make) -> None:
    buffer = robot(make_buffer)
    assert np.array_equal(buffer.lookup("ghost", "ghost", 5).T_target_source, np.eye(4))
    assert buffer.lookup("odom", "odom").stamp_ns == 20 * S


def test_unknown_and_empty_frames_are_named(make_buffer: Make) -> None:
    buffer = robot(make_buffer)
    with pytest.raises(LookupFailed, match="ghost"):
        buffer.lookup("map", "ghost", 12 * S)
    with pytest.raises(LookupFailed):
        buffer.lookup("", "map", 12 * S)


@pytest.mark.parametrize("stamp_s", [0, 12])
def test_separate_trees_are_not_connected(make_buffer: Make, stamp_s: int) -> None:
    buffer = robot(make_buffer)
    buffer.insert_static(edge("other_map", "other_base"))
    with pytest.raises(ConnectivityFailed, match="other_base"):
        buffer.lookup("map", "other_base", stamp_s * S)


@pytest.mark.parametrize("stamp_s", [0, 10])
def test_loops_are_found_out(make_buffer: Make, stamp_s: int) -> None:
    buffer = make_buffer(CacheLimits())
    for parent, child in (("a", "b"), ("b", "c"), ("c", "a"), ("x", "y")):
        buffer.insert(edge(parent, child, 10.0))
    with pytest.raises(LookupFailed, match="loop"):
        buffer.lookup("y", "a", stamp_s * S)


def test_leading_slashes_do_not_matter(make_buffer: Make) -> None:
    buffer = make_buffer(CacheLimits())
    buffer.insert(edge("/map", "/base", 1.0, (1.0, 0.0, 0.0)))
    for target, source in (("map", "base"), ("/map", "base"), ("map", "/base")):
        assert position(buffer.lookup(target, source).T_target_source) == [1.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (edge("a", "a"), Refusal.SELF_TRANSFORM),
        (edge("/a", "a"), Refusal.SELF_TRANSFORM),
        (edge("a", ""), Refusal.NO_CHILD_FRAME),
        (edge("a", "/"), Refusal.NO_CHILD_FRAME),
        (edge("", "b"), Refusal.NO_PARENT_FRAME),
        (edge("a", "b", -1.0), Refusal.NEGATIVE_STAMP),
        (edge("a", "b", at=(np.nan, 0.0, 0.0)), Refusal.NOT_FINITE),
        (edge("a", "b", at=(0.0, np.inf, 0.0)), Refusal.NOT_FINITE),
        (edge("a", "b", turn=(0.0, 0.0, np.nan, 1.0)), Refusal.NOT_FINITE),
        (edge("a", "b", turn=(0.0, 0.0, 0.0, 0.0)), Refusal.ZERO_QUATERNION),
    ],
)
def test_what_is_no_transform_is_refused(make_buffer: Make, wrong: Edge, refusal: Refusal) -> None:
    buffer = make_buffer(CacheLimits())
    assert (buffer.insert(wrong), buffer.insert_static(wrong)) == (refusal, refusal)
    assert buffer.refused() == {refusal: 2}
    with pytest.raises(LookupFailed):
        buffer.lookup("a", "b")


def test_quaternions_of_another_length_count_as_their_direction(make_buffer: Make) -> None:
    buffer = make_buffer(CacheLimits())
    buffer.insert(edge("a", "b", 1.0, turn=(0.0, 0.0, 3.0, 3.0)))
    expected = from_quaternion((0.0, 0.0, 0.0), LEFT)
    np.testing.assert_allclose(buffer.lookup("a", "b").T_target_source, expected, atol=1e-9)


def test_clearing_keeps_static_edges_and_the_names(make_buffer: Make) -> None:
    buffer = robot(make_buffer)
    buffer.clear()
    assert position(buffer.lookup("base", "camera", 12 * S).T_target_source) == [0.2, 0.0, 0.5]
    with pytest.raises(FutureExtrapolationFailed):
        buffer.lookup("odom", "base", 12 * S)
    buffer.insert(edge("odom", "base", 1.0, (8.0, 0.0, 0.0)))
    assert position(buffer.lookup("odom", "base").T_target_source) == [8.0, 0.0, 0.0]


def test_data_older_than_the_cache_is_refused_and_counted() -> None:
    buffer = robot(TransformBuffer)
    assert buffer.insert(edge("map", "odom", 9.999)) is Refusal.OLD
    assert buffer.insert(edge("map", "odom", 10.001)) is None
    assert buffer.refused() == {Refusal.OLD: 1}


def test_no_more_frames_than_allowed() -> None:
    buffer = TransformBuffer(CacheLimits(most_frames=3))
    assert buffer.insert(edge("map", "a")) is None
    assert buffer.insert(edge("map", "b")) is None
    assert buffer.insert(edge("map", "c")) is Refusal.TOO_MANY_FRAMES
    assert buffer.insert(edge("a", "b")) is None
    assert buffer.frames() == ["a", "b", "map"]


@given(places, turns, places, turns)
def test_looking_back_is_the_inverse(at: tuple, turn: tuple, there: tuple, other: tuple) -> None:
    buffer = TransformBuffer()
    buffer.insert(edge("map", "base", 1.0, at, turn))
    buffer.insert_static(edge("map", "goal", 1.0, there, other))
    forth = buffer.lookup("goal", "base").T_target_source
    back = buffer.lookup("base", "goal").T_target_source
    assert is_rigid(forth, tolerance=1e-9)
    np.testing.assert_allclose(forth @ back, np.eye(4), atol=1e-9)


@given(st.lists(st.tuples(places, turns), min_size=3, max_size=6), st.data())
def test_transforms_compose(poses: list, data: st.DataObject) -> None:
    buffer = TransformBuffer()
    for number, (at, turn) in enumerate(poses):
        parent = data.draw(st.integers(0, number))
        buffer.insert_static(edge(f"f{parent}", f"f{number + 1}", 1.0, at, turn))
    a, b, c = (f"f{data.draw(st.integers(0, len(poses)))}" for _ in range(3))
    direct = buffer.lookup(a, c).T_target_source
    composed = buffer.lookup(a, b).T_target_source @ buffer.lookup(b, c).T_target_source
    np.testing.assert_allclose(direct, composed, atol=1e-8)


@given(
    st.dictionaries(st.integers(0, 10 * S), st.tuples(places, turns), min_size=2, max_size=8),
    st.integers(0, 10 * S),
    st.randoms(use_true_random=False),
)
def test_the_order_of_arrival_does_not_matter(samples: dict, asked_ns: int, random: object) -> None:
    buffers = TransformBuffer(), TransformBuffer()
    shuffled = list(samples)
    random.shuffle(shuffled)
    for buffer, stamps in zip(buffers, (sorted(samples), shuffled), strict=True):
        for ns in stamps:
            at, turn = samples[ns]
            assert buffer.insert(edge("odom", "base", (100 * S + ns) / S, at, turn)) is None
    first, last = min(samples), max(samples)
    asked_ns = 100 * S + min(max(asked_ns, first), last)
    one, other = (buffer.lookup("odom", "base", asked_ns) for buffer in buffers)
    assert np.array_equal(one.T_target_source, other.T_target_source)


def test_threads_may_write_and_read_at_once() -> None:
    buffer = robot(TransformBuffer)
    stop = threading.Event()
    errors: list[BaseException] = []

    def write() -> None:
        stamp_s = 20.0
        while not stop.is_set():
            stamp_s += 0.01
            buffer.insert(edge("map", "odom", stamp_s, (stamp_s, 0.0, 0.0)))

    def read() -> None:
        try:
            for _ in range(500):
                found = buffer.lookup("map", "odom")
                x = found.T_target_source[0, 3]
                assert x == 100.0 or x == pytest.approx(found.stamp_ns / S)
        except BaseException as error:
            errors.append(error)

    writer, readers = (
        threading.Thread(target=write),
        [threading.Thread(target=read) for _ in range(2)],
    )
    for thread in (writer, *readers):
        thread.start()
    for thread in readers:
        thread.join(60.0)
    stop.set()
    writer.join(60.0)
    assert errors == []
