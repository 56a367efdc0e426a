"""What people ask a robot to do: a grammar of household instructions; no model."""
