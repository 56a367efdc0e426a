"""The memory: a plain library that knows no ROS, no simulator and no network at import."""
