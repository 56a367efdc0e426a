"""Where to look next: frontiers and values of places that time and meaning give."""
