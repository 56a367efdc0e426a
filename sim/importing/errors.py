"""What can go wrong with scenes made elsewhere."""

from __future__ import annotations

from whereseen.memory.errors import WhereseenError


class ImportFailed(WhereseenError):
    """A scene that cannot be read, or that names what is not there."""
