"""The buffer of tf2_ros, for machines that have it; import this module lazily."""

from __future__ import annotations

import threading
from collections import Counter

import tf2_ros
from rclpy.duration import Duration
from rclpy.time import Time

from whereseen.nodes.transforms.buffer import Found
from whereseen.nodes.transforms.edge import Edge, Refusal, fault_of, frame_name, named
from whereseen.nodes.transforms.errors import (
    ConnectivityFailed,
    ExtrapolationFailed,
    FutureExtrapolationFailed,
    LookupFailed,
    PastExtrapolationFailed,
    TransformError,
)
from whereseen.nodes.transforms.messages import edge_of, message_of
from whereseen.nodes.transforms.time_cache import CacheLimits

_AUTHORITY = "whereseen"


class Tf2Buffer:
    """A Buffer over `tf2_ros.Buffer`; may be used from several threads.

    tf2 does not tell when it refuses data as too old, so these are not counted. Of the limits it
    heeds the duration only.
    """

    def __init__(self, limits: CacheLimits) -> None:
        self._buffer = tf2_ros.Buffer(cache_time=Duration(nanoseconds=limits.duration_ns))
        self._refused: Counter[Refusal] = Counter()
        self._lock = threading.Lock()

    def insert(self, edge: Edge) -> Refusal | None:
        """Take in an edge as it is at its stamp; returns why it was refused, if so."""
        refusal = self._examine(edge)
        if refusal is None:
            self._buffer.set_transform(message_of(edge), _AUTHORITY)
        return refusal

    def insert_static(self, edge: Edge) -> Refusal | None:
        """Take in an edge that holds at all times; returns why it was refused, if so."""
        refusal = self._examine(edge)
        if refusal is None:
            self._buffer.set_transform_static(message_of(edge), _AUTHORITY)
        return refusal

    def lookup(self, target: str, source: str, stamp_ns: int | None = None) -> Found:
        """The transform from a source frame into a target frame; as TransformBuffer has it."""
        target, source = frame_name(target), frame_name(source)
        try:
            found = self._buffer.lookup_transform_core(
                target, source, Time(nanoseconds=stamp_ns or 0)
            )
        except tf2_ros.ExtrapolationException as error:
            raise self._extrapolation(target, source, stamp_ns or 0, str(error)) from error
        except tf2_ros.ConnectivityException as error:
            raise ConnectivityFailed(str(error)) from error
        except (tf2_ros.LookupException, tf2_ros.InvalidArgumentException) as error:
            raise LookupFailed(str(error)) from error
        except tf2_ros.TransformException as error:
            raise TransformError(str(error)) from error
        edge = edge_of(found)
        return Found(edge.matrix(), edge.stamp_ns)

    def clear(self) -> None:
        """Forget what was known over time, as time jumped back; static edges stay."""
        self._buffer.clear()

    def refused(self) -> dict[Refusal, int]:
        """How many edges were refused, by reason."""
        with self._lock:
            return dict(self._refused)

    def _examine(self, edge: Edge) -> Refusal | None:
        refusal = fault_of(named(edge))
        if refusal is not None:
            with self._lock:
                self._refused[refusal] += 1
        return refusal

    def _extrapolation(
        self, target: str, source: str, stamp_ns: int, what: str
    ) -> ExtrapolationFailed:
        """Into the past or the future, which tf2 tells by its words, if there are two samples."""
        if "into the past" in what:
            return PastExtrapolationFailed(what)
        if "into the future" in what or self._is_ahead(target, source, stamp_ns):
            return FutureExtrapolationFailed(what)
        return PastExtrapolationFailed(what)

    def _is_ahead(self, target: str, source: str, stamp_ns: int) -> bool:
        """Whether a time is later than what is known."""
        try:
            latest = self._buffer.get_latest_common_time(target, source)
        except tf2_ros.TransformException:
            return True  # all was cleared, and may come again
        return stamp_ns > int(latest.nanoseconds)
