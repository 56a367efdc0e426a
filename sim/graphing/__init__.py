"""How well a scene graph tells the rooms of a home, and where in them its things are."""
