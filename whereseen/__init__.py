"""A memory for robots that share rooms with people: what is where, since when, and how sure."""
