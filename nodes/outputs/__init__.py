"""What is published, made only for those who listen."""
