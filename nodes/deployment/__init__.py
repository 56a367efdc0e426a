"""What a robot starts: one description for launch files and for `whereseen up`; knows no ROS."""
