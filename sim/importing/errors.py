"""What can go wrong with scenes made elsewhere."""

from __future__ import annotations

from whereseen.memory.errors import WhereseenError


class ImportFailed(WhereseenError):
    """A scene that cannot be read, or that names what is not there.

    Attributes:
        where: File, line and element, as `small.world, line 7, <pose>`; empty if not known.
    """

    where: str = ""

    def __str__(self) -> str:
        at = f" [{self.where}]" if self.where else ""
        return f"{super().__str__()}{at}"


class PartMissing(ImportFailed):
    """A model or mesh that a scene names and that is in none of the folders."""
