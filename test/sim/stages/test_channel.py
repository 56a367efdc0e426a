from __future__ import annotations

import os
from collections.abc import Iterator
from threading import Thread

import numpy as np
import pytest

from whereseen.sim.stages.channel import Channel, ChannelClosed, ChannelSilent, Message
from whereseen.sim.stages.errors import StageFailed


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    for descriptor in (reading, writing):
        try:
            os.close(descriptor)
        except OSError:
            assert descriptor  # closed by the test


def sent_and_received(pipe: tuple[int, int], message: Message) -> Message:
    channel = Channel(*pipe, patience_s=20.0)
    sender = Thread(target=channel.send, args=(message,))
    sender.start()
    received = channel.receive()
    sender.join()
    return received


@pytest.mark.parametrize("dtype", ["|u1", "<u2", "<i4", "<f4", "<f8"])
def test_arrays_arrive_as_they_were_sent(pipe: tuple[int, int], dtype: str) -> None:
    rng = np.random.default_rng(1)
    arrays = [(rng.random(shape) * 200).astype(dtype) for shape in ((240, 320, 3), (0, 4), ())]
    received = sent_and_received(pipe, Message({"do": "look", "name": "Käfig"}, arrays))
    assert received.head == {"do": "look", "name": "Käfig"}
    for got, want in zip(received.arrays, arrays, strict=True):
        assert got.dtype == want.dtype
        np.testing.assert_array_equal(got, want)
        assert got.flags.writeable


def test_parts_of_arrays_can_be_sent(pipe: tuple[int, int]) -> None:
    image = np.arange(24, dtype="<i4").reshape(4, 6)
    received = sent_and_received(pipe, Message({}, (image[::-1, ::2],)))
    np.testing.assert_array_equal(received.arrays[0], image[::-1, ::2])


def test_a_closed_end_is_told(pipe: tuple[int, int]) -> None:
    channel = Channel(*pipe)
    os.close(pipe[1])
    with pytest.raises(ChannelClosed, match="has ended"):
        channel.receive()


def test_writing_to_a_closed_end_is_told(pipe: tuple[int, int]) -> None:
    channel = Channel(*pipe)
    os.close(pipe[0])
    with pytest.raises(ChannelClosed, match="has ended"):
        channel.send(Message({}))


def test_silence_is_told(pipe: tuple[int, int]) -> None:
    channel = Channel(*pipe, patience_s=0.01)
    with pytest.raises(ChannelSilent, match="does not answer"):
        channel.receive()
    with pytest.raises(ChannelSilent, match="does not answer"):
        channel.send(Message({}, (np.zeros(1 << 20),)))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Hello, I am a library\n", "something else"),
        (b"wsst\xff\xff\xff\xff", "too large"),
        (b"wsst\x02\x00\x00\x00{}", "broken|strange"),
        (b"wsst\x03\x00\x00\x00[1,", "broken"),
        (b'wsst\x14\x00\x00\x00[{},[["|O",[1,2]]]]  ', "strange kind"),
        (b'wsst\x13\x00\x00\x00[{},[["<f8",[-1]]]] ', "strange kind"),
        (b'wsst\x1d\x00\x00\x00[{},[["<f8",[99999999999999]]]', "broken|too large"),
    ],
)
def test_what_is_no_message_is_refused(pipe: tuple[int, int], data: bytes, message: str) -> None:
    os.write(pipe[1], data)
    with pytest.raises(StageFailed, match=message):
        Channel(*pipe, patience_s=1.0).receive()


def test_too_much_is_not_sent(pipe: tuple[int, int]) -> None:
    huge = np.broadcast_to(np.zeros(1, np.uint8), (1 << 15, 1 << 14))
    with pytest.raises(StageFailed, match="too large"):
        Channel(*pipe).send(Message({}, (huge,)))
