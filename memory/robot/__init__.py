"""What a robot is made of, by its description, so that it does not map itself."""
