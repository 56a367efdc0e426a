"""Skills as actions: a body's servers, and the client that is a body for planners."""
