"""Tasks over a memory that another thread owns, done by a body that is elsewhere."""
