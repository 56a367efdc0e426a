"""Things that keep their identity: entities, what was believed of them, and what changed."""
