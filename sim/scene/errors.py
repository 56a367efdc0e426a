"""What is wrong with files of scenes."""

from __future__ import annotations

from whereseen.memory.errors import WhereseenError


class SceneFileError(WhereseenError):
    """A file that is not the description of a scene; says where in the document."""
