"""Shared memory that is large enough for images: the Fast DDS profile of every process."""

from __future__ import annotations

from collections.abc import Mapping

from whereseen.nodes.deployment.files import config_file

PROFILE_VARIABLE = "FASTRTPS_DEFAULT_PROFILES_FILE"  # the name that Humble to Kilted all read
_CHOICES_OF_THE_USER = (
    PROFILE_VARIABLE,
    "FASTDDS_DEFAULT_PROFILES_FILE",
    "FASTDDS_BUILTIN_TRANSPORTS",
)


def transport_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Variables that select the profile; none if the user selected transports already.

    Raises:
        NotInstalled: if the profile is nowhere.
    """
    if any(environment.get(name) for name in _CHOICES_OF_THE_USER):
        return {}
    return {PROFILE_VARIABLE: str(config_file("fastdds.xml", environment))}
