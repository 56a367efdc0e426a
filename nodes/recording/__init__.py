"""Recordings and topics: rosbag2 files read and written, and any recording played."""
