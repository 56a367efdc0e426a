from __future__ import annotations

import itertools
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidConfig
from whereseen.nodes.intake.stream import Drop
from whereseen.nodes.intake.synchronizer import ApproximateSynchronizer, SynchronizerConfig

MS = 1_000_000
NAMES = ("rgb", "depth", "info")


def synchronizer(
    required: tuple[str, ...] = NAMES, optional: tuple[str, ...] = (), **limits: int
) -> ApproximateSynchronizer:
    return ApproximateSynchronizer(
        required, optional, SynchronizerConfig(**{"slop_ns": 30 * MS} | limits)
    )


def feed(to: ApproximateSynchronizer, *messages: tuple[str, float]) -> list[tuple]:
    """Add messages of stamps in ms; returns the stamps in ms of the sets, in order of streams."""
    found = []
    for stream, stamp_ms in messages:
        for each in to.add(stream, int(stamp_ms * MS), stamp_ms):
            assert each.stamp_ns == each.messages["rgb"] * MS
            found.append(tuple(each.messages.values()))
    return found


def test_equal_stamps_pass_with_the_last_message() -> None:
    to = synchronizer()
    assert feed(to, ("info", 100), ("rgb", 100)) == []
    assert feed(to, ("depth", 100)) == [(100, 100, 100)]
    assert to.drops() == {"rgb": {}, "depth": {}, "info": {}}


def test_one_stream_alone_passes() -> None:
    assert feed(synchronizer(("rgb",)), ("rgb", 1), ("rgb", 2)) == [(1,), (2,)]


def test_the_nearest_message_is_found_once_later_ones_have_come() -> None:
    to = synchronizer(("rgb", "depth"))
    assert feed(to, ("rgb", 100), ("depth", 80)) == []  # the next may be nearer
    assert feed(to, ("depth", 105)) == []  # and the next image nearer to that
    assert feed(to, ("rgb", 133)) == [(100, 105)]
    assert to.drops()["depth"] == {Drop.UNMATCHED: 1}


def test_a_message_goes_to_the_nearest_of_two() -> None:
    to = synchronizer(("rgb", "depth"), slop_ns=50 * MS)
    assert feed(to, ("rgb", 100), ("rgb", 133), ("depth", 140)) == []
    assert feed(to, ("rgb", 166)) == [(133, 140)]
    assert to.drops()["rgb"] == {Drop.UNMATCHED: 1}


def test_nothing_beyond_the_slop_is_matched() -> None:
    to = synchronizer(("rgb", "depth"))
    assert feed(to, ("rgb", 100), ("depth", 131), ("rgb", 200), ("depth", 230)) == []
    assert feed(to, ("rgb", 300)) == [(200, 230)]
    assert to.drops() == {"rgb": {Drop.UNMATCHED: 1}, "depth": {Drop.UNMATCHED: 1}}


def test_a_slop_of_zero_admits_equal_stamps_only() -> None:
    to = synchronizer(("rgb", "depth"), slop_ns=0)
    assert feed(to, ("rgb", 100), ("depth", 100.001), ("rgb", 200), ("depth", 200)) == [(200, 200)]


def test_a_message_is_used_once() -> None:
    to = synchronizer(("rgb", "depth"))
    steps = [
        ("rgb", 100),
        ("depth", 105),
        ("rgb", 109),
        ("depth", 150),
        ("rgb", 151),
        ("depth", 190),
    ]
    assert feed(to, *steps) == [(109, 105), (151, 150)]
    assert feed(to, ("rgb", 190)) == [(190, 190)]
    assert to.drops() == {"rgb": {Drop.UNMATCHED: 1}, "depth": {}}


def test_a_stamp_of_zero_or_before_is_refused() -> None:
    to = synchronizer()
    assert feed(to, ("rgb", 0), ("depth", 0), ("info", -5)) == []
    assert to.drops() == {name: {Drop.NO_STAMP: 1} for name in NAMES}


def test_a_second_message_of_a_stamp_is_refused_before_and_after_use() -> None:
    to = synchronizer(("rgb", "depth"))
    assert feed(to, ("rgb", 100), ("rgb", 100), ("depth", 100)) == [(100, 100)]
    assert feed(to, ("rgb", 100), ("depth", 100)) == []
    assert to.drops() == {"rgb": {Drop.DUPLICATE: 2}, "depth": {Drop.DUPLICATE: 1}}


def test_messages_out_of_order_find_each_other_unless_it_is_too_late() -> None:
    to = synchronizer(("rgb", "depth"))
    assert feed(to, ("rgb", 200), ("rgb", 100), ("depth", 100)) == [(100, 100)]
    assert feed(to, ("depth", 200), ("rgb", 150)) == [(200, 200)]
    assert to.drops()["rgb"] == {Drop.LATE: 1}


def test_an_unknown_stream_is_an_error() -> None:
    with pytest.raises(KeyError):
        synchronizer().add("sound", 1, None)


@pytest.mark.parametrize(
    ("required", "optional"), [((), ("labels",)), (("rgb", "rgb"), ()), (("rgb",), ("rgb",))]
)
def test_streams_need_names_of_their_own(required: tuple, optional: tuple) -> None:
    with pytest.raises(InvalidConfig, match="different names"):
        synchronizer(required, optional)


def test_a_camera_that_lost_its_depth_recovers() -> None:
    to = synchronizer(("rgb", "depth"), queue_size=3)
    assert feed(to, *[("rgb", 100 * i) for i in range(1, 8)]) == []
    assert to.drops() == {"rgb": {Drop.UNMATCHED: 4}, "depth": {}}
    assert feed(to, ("rgb", 800), ("depth", 800)) == [(800, 800)]
    assert to.drops()["rgb"] == {Drop.UNMATCHED: 7}


def test_a_stream_without_images_keeps_the_latest() -> None:
    to = synchronizer(("rgb", "depth"), queue_size=3)
    assert feed(to, *[("depth", 100 * i) for i in range(1, 8)]) == []
    assert to.drops() == {"rgb": {}, "depth": {Drop.OVERFLOW: 4}}
    assert feed(to, ("rgb", 600)) == [(600, 600)]


def test_a_full_queue_settles_for_what_is_there() -> None:
    to = synchronizer(("rgb", "depth"), queue_size=2)
    assert feed(to, ("depth", 90), ("rgb", 100), ("rgb", 200)) == []
    assert feed(to, ("rgb", 300)) == [(100, 90)]


def test_time_that_jumps_back_starts_anew() -> None:
    to = synchronizer(("rgb", "depth"))
    assert feed(to, ("rgb", 5_000), ("depth", 5_000), ("rgb", 5_100)) == [(5_000, 5_000)]
    assert feed(to, ("rgb", 100), ("depth", 100)) == [(100, 100)]
    assert to.time_jumps == 1
    assert to.drops() == {"rgb": {Drop.TIME_JUMP: 1}, "depth": {}}


def test_a_message_from_before_the_jump_costs_few_sets() -> None:
    to = synchronizer(("rgb", "depth"))
    assert feed(to, ("rgb", 5_000), ("rgb", 100), ("depth", 5_000), ("depth", 100)) == []
    assert feed(to, ("rgb", 200), ("depth", 200)) == [(200, 200)]
    assert to.time_jumps == 2


def test_a_stamp_from_the_far_future_does_not_end_it_all() -> None:
    to = synchronizer(("rgb", "depth"))
    assert feed(to, ("rgb", 1e9), ("rgb", 100), ("depth", 100)) == [(100, 100)]
    assert feed(to, ("depth", 1e9), ("rgb", 200), ("depth", 300), ("rgb", 300)) == [(300, 300)]
    assert to.time_jumps == 2


@pytest.mark.parametrize("order", list(itertools.permutations(("rgb", "depth", "labels"))))
def test_optional_messages_of_equal_stamp_join_in_any_order(order: tuple[str, ...]) -> None:
    to = synchronizer(("rgb", "depth"), ("labels",))
    assert feed(to, *[(name, 100) for name in order]) == [(100, 100, 100)]


def test_a_set_goes_without_labels_when_newer_ones_have_come() -> None:
    to = synchronizer(("rgb", "depth"), ("labels",))
    assert feed(to, ("rgb", 100), ("depth", 100)) == []
    assert feed(to, ("labels", 200)) == [(100, 100)]


def test_a_set_waits_for_labels_so_long_only_and_not_again_while_they_are_silent() -> None:
    to = synchronizer(("rgb", "depth"), ("labels",), optional_wait_ns=150 * MS)
    assert feed(to, ("rgb", 100), ("depth", 100), ("rgb", 200), ("depth", 200)) == []
    assert feed(to, ("rgb", 250)) == [(100, 100), (200, 200)]
    assert feed(to, ("depth", 250)) == [(250, 250)]
    assert feed(to, ("labels", 300), ("rgb", 300), ("depth", 300)) == [(300, 300, 300)]
    assert feed(to, ("rgb", 400), ("depth", 400)) == []
    assert feed(to, ("labels", 400)) == [(400, 400, 400)]


def test_labels_that_take_long_still_join() -> None:
    to = synchronizer(("rgb", "depth"), ("labels",), optional_wait_ns=500 * MS)
    images = [(name, 100 * i) for i in range(1, 4) for name in ("rgb", "depth")]
    assert feed(to, *images) == []
    assert feed(to, ("labels", 100), ("labels", 200)) == [(100, 100, 100), (200, 200, 200)]


def test_waiting_for_labels_never_costs_a_set() -> None:
    to = synchronizer(("rgb", "depth"), ("labels",), optional_wait_ns=10_000 * MS, queue_size=3)
    images = [(name, 100 * i) for i in range(1, 9) for name in ("rgb", "depth")]
    assert feed(to, *images) == [(100 * i, 100 * i) for i in range(1, 6)]
    assert to.drops() == {"rgb": {}, "depth": {}, "labels": {}}


@settings(deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(NAMES), max_size=60), st.integers(1, 5))
def test_streams_in_order_lose_nothing_but_what_lacks_a_partner(
    order: list[str], queue_size: int
) -> None:
    to = synchronizer(queue_size=queue_size)
    counts = dict.fromkeys(NAMES, 0)
    found = []
    for name in order:
        counts[name] += 1
        found += feed(to, (name, 100 * counts[name]))
    assert found == sorted(found)
    assert all(len(set(stamps)) == 1 for stamps in found)
    if max(counts.values()) <= queue_size:
        assert len(found) == min(counts.values())


@settings(deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.sampled_from((*NAMES, "labels")), st.integers(-1, 400)), max_size=80),
    st.integers(1, 6),
    st.integers(0, 50),
)
def test_every_message_is_used_once_dropped_or_waits(
    messages: list[tuple[str, int]], queue_size: int, slop_ms: int
) -> None:
    to = synchronizer(
        optional=("labels",), queue_size=queue_size, slop_ns=slop_ms * MS, jump_back_ns=200 * MS
    )
    used = []
    for name, stamp_ms in messages:
        for each in to.add(name, stamp_ms * MS, (name, stamp_ms)):
            assert all(each.messages[key][0] == key for key in each.messages)
            stamps_ms = [stamp for _, stamp in each.messages.values()]
            assert max(abs(stamp * MS - each.stamp_ns) for stamp in stamps_ms) <= slop_ms * MS
            assert set(each.messages) >= set(NAMES)
            used += each.messages.values()
    dropped = {name: sum(reasons.values()) for name, reasons in to.drops().items()}
    for name in (*NAMES, "labels"):
        came = sum(stream == name for stream, _ in messages)
        waiting = came - dropped[name] - sum(stream == name for stream, _ in used)
        assert 0 <= waiting <= queue_size


def test_counts_may_be_read_while_messages_come_in() -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads take turns all the time
    try:
        with ThreadPoolExecutor(1) as pool:
            for _ in range(100):
                assert count_while_read(pool) == 80
    finally:
        sys.setswitchinterval(before)


def count_while_read(pool: ThreadPoolExecutor) -> int:
    """Unusable messages on 40 topics, while another thread reads the counts; returns the sum."""
    names = [f"stream{number}" for number in range(40)]
    crowded = synchronizer(("rgb", *names))
    reading, done = threading.Event(), threading.Event()

    def read() -> None:
        while not done.is_set():
            crowded.drops()
            reading.set()

    reader = pool.submit(read)
    reading.wait()
    for name, stamp_ns in itertools.product(names, (0, 5, 5)):
        crowded.add(name, stamp_ns, None)
    done.set()
    reader.result()
    return sum(sum(reasons.values()) for reasons in crowded.drops().values())
