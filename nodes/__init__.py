"""The ROS 2 skin: the only importer of rclpy."""
