"""Where frames are at a time: tf2_ros where it is installed, otherwise a buffer of our own."""
