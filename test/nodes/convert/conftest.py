from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

pytest.importorskip("rclpy", reason="needs ROS 2 or its wheels")
with warnings.catch_warnings():
    # Type support imports a parser that imports a deprecated module.
    warnings.simplefilter("ignore", DeprecationWarning)
    import rosidl_generator_py  # noqa: F401

# The same examples on every machine, and no clock: machines are busy.
settings.register_profile("whereseen", deadline=None, derandomize=True)
settings.load_profile("whereseen")


@pytest.fixture(scope="session")
def sent() -> Callable[[Any], Any]:
    """What a subscriber gets of a message; a field of a wrong type does not come through."""
    from rclpy.serialization import deserialize_message, serialize_message

    def send(message: Any) -> Any:
        received = deserialize_message(serialize_message(message), type(message))
        assert_alike(message, received)
        return received

    return send


def assert_alike(left: Any, right: Any) -> None:
    """Equal but for the rounding of float32."""
    if hasattr(left, "get_fields_and_field_types"):
        for name in left.get_fields_and_field_types():
            assert_alike(getattr(left, name), getattr(right, name))
    elif isinstance(left, list):
        assert len(left) == len(right)
        for one, other in zip(left, right, strict=True):
            assert_alike(one, other)
    elif isinstance(left, (str, bool)):
        assert left == right
    else:
        assert right == pytest.approx(left, rel=1e-6, abs=1e-30, nan_ok=True)
