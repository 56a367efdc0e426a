"""What things are like: colours that were measured, states with their history, how they move."""
