"""The same examples on every machine, and no clock: the first call of a kernel compiles it."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("whereseen", deadline=None, derandomize=True)
settings.load_profile("whereseen")
