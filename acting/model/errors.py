"""What can go wrong with a language model at an endpoint."""

from __future__ import annotations

from whereseen.memory.errors import WhereseenError


class ModelError(WhereseenError):
    """A model that gave no usable reply; no key is ever part of the message."""


class EndpointDown(ModelError):
    """Nothing answers there, or too slowly, or it is out of order: later it may work again."""


class EndpointRefused(ModelError):
    """The endpoint answers, but not to this request: trying again is of no use."""


class CalledOff(ModelError):
    """Nobody waits for the reply any more: the task was cancelled."""


class NotRecorded(ModelError):
    """A request that is not among those of a transcript."""
