"""A picture of what a memory node publishes, for who has no rviz."""
