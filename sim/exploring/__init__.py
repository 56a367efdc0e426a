"""How long a robot looks for things that it does not know the place of, and what shortens that."""
