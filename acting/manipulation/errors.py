"""What stands in the way of a hand."""

from __future__ import annotations

from whereseen.memory.errors import WhereseenError


class NoGrasp(WhereseenError):
    """A thing that the hand cannot take hold of, or of which too little is known."""


class NoRoom(WhereseenError):
    """Furniture without a free level place for what is in hand."""
