"""Ways over the floor that the memory has seen."""
