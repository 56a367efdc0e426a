"""How to take hold of a thing from its points, and where to put it down."""
