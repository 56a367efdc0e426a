"""What is known of a home, as planners see it: a protocol, and the memory behind it."""
