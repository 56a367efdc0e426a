"""Recordings and topics: rosbag2 files read and written, and any recording played."""

from importlib.util import find_spec

if find_spec("rosbags") is None:  # ROS has no system package of it
    raise ModuleNotFoundError(
        "rosbags is not installed. Install it with: pip install 'rosbags>=0.11,<0.12'",
        name="rosbags",
    )
