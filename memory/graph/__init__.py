"""Rooms, places between them, what things are on and in, and the scene graph of all that."""
