"""What can be wrong before anything is started."""

from __future__ import annotations

from whereseen.memory.errors import WhereseenError


class InvalidArgument(WhereseenError):
    """An argument that is not declared, or a value that it cannot have."""


class UnknownDeployment(WhereseenError):
    """A name that stands for nothing that can be started."""


class NotInstalled(WhereseenError):
    """A file, a program or ROS itself that is not on this machine."""
