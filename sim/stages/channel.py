"""Messages over two pipes: a JSON head, then raw arrays, each with its length before it."""

from __future__ import annotations

import json
import math
import os
import select
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from whereseen.sim.stages.errors import StageFailed

_PREFIX = struct.Struct("<4sI")
_MAGIC = b"wsst"
_MOST_BYTES = 1 << 28  # of a head, and of all arrays of a message
_DTYPES = frozenset({"|u1", "<u2", "<i4", "<f4", "<f8"})
Array = npt.NDArray[Any]


class ChannelClosed(StageFailed):
    """The other end is gone."""


class ChannelSilent(StageFailed):
    """The other end does not answer."""


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """What is sent at once.

    Attributes:
        head: JSON.
        arrays: Contiguous ones of numbers; as received, they are the receiver's own.
    """

    head: dict[str, Any]
    arrays: Sequence[Array] = ()


class Channel:
    """One end of a connection.

    Args:
        reading: File descriptor to read from; becomes non-blocking.
        writing: File descriptor to write to; becomes non-blocking.
        patience_s: How long to wait for the other end while it neither reads nor writes; for ever
            if None.
    """

    def __init__(self, reading: int, writing: int, *, patience_s: float | None = None) -> None:
        self._reading, self._writing = reading, writing
        self.patience_s = patience_s
        for descriptor in (reading, writing):
            os.set_blocking(descriptor, False)

    def send(self, message: Message) -> None:
        """Send a message.

        Raises:
            ChannelClosed: if the other end is gone.
            ChannelSilent: if it does not read.
            StageFailed: if the message is too large.
        """
        shapes = [[each.dtype.str, list(each.shape)] for each in message.arrays]
        head = json.dumps([message.head, shapes], separators=(",", ":")).encode()
        _require_bounded(len(head), sum(each.nbytes for each in message.arrays))
        self._write(memoryview(_PREFIX.pack(_MAGIC, len(head)) + head))
        for array in message.arrays:
            if array.nbytes:
                self._write(np.ascontiguousarray(array).data.cast("B"))

    def receive(self) -> Message:
        """Wait for the next message.

        Raises:
            ChannelClosed: if the other end is gone.
            ChannelSilent: if nothing comes.
            StageFailed: if what comes is no message, or too large.
        """
        prefix = bytearray(_PREFIX.size)
        self._fill(memoryview(prefix))
        magic, size = _PREFIX.unpack(prefix)
        if magic != _MAGIC:
            raise StageFailed("the other interpreter talks of something else", got=repr(prefix))
        _require_bounded(size, 0)
        text = bytearray(size)
        self._fill(memoryview(text))
        try:
            head, shapes = json.loads(text)
            arrays = _empty([(str(dtype), tuple(shape)) for dtype, shape in shapes])
        except (ValueError, TypeError) as cause:
            raise StageFailed("the head of a message is broken", got=repr(text[:80])) from cause
        for array in arrays:
            if array.nbytes:
                self._fill(array.data.cast("B"))
        return Message(head, arrays)

    def _write(self, data: memoryview) -> None:
        while data:
            try:
                data = data[os.write(self._writing, data) :]
            except BlockingIOError:
                self._wait(self._writing, select.POLLOUT)
            except BrokenPipeError:
                raise ChannelClosed("the other interpreter has ended") from None

    def _fill(self, data: memoryview) -> None:
        while data:
            try:
                count = os.readv(self._reading, [data])
            except BlockingIOError:
                self._wait(self._reading, select.POLLIN)
                continue
            if count == 0:
                raise ChannelClosed("the other interpreter has ended")
            data = data[count:]

    def _wait(self, descriptor: int, event: int) -> None:
        poll = select.poll()
        poll.register(descriptor, event)
        started = time.monotonic()
        if not poll.poll(None if self.patience_s is None else self.patience_s * 1e3):
            waited = time.monotonic() - started
            raise ChannelSilent("the other interpreter does not answer", got=f"{waited:.0f} s")


def _empty(shapes: list[tuple[str, tuple[int, ...]]]) -> list[Array]:
    """Arrays to be filled; raises StageFailed unless they are of allowed kinds and sizes."""
    sizes = []
    for dtype, shape in shapes:
        whole = all(type(length) is int and length >= 0 for length in shape)
        if dtype not in _DTYPES or not whole:
            raise StageFailed("an array of a strange kind", got=f"{dtype} {shape}")
        sizes.append(math.prod(shape) * np.dtype(dtype).itemsize)
    _require_bounded(0, sum(sizes))
    return [np.empty(shape, dtype=dtype) for dtype, shape in shapes]


def _require_bounded(head: int, body: int) -> None:
    if head > _MOST_BYTES or body > _MOST_BYTES:
        raise StageFailed("a message is too large", got=f"{max(head, body)} bytes")
