"""From topics to observations: which messages belong together, and what becomes of them."""
