"""Why a transform cannot be had; the kinds are those of tf2."""

from __future__ import annotations

from typing import ClassVar

from whereseen.memory.errors import WhereseenError


class TransformError(WhereseenError):
    """A transform that cannot be had."""


class LookupFailed(TransformError):
    """A frame that nobody has published, no frame at all, or a loop instead of a tree."""


class ConnectivityFailed(TransformError):
    """Two frames of different trees."""


class ExtrapolationFailed(TransformError):
    """A time outside of what is known of an edge; raised as one of the two below.

    Attributes:
        into_future: Whether data to come may still answer.
    """

    into_future: ClassVar[bool]


class FutureExtrapolationFailed(ExtrapolationFailed):
    """A time later than the latest data."""

    into_future = True


class PastExtrapolationFailed(ExtrapolationFailed):
    """A time earlier than the earliest data: it was dropped, or was never there."""

    into_future = False
