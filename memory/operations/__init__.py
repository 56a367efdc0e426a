"""What a memory is asked and told of things: an operation each, and who is told of changes."""
